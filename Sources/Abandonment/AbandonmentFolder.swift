package import Clickstream
package import Measures

/// Folds persons into carts, their reasons, and orders.
package struct AbandonmentFolder: Sendable {
  private let plan: AbandonmentPlan
  private let reasons: ReasonList
  private let archive: EventArchive
  private let endOfDataMilliseconds: Int64
  /// Units that start in it count; in milliseconds.
  private let periodMilliseconds: Range<Int64>
  /// With signals as they stand in the rows.
  package private(set) var tally: AbandonmentTally
  /// The same carts with derived fees counted as signals; only where the plan derives fees.
  package private(set) var tallyWithFees: AbandonmentTally
  package private(set) var fees = FeeTally()
  package private(set) var evidence: EvidenceTables
  package private(set) var orders = OrderTally()
  package private(set) var days: [Int: DayTally] = [:]
  private let cartBuilder: CartBuilder
  /// Whether `lostCarts` is wanted.
  package var listsLost = false
  /// The lost carts of the person received last.
  package private(set) var lostCarts: [LostCart] = []
  private var orderBuilder: OrderBuilder
  // Scratch space, reused from person to person.
  private var exposureWalk: ExposureWalk
  private var units: [CartUnitView] = []
  private var carts: [Cart] = []
  private var recoveries: [Recovery] = []
  private var history = PurchaseHistory()
  /// By next purchase: the row of the latest abandoned cart in front of it.
  private var latestRow: [Int: UInt32] = [:]

  package init(
    plan: AbandonmentPlan, archive: EventArchive, endOfDataMilliseconds: Int64,
    periodMilliseconds: Range<Int64>, scratch: SampleScratch? = nil
  ) {
    let reasons = plan.reasons
    self.reasons = reasons
    tally = AbandonmentTally(reasons: reasons, scratch: scratch)
    tallyWithFees = AbandonmentTally(reasons: reasons, scratch: scratch)
    evidence = EvidenceTables(plan: plan, reasons: reasons)
    exposureWalk = ExposureWalk(
      archive.meanings, feeIndex: plan.derivesFee ? reasons.entries.count : nil)
    self.plan = plan
    self.archive = archive
    self.endOfDataMilliseconds = endOfDataMilliseconds
    self.periodMilliseconds = periodMilliseconds
    cartBuilder = CartBuilder(plan: plan, reasons: reasons, archive: archive)
    orderBuilder = OrderBuilder(plan: plan, archive: archive)
  }

  package mutating func merge(_ other: AbandonmentFolder) {
    tally.merge(other.tally)
    tallyWithFees.merge(other.tallyWithFees)
    fees.merge(other.fees)
    evidence.merge(other.evidence)
    orders.merge(other.orders)
    days.merge(other.days) { $0.merged(with: $1) }
  }

  /// Folds every cart and order of a person.
  package mutating func receive(_ person: borrowing Person, in partition: borrowing UserPartition) {
    if listsLost { lostCarts.removeAll(keepingCapacity: true) }
    let hasCarts = person.sessions.contains { $0.highestStage?.isCartStage ?? false }
    guard hasCarts else { return }
    collectUnits(person, partition)
    carts.removeAll(keepingCapacity: true)
    for (index, unit) in units.enumerated() {
      cartBuilder.appendCarts(of: unit, at: index, partition, to: &carts)
    }
    findRecoveries(person)
    for (index, cart) in carts.enumerated() {
      let unit = units[cart.unit]
      if periodMilliseconds.contains(unit.startMilliseconds) {
        count(cart, unit, recoveries[index], group: person.group)
      }
    }
    countOrders(person, partition)
    // The units hold on to the person's moments, which are about to be written anew.
    units.removeAll(keepingCapacity: true)
  }

  private mutating func collectUnits(
    _ person: borrowing Person, _ partition: borrowing UserPartition
  ) {
    units.removeAll(keepingCapacity: true)
    switch plan.unit {
    case .session:
      for session in person.sessions where session.highestStage?.isCartStage ?? false {
        units.append(
          CartUnitView(
            moments: person.moments(of: session), startMilliseconds: session.startMilliseconds,
            isOpen: session.isOpen, isRipe: true, channel: session.channel,
            device: session.device))
      }
    case .journey:
      for journey in person.journeys {
        let moments = person.moments(of: journey)
        units.append(
          CartUnitView(
            moments: moments, startMilliseconds: journey.startMilliseconds,
            isOpen: journey.outcome == .open, isRipe: journey.isRipe,
            channel: firstKnown(.channel, moments, partition),
            device: firstKnown(.device, moments, partition)))
      }
    }
  }

  private func firstKnown(
    _ slot: OriginSlot, _ moments: ArraySlice<Moment>, _ partition: borrowing UserPartition
  ) -> UInt32 {
    for moment in moments {
      let value = partition.origin(slot, of: partition.events[Int(moment.row)])
      if value != 0 { return value }
    }
    return 0
  }

  // MARK: Recovery

  /// Finds what followed each cart.
  ///
  /// Journeys are not recovered: a purchase would be part of them.
  private mutating func findRecoveries(_ person: borrowing Person) {
    recoveries.removeAll(keepingCapacity: true)
    for _ in carts { recoveries.append(Recovery()) }
    guard plan.unit == .session, carts.contains(where: { $0.state == .abandoned }) else { return }
    history.load(person, archive)
    latestRow.removeAll(keepingCapacity: latestRow.count < OrderBuilder.keptCapacity)
    for cart in carts where cart.state == .abandoned {
      let next = history.nextPurchase(from: cart.lastMilliseconds)
      latestRow[next] = max(latestRow[next] ?? 0, cart.lastRow)
    }
    for index in carts.indices where carts[index].state == .abandoned {
      let next = history.nextPurchase(from: carts[index].lastMilliseconds)
      recoveries[index] = recovery(
        of: carts[index], isLatest: latestRow[next] == carts[index].lastRow)
    }
  }

  private func recovery(of cart: Cart, isLatest: Bool) -> Recovery {
    let limit = cart.lastMilliseconds + plan.recoveryWindowMilliseconds
    let purchase = history.earliestPurchase(inSessionAfter: cart.lastMilliseconds)
    var recovery = Recovery()
    recovery.isRecovered = purchase.map { $0 <= limit } ?? false
    recovery.isOpen = !recovery.isRecovered && limit > endOfDataMilliseconds
    recovery.isLost = !recovery.isRecovered && !recovery.isOpen && isLatest
    return recovery
  }

  // MARK: Counting

  private mutating func count(
    _ cart: Cart, _ unit: CartUnitView, _ recovery: Recovery, group: Int
  ) {
    tally.count(cart, cart.signals, unit, recovery, group: group)
    if cart.tellsOfLeaving {
      exposureWalk.walk(cart, unit.moments)
      evidence.count(exposureWalk, cart, unit, group: group)
    }
    if listsLost && recovery.isLost, let first = unit.moments.first {
      lostCarts.append(
        LostCart(
          firstRow: first.row, startMilliseconds: unit.startMilliseconds,
          lastMilliseconds: cart.lastMilliseconds, facts: CartFacts(cart, reasons)))
    }
    let day = archive.plan.timeZone.localDay(ofMilliseconds: unit.startMilliseconds)
    days[day, default: DayTally()].count(cart)
    guard plan.derivesFee else { return }
    fees.count(cart)
    tallyWithFees.count(cart, cart.signalsWithFees, unit, recovery, group: group)
  }

  private mutating func countOrders(
    _ person: borrowing Person, _ partition: borrowing UserPartition
  ) {
    guard person.sessions.contains(where: \.hasPurchase) else { return }
    orderBuilder.collect(units, carts, person, partition, periodMilliseconds: periodMilliseconds)
    for order in orderBuilder.orders {
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
