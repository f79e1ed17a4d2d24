/// Units by segment and level, for one breakdown.
package struct SegmentCounts: Sendable {
  private let stepCount: Int
  private var rowOfValue: [UInt32: Int] = [:]
  /// One row of `stepCount` numbers a segment: units by level - 1.
  private var units: [Int] = []

  init(stepCount: Int) { self.stepCount = stepCount }

  /// Distinct values.
  package var count: Int { rowOfValue.count }

  mutating func count(_ value: UInt32, level: Int) {
    units[row(of: value) * stepCount + level - 1] += 1
  }

  mutating func merge(_ other: SegmentCounts) {
    for (value, otherRow) in other.rowOfValue {
      let own = row(of: value)
      for step in 0..<stepCount {
        units[own * stepCount + step] += other.units[otherRow * stepCount + step]
      }
    }
  }

  /// Each value's id with its units by level - 1, in no particular order.
  package var all: [(value: UInt32, stopped: [Int])] {
    rowOfValue.map { value, row in
      (value, Array(units[(row * stepCount)..<((row + 1) * stepCount)]))
    }
  }

  private mutating func row(of value: UInt32) -> Int {
    if let row = rowOfValue[value] { return row }
    let row = rowOfValue.count
    rowOfValue[value] = row
    for _ in 0..<stepCount { units.append(0) }
    return row
  }
}
