/// One person's whole history, as every analysis reads it; reused from person to person.
///
/// ```
/// moments:        session 0        | session 1    | session 2 …     sessions by start, each in total order
/// sessions:       [0..<5]            [5..<9]        [9..<14]
/// journeys:       sessions 0..<2                    sessions 2..<3
/// ```
/// Sessions of a user may interleave in time. Only then are there copies of the moments in total order within each
/// journey and over all; `moments(of:)` and `allMoments` hide the difference.
package struct Person: Sendable {
  package var moments: [Moment] = []
  package var sessions: [Session] = []
  package var journeys: [Journey] = []
  /// Some session begins before the one in front of it has ended.
  var isInterleaved = false
  var journeyMoments: [Moment] = []
  var userMoments: [Moment] = []
  /// 0...63: the group of the jackknife (docs/definitions.md, "Rates").
  package var group = 0

  package init() {}

  /// A session's moments, in total order.
  package func moments(of session: Session) -> ArraySlice<Moment> { moments[session.moments] }

  /// A journey's moments, in total order.
  package func moments(of journey: Journey) -> ArraySlice<Moment> {
    let range = range(of: journey)
    return isInterleaved ? journeyMoments[range] : moments[range]
  }

  /// All moments, in total order.
  package var allMoments: ArraySlice<Moment> { isInterleaved ? userMoments[...] : moments[...] }

  func range(of journey: Journey) -> Range<Int> {
    guard let first = journey.sessions.first, let last = journey.sessions.last else { return 0..<0 }
    return sessions[first].moments.lowerBound..<sessions[last].moments.upperBound
  }

  /// FNV-1a over the user id or the customer by which a person is known, folded to 64 groups.
  package static func group(ofPerson id: Span<UInt8>) -> Int {
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
