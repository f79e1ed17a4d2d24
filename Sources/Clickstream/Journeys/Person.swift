/// One person's whole history, as every analysis reads it; reused from person to person.
///
/// ```
/// moments:        session 0        | session 1    | session 2 …     sessions by start, each in total order
/// sessions:       [0..<5]            [5..<9]        [9..<14]
/// journeys:       sessions 0..<2                    sessions 2..<3
/// journeyMoments: the same ranges, but in total order within each journey (sessions of a user may interleave)
/// userMoments:    in total order over all
/// ```
package struct Person: Sendable {
  package var moments: [Moment] = []
  package var sessions: [Session] = []
  package var journeys: [Journey] = []
  package var journeyMoments: [Moment] = []
  package var userMoments: [Moment] = []
  /// 0...63: the group of the jackknife (docs/definitions.md, "Rates").
  package var group = 0

  package init() {}

  /// A journey's moments in `journeyMoments`.
  package func moments(of journey: Journey) -> Range<Int> {
    guard let first = journey.sessions.first, let last = journey.sessions.last else { return 0..<0 }
    return sessions[first].moments.lowerBound..<sessions[last].moments.upperBound
  }

  /// FNV-1a over the user's id, folded to 64 groups.
  package static func group(ofUser id: Span<UInt8>) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in id.indices {
      // A customer who stands in for a user is marked by 0xff, which is no part of the id.
      if index == 0 && id[index] == 0xff { continue }
      // FNV is defined modulo 2^64.
      hash = (hash ^ UInt64(id[index])) &* 0x100_0000_01b3
    }
    return Int((hash ^ hash >> 32) % 64)
  }
}

/// Receives one person after the other.
package protocol PersonSink {
  /// Folds a person's history; `partition` holds the rows that its moments point to.
  mutating func receive(_ person: borrowing Person, in partition: borrowing UserPartition)
}
