import Clickstream
import Funnels
import Reports

/// Picks the largest segments of a breakdown; the rest is `(other)`, a missing value `(none)`.
struct SegmentList {
  let field: Field
  let table: StringTable
  /// Segments to name.
  let limit: Int

  /// Largest by the first step's count first, ties by bytes; `(other)` last.
  ///
  /// They sum to the total.
  ///
  func segments(_ segmentCounts: SegmentCounts) -> [FunnelSegment] {
    var all: [FunnelSegment] = []
    for (id, units) in segmentCounts.all {
      let name = id == 0 ? Array("(none)".utf8) : table[id]
      let counts = FunnelTally.cumulative(units)
      all.append(FunnelSegment(by: field.name, value: name, counts: counts))
    }
    all.sort { one, other in
      if one.counts[0] != other.counts[0] { return one.counts[0] > other.counts[0] }
      if one.value != other.value { return one.value.lexicographicallyPrecedes(other.value) }
      // A value that reads "(none)" beside the missing ones: the counts decide, never the hash.
      return other.counts.lexicographicallyPrecedes(one.counts)
    }
    let rest = all.dropFirst(limit)
    guard let first = rest.first else { return all }
    let sums = rest.dropFirst().reduce(first.counts) { sum, segment in
      zip(sum, segment.counts).map(+)
    }
    let other = FunnelSegment(by: field.name, value: Array("(other)".utf8), counts: sums)
    return all.prefix(limit) + [other]
  }
}
