import Machine
import Reference
import TestSupport
import Testing

@testable import Measures

/// Order statistics against sorting.
@Suite struct MeasureTests {
  /// Values in a certain shape.
  struct Shape: CustomTestStringConvertible, Sendable {
    var name: String
    var values: @Sendable (Int, inout SplitMix64) -> [Int64]

    var testDescription: String { name }

    static let all: [Shape] = [
      Shape(name: "all equal") { count, _ in [Int64](repeating: 7, count: count) },
      Shape(name: "ascending") { count, _ in (0..<count).map { Int64($0) } },
      Shape(name: "descending") { count, _ in (0..<count).map { Int64(-$0) } },
      Shape(name: "organ pipe") { count, _ in (0..<count).map { Int64(min($0, count - $0)) } },
      Shape(name: "organ pipe upside down") { count, _ in
        (0..<count).map { Int64(max($0, count - $0)) }
      },
      Shape(name: "saw") { count, _ in (0..<count).map { Int64($0 % 17) } },
      Shape(name: "two values") { count, generator in
        (0..<count).map { _ in Bool.random(using: &generator) ? Int64.max : .min }
      },
      Shape(name: "few distinct ones") { count, generator in
        (0..<count).map { _ in Int64.random(in: -3...3, using: &generator) }
      },
      Shape(name: "random") { count, generator in
        (0..<count).map { _ in Int64.random(in: .min ... .max, using: &generator) }
      },
    ]
  }

  private static let counts = [1, 2, 3, 15, 16, 17, 18, 100, 1000]

  @Test(arguments: Shape.all) func placesAreThoseOfTheSorted(shape: Shape) {
    var generator = SplitMix64(seed: 1)
    for count in MeasureTests.counts {
      let values = shape.values(count, &generator)
      let sorted = values.sorted()
      for place in Set([0, 1, count / 3, count / 2, count - 2, count - 1]).filter(
        values.indices.contains)
      {
        var selected = values
        Selection.place(place, of: &selected)
        #expect(selected[place] == sorted[place], "place \(place) of \(count)")
        #expect(selected[..<place].allSatisfy { $0 <= selected[place] })
        #expect(selected[place...].allSatisfy { $0 >= selected[place] })
        #expect(selected.sorted() == sorted, "\(place) of \(count)")
      }
    }
  }

  /// Added one by one or merged, in memory or in a temporary file: the same quantiles, count and sum.
  @Test(arguments: Shape.all) func samplesAreTheSameWhereverTheyAre(shape: Shape) throws {
    var generator = SplitMix64(seed: 2)
    let folder = try TemporaryFolder()
    for count in [0, 1, 7, 64, 65, 1000] {
      let values = shape.values(count, &generator)
      let scratch = SampleScratch(folder: Array(folder.path.utf8), valueLimit: 64)
      var whole = Sample(scratch: scratch)
      var parts = (0..<3).map { _ in Sample(scratch: scratch) }
      for (index, value) in values.enumerated() {
        whole.add(value)
        parts[index % 3].add(value)
      }
      var merged = Sample()
      for part in parts { merged.merge(part) }
      let sorted = values.sorted()
      for percent in [1, 10, 25, 50, 75, 90, 99, 100] {
        let expected = count == 0 ? nil : sorted[max(1, (percent * count + 99) / 100) - 1]
        #expect(whole.quantile(percent: percent) == expected, "\(percent) % of \(count)")
        #expect(merged.quantile(percent: percent) == expected, "\(percent) % of \(count), merged")
      }
      let sum = values.reduce(into: Int128(0)) { $0 += Int128($1) }
      #expect(
        whole.count == count && merged.count == count && whole.sum == sum && merged.sum == sum)
      #expect(scratch.failure == nil)
    }
  }

  @Test func aSampleThatCannotBeWrittenSaysSo() {
    let scratch = SampleScratch(folder: Array("/no/such".utf8), valueLimit: 4)
    var sample = Sample(scratch: scratch)
    for value in 0..<9 { sample.add(Int64(value)) }
    #expect(scratch.failure?.words == "No such file or directory")
  }
}
