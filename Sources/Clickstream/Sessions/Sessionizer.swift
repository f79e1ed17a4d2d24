/// Splits one user's events into sessions (docs/definitions.md, "Session").
struct Sessionizer {
  private let source: SessionSource
  private let gapMilliseconds: Int64
  /// Set only when sessions are cut at midnight.
  private let zone: TimeZoneRules?
  /// Session numbers by (session value, local day), of the user at hand.
  private var numberOfKey: [Key: Int] = [:]

  private struct Key: Hashable {
    var session: UInt32
    var day: Int
  }

  init(rules: SessionRules, zone: TimeZoneRules) {
    source = rules.source
    gapMilliseconds = rules.gapMilliseconds
    self.zone = rules.cutsAtMidnight ? zone : nil
  }

  /// Numbers the sessions of one user.
  ///
  /// - Parameters:
  ///   - times: of each event, ascending, in milliseconds.
  ///   - values: session value of each event; 0 for none.
  ///   - numbers: gets one session number an event, from 0, by first event.
  /// - Returns: how many sessions there are.
  /// - Complexity: O(n).
  mutating func assign(times: Span<Int64>, values: Span<UInt32>, to numbers: inout [Int]) -> Int {
    numbers.removeAll(keepingCapacity: true)
    // Clearing a dictionary costs its capacity: after one huge user it is given back.
    if !numberOfKey.isEmpty { numberOfKey.removeAll(keepingCapacity: numberOfKey.count < 1024) }
    var count = 0
    var previousDay = 0
    for index in times.indices {
      let day = zone?.localDay(ofMilliseconds: times[index]) ?? 0
      let value = source == .gap ? 0 : values[index]
      let continues =
        index > 0 && times[index] - times[index - 1] <= gapMilliseconds && day == previousDay
      previousDay = day
      if value != 0 {
        let key = Key(session: value, day: day)
        let number = numberOfKey[key] ?? count
        if number == count {
          numberOfKey[key] = number
          count += 1
        }
        numbers.append(number)
      } else if continues {
        // Joins the session of the user's latest earlier event.
        numbers.append(numbers[index - 1])
      } else {
        numbers.append(count)
        count += 1
      }
    }
    return count
  }
}
