import Reference
import Testing

@testable import Clickstream
@testable import RowReader

/// What the memo finds is what was kept: the same bytes in the same runs, and none that are only nearly the same.
@Suite struct RunMemoTests {
  private static let cases: [[String]] = [
    ["u1"], ["u1", ""], ["", "c1"], ["u1", "s1", "web"],
    ["user-0123456789", "0123456789abcdef0123456789abcdef", "google / cpc"],
    [String(repeating: "x", count: 104)], ["a", "bb", "", "ccc", "", "d", "e", "f"],
    ["aaaaaaaa", "bbbbbbbbb", "cccc", "ddd", "eeeeeeeeeeeeeeeee"],
  ]

  private static let key = KeyedHash()

  /// Columns in a row of bytes behind `padding` others; every second one belongs to a run.
  private struct Row {
    var bytes: [UInt8]
    var bounds: [UInt32]

    init(_ texts: [[UInt8]], padding: Int = 0) {
      bytes = [UInt8](repeating: 0x2c, count: padding)
      bounds = [0, UInt32(bytes.count) &- 1]
      for text in texts {
        for column in [text, [UInt8](repeating: 0x61, count: padding)] {
          bytes += column
          bounds.append(UInt32(bytes.count))
          bytes.append(0x2c)
        }
      }
    }

    func with<Result>(_ body: (PlainRow, Span<ColumnRun>, UnsafeRawBufferPointer) -> Result)
      -> Result?
    {
      let count = bounds.count - 2
      let runs = stride(from: 0, to: count, by: 2).map { ColumnRun(first: $0, last: $0) }
      return bounds.withUnsafeBufferPointer { bounds in
        bounds.baseAddress.map { start in
          bytes.withUnsafeBytes {
            body(PlainRow(bounds: start, columnCount: count), runs.span, $0)
          }
        }
      }
    }
  }

  private func key(_ row: Row, in memo: RunMemo) -> RunKey {
    row.with { memo.key(of: $0, $1, $2, RunMemoTests.key) } ?? RunKey()
  }

  private func find(_ row: Row, in memo: RunMemo, _ key: RunKey? = nil) -> RunMemo.Answer? {
    let key = key ?? self.key(row, in: memo)
    return row.with { memo.find(key, $0, $1, $2) } ?? nil
  }

  private func keep(
    _ answer: RunMemo.Answer, _ row: Row, in memo: RunMemo, _ key: RunKey? = nil
  ) {
    let key = key ?? self.key(row, in: memo)
    _ = row.with { memo.keep(answer, key, $0, $1, $2) }
  }

  private func memo() -> RunMemo { RunMemo(entryCount: 4, entryBytes: 128) }

  private let answer = RunMemo.Answer(first: 63, second: 4_000_000_000)

  @Test(arguments: cases) func findsWhatWasKept(texts: [String]) {
    let memo = memo()
    let texts = texts.map { Array($0.utf8) }
    #expect(find(Row(texts), in: memo) == nil)
    keep(answer, Row(texts), in: memo)
    for padding in 0..<9 { #expect(find(Row(texts, padding: padding), in: memo) == answer) }
    memo.removeAll()
    #expect(find(Row(texts), in: memo) == nil)
  }

  /// Even under the key of the row that was kept.
  @Test(arguments: cases) func oneOtherByteAnywhereIsAnotherRow(texts: [String]) {
    let memo = memo()
    let texts = texts.map { Array($0.utf8) }
    keep(answer, Row(texts), in: memo)
    let key = key(Row(texts), in: memo)
    for run in texts.indices {
      for place in texts[run].indices {
        var other = texts
        other[run][place] ^= 0x80
        #expect(find(Row(other), in: memo, key) == nil, "run \(run), byte \(place)")
      }
    }
    #expect(find(Row(texts), in: memo, key) == answer)
  }

  /// The same bytes cut elsewhere into runs.
  @Test(arguments: cases) func bordersOfRunsCount(texts: [String]) {
    let memo = memo()
    let texts = texts.map { Array($0.utf8) }
    keep(answer, Row(texts), in: memo)
    for run in texts.indices.dropLast() {
      for (from, to) in [(run, run + 1), (run + 1, run)] where !texts[from].isEmpty {
        var other = texts
        if from < to {
          other[to].insert(other[from].removeLast(), at: 0)
        } else {
          other[to].append(other[from].removeFirst())
        }
        #expect(find(Row(other), in: memo) == nil, "from run \(from) to \(to)")
      }
    }
  }

  @Test(arguments: [[105], [21, 21, 21, 21, 21], [300], [104, 1]])
  func longerRowsAreNotRemembered(lengths: [Int]) {
    let memo = memo()
    let row = Row(lengths.map { [UInt8](repeating: 1, count: $0) })
    #expect(key(row, in: memo).hash == 0)
    keep(answer, row, in: memo)
    #expect(find(row, in: memo) == nil)
  }

  @Test func quotedRowsAreNotRemembered() {
    let memo = memo()
    let runs = [ColumnRun(first: 0, last: 0)]
    let bytes = Array("\"u1\"".utf8)
    bytes.withUnsafeBytes { bytes in
      let key = memo.key(of: nil, runs.span, bytes, RunMemoTests.key)
      memo.keep(answer, key, nil, runs.span, bytes)
      #expect(memo.find(key, nil, runs.span, bytes) == nil)
    }
  }

  /// Against a dictionary: what is found was kept last, and what was kept last in its place is found.
  @Test(arguments: [1, 2, 3] as [UInt64]) func latestKeptIsFound(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let memo = memo()
    var latest: [UInt64: (texts: [[UInt8]], answer: RunMemo.Answer)] = [:]
    for round in 0..<5000 as Range<UInt32> {
      let texts = (0..<3).map { _ in Array("\(Int.random(in: 0..<3, using: &generator))".utf8) }
      let place = key(Row(texts), in: memo).hash & 3
      let known = latest[place].flatMap { $0.texts == texts ? $0.answer : nil }
      #expect(find(Row(texts), in: memo) == known, "seed \(seed), round \(round)")
      guard known == nil else { continue }
      let answer = RunMemo.Answer(first: round, second: round ^ 0xffff_ffff)
      keep(answer, Row(texts), in: memo)
      latest[place] = (texts, answer)
    }
  }
}

@Suite struct ColumnRunsTests {
  @Test(
    arguments: [
      ([], []), ([3], [[3, 3]]), ([4, 2, 3], [[2, 4]]),
      ([0, 1, 5, 6, 9], [[0, 1], [5, 6], [9, 9]]),
      // Nine runs: the narrowest gap is closed, the first of equal ones.
      (
        [0, 10, 20, 30, 34, 50, 60, 70, 80],
        Array([0, 10, 20].map { [$0, $0] })
          + [[30, 34]] + [50, 60, 70, 80].map { [$0, $0] }
      ),
    ] as [(Set<Int>, [[Int]])])
  func neighboursAreOneRun(columns: Set<Int>, runs: [[Int]]) {
    #expect(ColumnRuns(columns).all.map { [$0.first, $0.last] } == runs)
  }
}
