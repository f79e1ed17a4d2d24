import Abandonment
import Clickstream
import Measures

/// The units behind one count, as a worker collects them: 100 bytes each, and the bytes of their ids.
struct UnitList: Sendable {
  struct Unit: Sendable {
    /// Ends of the user's and the session's ids in `ids`; the user's begins where the unit before ends.
    var userEnd: Int
    var sessionEnd: Int
    var startMilliseconds: Int64
    var lastMilliseconds: Int64
    /// Line of the funnel; nil for none.
    var level: Int?
    /// What its cart was worth, and why it was left; nil without a cart.
    var cart: CartFacts?
  }

  private(set) var units: [Unit] = []
  private(set) var ids: [UInt8] = []

  /// The user's id of a unit.
  func user(_ index: Int) -> ArraySlice<UInt8> {
    ids[(index == 0 ? 0 : units[index - 1].sessionEnd)..<units[index].userEnd]
  }

  /// The session's id of a unit; empty where there is none.
  func session(_ index: Int) -> ArraySlice<UInt8> {
    ids[units[index].userEnd..<units[index].sessionEnd]
  }

  mutating func append(
    user: [UInt8], session: [UInt8], times: ClosedRange<Int64>, level: Int?, cart: CartFacts?
  ) {
    ids += user
    let userEnd = ids.count
    ids += session
    units.append(
      Unit(
        userEnd: userEnd, sessionEnd: ids.count, startMilliseconds: times.lowerBound,
        lastMilliseconds: times.upperBound, level: level, cart: cart))
  }

  mutating func merge(_ other: UnitList) {
    let offset = ids.count
    ids += other.ids
    units += other.units.map { unit in
      var moved = unit
      moved.userEnd += offset
      moved.sessionEnd += offset
      return moved
    }
  }
}
