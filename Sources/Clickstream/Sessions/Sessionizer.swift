/// Splits one person's events into sessions, each of one user (docs/definitions.md, "Session").
struct Sessionizer {
  private let source: SessionSource
  private let gapMilliseconds: Int64
  /// Set only when sessions are cut at midnight.
  private let zone: TimeZoneRules?
  /// Session numbers by (session value, local day), of the user at hand.
  private var numberOfKey = SessionNumbers()
  /// The latest event of each user so far, of a person of several users.
  private var latestOfUser: [UInt32: Int] = [:]

  init(rules: SessionRules, zone: TimeZoneRules) {
    source = rules.source
    gapMilliseconds = rules.gapMilliseconds
    self.zone = rules.cutsAtMidnight ? zone : nil
  }

  /// Numbers the sessions of one person.
  ///
  /// - Parameters:
  ///   - times: of each event, ascending, in milliseconds.
  ///   - values: session value of each event; 0 for none.
  ///   - users: whose each event is; empty when all are one user's.
  ///   - numbers: gets one session number an event, from 0, by first event.
  /// - Returns: how many sessions there are.
  /// - Complexity: O(n).
  mutating func assign(
    times: Span<Int64>, values: Span<UInt32>, users: Span<UInt32>, to numbers: inout [Int]
  ) -> Int {
    numbers.removeAll(keepingCapacity: true)
    numberOfKey.removeAll()
    var count = 0
    if !latestOfUser.isEmpty { latestOfUser.removeAll(keepingCapacity: latestOfUser.count < 1024) }
    for index in times.indices {
      let day = zone?.localDay(ofMilliseconds: times[index]) ?? 0
      let value = source == .gap ? 0 : values[index]
      let user = users.isEmpty ? 0 : users[index]
      let previous = users.isEmpty ? index - 1 : latestOfUser.updateValue(index, forKey: user) ?? -1
      if value != 0 {
        let key = SessionNumbers.Key(session: value, user: user, day: day)
        let number = numberOfKey.number(of: key, or: count)
        if number == count { count += 1 }
        numbers.append(number)
      } else if previous >= 0, continues(times[previous], to: times[index], on: day) {
        // Joins the session of the user's latest earlier event.
        numbers.append(numbers[previous])
      } else {
        numbers.append(count)
        count += 1
      }
    }
    return count
  }

  /// Whether an event without a session value goes on from the user's event before it.
  private func continues(_ previous: Int64, to time: Int64, on day: Int) -> Bool {
    time - previous <= gapMilliseconds
      && (zone.map { $0.localDay(ofMilliseconds: previous) == day } ?? true)
  }
}

/// The session numbers of one person's session values; most persons have a few, and the same one many times in a row.
private struct SessionNumbers {
  struct Key: Hashable {
    var session: UInt32
    var user: UInt32
    var day: Int
  }

  /// Up to so many are searched one by one, the latest first.
  private static let searchLimit = 8

  private var latest: [(key: Key, number: Int)] = []
  private var numbers: [Key: Int] = [:]

  mutating func removeAll() {
    latest.removeAll(keepingCapacity: true)
    // Clearing a dictionary costs its capacity: after one huge user it is given back.
    if !numbers.isEmpty { numbers.removeAll(keepingCapacity: numbers.count < 1024) }
  }

  /// The number of a key; a new one gets `next`.
  mutating func number(of key: Key, or next: Int) -> Int {
    for known in latest.reversed() where known.key == key { return known.number }
    if latest.count < SessionNumbers.searchLimit {
      latest.append((key, next))
      return next
    }
    if let known = numbers[key] { return known }
    numbers[key] = next
    return next
  }
}
