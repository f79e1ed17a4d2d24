/// Measured values of which order statistics are wanted.
package struct Sample: Sendable {
  private var values: [Int64] = []
  private var isSorted = true

  package init() {}

  package var count: Int { values.count }

  package mutating func add(_ value: Int64) {
    values.append(value)
    isSorted = false
  }

  package mutating func merge(_ other: Sample) {
    values += other.values
    isSorted = false
  }

  /// The sum of all values.
  package var sum: Int128 { values.reduce(into: Int128(0)) { $0 += Int128($1) } }

  /// The nearest-rank order statistic: the ceil(percent / 100 · n)-th smallest; nil when empty.
  ///
  /// - Parameter percent: 1...100.
  package mutating func quantile(percent: Int) -> Int64? {
    guard !values.isEmpty else { return nil }
    if !isSorted {
      values.sort()
      isSorted = true
    }
    let rank = (percent * values.count + 99) / 100
    return values[max(1, rank) - 1]
  }
}
