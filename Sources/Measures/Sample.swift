/// Measured values of which order statistics are wanted.
///
/// ```
/// values:   in memory, as they came
/// runs:     sorted, in a temporary file; only with a scratch file, when the values have become many
/// ```
package struct Sample: Sendable {
  private var values: [Int64] = []
  private var runs: [SampleRun] = []
  private let scratch: SampleScratch?
  package private(set) var count = 0
  /// The sum of all values.
  package private(set) var sum: Int128 = 0

  /// - Parameter scratch: takes values that are too many for memory; nil to keep all there.
  package init(scratch: SampleScratch? = nil) {
    self.scratch = scratch
  }

  package mutating func add(_ value: Int64) {
    values.append(value)
    count += 1
    sum += Int128(value)
    if let scratch, values.count >= scratch.valueLimit { flush(to: scratch) }
  }

  package mutating func merge(_ other: Sample) {
    values += other.values
    runs += other.runs
    count += other.count
    sum += other.sum
    if let scratch, values.count >= scratch.valueLimit { flush(to: scratch) }
  }

  private mutating func flush(to scratch: SampleScratch) {
    values.sort()
    runs.append(scratch.write(values))
    values.removeAll(keepingCapacity: true)
  }

  /// The nearest-rank order statistic: the ceil(percent / 100 · n)-th smallest; nil when empty.
  ///
  /// - Parameter percent: 1...100.
  /// - Complexity: O(n) in the values in memory; for each run about fifty reads.
  package mutating func quantile(percent: Int) -> Int64? {
    guard count > 0 else { return nil }
    let rank = max(1, (percent * count + 99) / 100)
    if runs.isEmpty {
      Selection.place(rank - 1, of: &values)
      return values[rank - 1]
    }
    values.sort()
    return value(ofRank: rank)
  }

  /// Halves the range of values until one is left: the smallest that at least `rank` values do not exceed.
  private func value(ofRank rank: Int) -> Int64 {
    var brackets = (runs.map { $0 as any SortedValues } + [values as any SortedValues])
      .map { Bracket(of: $0) }
    var low = brackets.compactMap(\.smallest).min() ?? 0
    var high = brackets.compactMap(\.largest).max() ?? 0
    while low < high {
      // low <= middle < high, also where the two have opposite signs.
      let middle = low + Int64(clamping: (Int128(high) - Int128(low)) / 2)
      let reached = brackets.indices.reduce(0) { $0 + brackets[$1].probe(middle) }
      let isEnough = reached >= rank
      for index in brackets.indices { brackets[index].narrow(below: isEnough) }
      if isEnough { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// Values in ascending order.
private protocol SortedValues {
  var count: Int { get }
  func value(at index: Int) -> Int64
}

extension SampleRun: SortedValues {}

extension [Int64]: SortedValues {
  fileprivate func value(at index: Int) -> Int64 { self[index] }
}

/// Where, among the values of one run, the border between those up to the wanted value and those above it still may lie.
private struct Bracket {
  private let values: any SortedValues
  private var low: Int
  private var high: Int
  private var probed = 0

  init(of values: any SortedValues) {
    self.values = values
    low = 0
    high = values.count
  }

  var smallest: Int64? { values.count == 0 ? nil : values.value(at: 0) }
  var largest: Int64? { values.count == 0 ? nil : values.value(at: values.count - 1) }

  /// How many values do not exceed `limit`.
  mutating func probe(_ limit: Int64) -> Int {
    var (first, last) = (low, high)
    while first < last {
      let middle = (first + last) / 2
      if values.value(at: middle) <= limit { first = middle + 1 } else { last = middle }
    }
    probed = first
    return first
  }

  /// Keeps the part on one side of the last probe.
  mutating func narrow(below isBelow: Bool) {
    if isBelow { high = probed } else { low = probed }
  }
}
