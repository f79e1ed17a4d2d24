import Clickstream
import Funnels
import Reports

/// Picks the largest segments of a breakdown; the rest is `(other)`, a missing value `(none)`.
struct SegmentList {
  let field: Field
  let table: StringList
  /// Segments to name.
  let limit: Int

  private struct Named {
    var name: [UInt8]
    var attempts: Int
    var counts: [Int]
  }

  /// Those with the most attempts first, which for a closed funnel are as many as its first step counts; ties by bytes;
  /// `(other)` last.
  ///
  /// They sum to the total.
  func segments(_ segmentCounts: SegmentCounts) -> [FunnelSegment] {
    let all = segmentCounts.all.map { segment in
      Named(
        name: segment.value == 0 ? Array("(none)".utf8) : table[segment.value],
        attempts: segment.attempts, counts: segment.seen)
    }.sorted(by: SegmentList.isBefore)
    let named = all.prefix(limit).map {
      FunnelSegment(by: field.name, value: $0.name, counts: $0.counts)
    }
    let rest = all.dropFirst(limit)
    guard let first = rest.first else { return named }
    let sums = rest.dropFirst().reduce(first.counts) { sum, segment in
      zip(sum, segment.counts).map(+)
    }
    return named + [
      FunnelSegment(by: field.name, value: Array("(other)".utf8), counts: sums)
    ]
  }

  private static func isBefore(_ one: Named, _ other: Named) -> Bool {
    if one.attempts != other.attempts { return one.attempts > other.attempts }
    if one.name != other.name { return one.name.lexicographicallyPrecedes(other.name) }
    // A value that reads "(none)" beside the missing ones: the counts decide, never the hash.
    return other.counts.lexicographicallyPrecedes(one.counts)
  }
}
