import Abandonment
import Clickstream
import Funnels

/// Collects the units behind one count from the folders that have just counted a person.
struct UnitCollector: Sendable {
  private let target: ListTarget
  private let unit: FunnelUnit
  private let carts: CartFinder
  private(set) var list = UnitList()

  init(_ fold: FoldPhase, _ target: ListTarget, archive: EventArchive) {
    self.target = target
    carts = CartFinder(plan: fold.abandonment, archive: archive)
    unit = if case .funnel(let index, _) = target { fold.funnels[index].unit } else { .session }
  }

  mutating func merge(_ other: UnitCollector) { list.merge(other.list) }

  mutating func collect(
    _ person: borrowing Person, _ tally: RunTally, _ partition: borrowing UserPartition
  ) {
    guard case .funnel(let index, _) = target else {
      for cart in tally.abandonment.lostCarts { append(cart, partition) }
      return
    }
    for attempt in tally.funnels.all[index].listed {
      let (moments, isOpen) = moments(of: attempt, person)
      guard let first = moments.first, let last = moments.last else { continue }
      let start = attempt.entryMilliseconds ?? first.timeMilliseconds
      let (user, session) = ids(ofRow: first.row, partition)
      list.append(
        user: user, session: unit == .session ? session : [],
        times: start...max(start, last.timeMilliseconds), level: attempt.level,
        cart: carts.lastCart(in: moments, isOpen: isOpen, partition))
    }
  }

  private mutating func append(_ cart: LostCart, _ partition: borrowing UserPartition) {
    let (user, session) = ids(ofRow: cart.firstRow, partition)
    list.append(
      user: user, session: session, times: cart.startMilliseconds...cart.lastMilliseconds,
      level: nil, cart: cart.facts)
  }

  private func moments(
    of attempt: ListedAttempt, _ person: borrowing Person
  ) -> (ArraySlice<Moment>, isOpen: Bool) {
    switch unit {
    case .session:
      let session = person.sessions[attempt.unit]
      return (person.moments(of: session), session.isOpen)
    case .journey:
      let journey = person.journeys[attempt.unit]
      return (person.moments(of: journey), journey.outcome == .open)
    case .user: return (person.allMoments, person.journeys.last?.outcome == .open)
    }
  }

  private func ids(
    ofRow row: UInt32, _ partition: borrowing UserPartition
  ) -> (user: [UInt8], session: [UInt8]) {
    let event = partition.events[Int(row)]
    var user = partition.users[partition.origin(.user, of: event)]
    // A customer who stands in for a user is marked by 0xff, which is no part of the id.
    if user.first == 0xff { user.removeFirst() }
    return (user, partition.sessions[partition.origin(.session, of: event)])
  }
}
