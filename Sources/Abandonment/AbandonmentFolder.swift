package import Clickstream
import Measures

/// Folds persons into carts, their reasons, and orders.
package struct AbandonmentFolder: Sendable {
  private let plan: AbandonmentPlan
  private let archive: EventArchive
  private let endOfData: Int64
  /// Units that start in it count; in milliseconds.
  private let period: Range<Int64>
  /// With signals as they stand in the rows.
  package private(set) var tally = AbandonmentTally()
  /// The same carts with derived fees counted as signals; only where the plan derives fees.
  package private(set) var tallyWithFees = AbandonmentTally()
  package private(set) var fees = FeeTally()
  package private(set) var orders = OrderTally()
  package private(set) var days: [Int: DayTally] = [:]

  package init(
    plan: AbandonmentPlan, archive: EventArchive, endOfData: Int64, period: Range<Int64>
  ) {
    self.plan = plan
    self.archive = archive
    self.endOfData = endOfData
    self.period = period
  }

  package mutating func merge(_ other: AbandonmentFolder) {
    tally.merge(other.tally)
    tallyWithFees.merge(other.tallyWithFees)
    fees.merge(other.fees)
    orders.merge(other.orders)
    days.merge(other.days) { $0.merged(with: $1) }
  }

  /// Folds every cart and order of a person.
  package mutating func receive(_ person: borrowing Person, in partition: borrowing UserPartition) {
    let hasCarts = person.sessions.contains { $0.highestStage?.isCartStage ?? false }
    guard hasCarts else { return }
    let builder = CartBuilder(plan: plan, archive: archive)
    let units = units(of: person, partition)
    let carts = units.map { builder.carts(of: $0, partition) }
    let recoveries = recoveries(carts, person)
    for (index, unit) in units.enumerated() where period.contains(unit.startMilliseconds) {
      for (place, cart) in carts[index].enumerated() {
        count(cart, unit, recoveries[index][place], group: person.group)
      }
    }
    countOrders(units, carts, person, partition)
  }

  private func units(
    of person: borrowing Person, _ partition: borrowing UserPartition
  ) -> [CartUnitView] {
    switch plan.unit {
    case .session:
      person.sessions.map { session in
        CartUnitView(
          moments: person.moments[session.moments], startMilliseconds: session.startMilliseconds,
          isOpen: session.isOpen, isRipe: true, channel: session.channel, device: session.device)
      }
    case .journey:
      person.journeys.map { journey in
        let moments = person.journeyMoments[person.moments(of: journey)]
        return CartUnitView(
          moments: moments, startMilliseconds: journey.startMilliseconds,
          isOpen: journey.outcome == .open, isRipe: journey.isRipe,
          channel: firstKnown(.channel, moments, partition),
          device: firstKnown(.device, moments, partition))
      }
    }
  }

  private func firstKnown(
    _ slot: VisitSlot, _ moments: ArraySlice<Moment>, _ partition: borrowing UserPartition
  ) -> UInt32 {
    for moment in moments {
      let value = partition.visit(slot, of: partition.events[Int(moment.row)])
      if value != 0 { return value }
    }
    return 0
  }

  // MARK: Recovery

  /// What followed each cart, by unit and cart. Journeys are not recovered: a purchase would be part of them.
  private func recoveries(_ carts: [[Cart]], _ person: borrowing Person) -> [[Recovery]] {
    var recoveries = carts.map { $0.map { _ in Recovery() } }
    guard plan.unit == .session, carts.contains(where: { $0.contains { $0.state == .abandoned } })
    else { return recoveries }
    let history = PurchaseHistory(person, archive)
    var latestRow: [Int: UInt32] = [:]
    for cart in carts.joined() where cart.state == .abandoned {
      let next = history.nextPurchase(from: cart.lastMilliseconds)
      latestRow[next] = max(latestRow[next] ?? 0, cart.lastRow)
    }
    for unit in carts.indices {
      for (place, cart) in carts[unit].enumerated() where cart.state == .abandoned {
        let next = history.nextPurchase(from: cart.lastMilliseconds)
        recoveries[unit][place] = recovery(
          of: cart, history, isLatest: latestRow[next] == cart.lastRow)
      }
    }
    return recoveries
  }

  private func recovery(of cart: Cart, _ history: PurchaseHistory, isLatest: Bool) -> Recovery {
    let limit = cart.lastMilliseconds + plan.recoveryWindowMilliseconds
    let purchase = history.earliestPurchase(inSessionAfter: cart.lastMilliseconds)
    var recovery = Recovery()
    recovery.isRecovered = purchase.map { $0 <= limit } ?? false
    recovery.isOpen = !recovery.isRecovered && limit > endOfData
    recovery.isLost = !recovery.isRecovered && !recovery.isOpen && isLatest
    return recovery
  }

  // MARK: Counting

  private mutating func count(
    _ cart: Cart, _ unit: CartUnitView, _ recovery: Recovery, group: Int
  ) {
    tally.count(cart, cart.signals, unit, recovery, group: group)
    let day = archive.plan.timeZone.localDay(ofMilliseconds: unit.startMilliseconds)
    days[day, default: DayTally()].count(cart)
    guard plan.derivesFee else { return }
    fees.count(cart)
    // A stable merge: a derived fee stands behind the signals of its own event.
    let all = (cart.signals + cart.derivedFees).enumerated().sorted { one, other in
      (one.element.place, one.offset) < (other.element.place, other.offset)
    }
    tallyWithFees.count(cart, all.map(\.element), unit, recovery, group: group)
  }

  private mutating func countOrders(
    _ units: [CartUnitView], _ carts: [[Cart]], _ person: borrowing Person,
    _ partition: borrowing UserPartition
  ) {
    guard person.sessions.contains(where: \.hasPurchase) else { return }
    var builder = OrderBuilder(valueMeaning: plan.valueMeaning, archive: archive)
    builder.collect(units, carts, person, partition, period: period)
    for order in builder.orders {
      orders.count(order)
      let day = archive.plan.timeZone.localDay(ofMilliseconds: order.sessionStart)
      days[day, default: DayTally()].orders += 1
    }
  }
}

/// How many carts could show a derived fee, and how many do.
package struct FeeTally: Sendable {
  package private(set) var able = 0
  package private(set) var showing = 0

  package init() {}

  mutating func count(_ cart: Cart) {
    if cart.couldShowFee { able += 1 }
    if !cart.derivedFees.isEmpty { showing += 1 }
  }

  mutating func merge(_ other: FeeTally) {
    able += other.able
    showing += other.showing
  }

  /// So many carts show it that the totals include a charge by design.
  package var isByDesign: Bool { showing * 100 > able * AbandonmentPlan.feeByDesignPercent }
}

/// Carts and orders of one local day, by the start of the unit.
package struct DayTally: Sendable {
  package var carts = 0
  package var purchased = 0
  package var abandoned = 0
  package var orders = 0

  package init() {}

  mutating func count(_ cart: Cart) {
    carts += 1
    if cart.state == .purchased { purchased += 1 }
    if cart.state == .abandoned { abandoned += 1 }
  }

  func merged(with other: DayTally) -> DayTally {
    var sum = self
    sum.carts += other.carts
    sum.purchased += other.purchased
    sum.abandoned += other.abandoned
    sum.orders += other.orders
    return sum
  }
}
