import Measures

/// A table of counts for each of the 64 groups of persons; takes no memory before something is counted.
struct GroupedCounts: Sendable {
  private let width: Int
  /// Group by group; empty or full.
  private var counts: [Int] = []

  init(width: Int) {
    self.width = width
  }

  mutating func count(_ place: Int, group: Int) {
    if counts.isEmpty { counts = [Int](repeating: 0, count: width * Jackknife.groupCount) }
    counts[group * width + place] += 1
  }

  mutating func merge(_ other: GroupedCounts) {
    if counts.isEmpty {
      counts = other.counts
    } else {
      for index in other.counts.indices { counts[index] += other.counts[index] }
    }
  }

  subscript(place: Int, group group: Int) -> Int {
    counts.isEmpty ? 0 : counts[group * width + place]
  }

  /// The counts of all groups together.
  var total: [Int] {
    var total = [Int](repeating: 0, count: width)
    for group in 0..<Jackknife.groupCount { add(group, times: 1, to: &total) }
    return total
  }

  /// Adds the counts of one group to a table as wide, or takes them away.
  func add(_ group: Int, times sign: Int, to table: inout [Int]) {
    guard !counts.isEmpty else { return }
    for place in 0..<width { table[place] += sign * counts[group * width + place] }
  }
}
