/// Attempts by segment and step, for one breakdown.
package struct SegmentCounts: Sendable {
  /// Attempts of one segment.
  package struct Segment: Sendable {
    /// The value's id.
    package var value: UInt32
    package var attempts: Int
    /// Attempts that filled each step.
    package var seen: [Int]
  }

  private let stepCount: Int
  private var indexOfValue: [UInt32: Int] = [:]
  /// In no particular order.
  package private(set) var all: [Segment] = []

  init(stepCount: Int) { self.stepCount = stepCount }

  /// Distinct values.
  package var count: Int { all.count }

  mutating func count(_ value: UInt32, steps: UInt64) {
    let index = index(of: value)
    all[index].attempts += 1
    for step in 0..<stepCount where steps & StepShape.bit(step) != 0 { all[index].seen[step] += 1 }
  }

  mutating func merge(_ other: SegmentCounts) {
    for segment in other.all {
      let index = index(of: segment.value)
      all[index].attempts += segment.attempts
      for step in 0..<stepCount { all[index].seen[step] += segment.seen[step] }
    }
  }

  private mutating func index(of value: UInt32) -> Int {
    if let index = indexOfValue[value] { return index }
    indexOfValue[value] = all.count
    all.append(Segment(value: value, attempts: 0, seen: Array(repeating: 0, count: stepCount)))
    return all.count - 1
  }
}
