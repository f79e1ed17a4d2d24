import Clickstream
import Measures

extension AbandonmentTally {
  /// Counts one cart with the signals that are to be looked at, in order.
  mutating func count(
    _ cart: Cart, _ signals: [CartSignal], _ unit: CartUnitView, _ recovery: Recovery, group: Int
  ) {
    carts += 1
    switch cart.state {
    case .open: open += 1
    case .emptied: emptied += 1
    case .purchased:
      purchased += 1
      if cart.isPurchaseOnly { purchasedWithoutCart += 1 }
      countRates(cart, unit, group: group)
      for reason in SignalSet(signals) { reasons[reason].met += 1 }
    case .abandoned:
      abandoned += 1
      countRates(cart, unit, group: group)
      countAbandoned(cart, signals, unit, recovery)
    }
  }

  /// Rates by journey count ripe ones only.
  private mutating func countRates(_ cart: Cart, _ unit: CartUnitView, group: Int) {
    guard unit.isRipe else { return }
    let isAbandoned = cart.state == .abandoned
    cartRate.count(isAbandoned, group: group)
    if cart.reachedCheckout { checkoutRate.count(isAbandoned, group: group) }
  }

  private mutating func countAbandoned(
    _ cart: Cart, _ signals: [CartSignal], _ unit: CartUnitView, _ recovery: Recovery
  ) {
    value.merge(cart.value)
    if recovery.isRecovered { recovered += 1 }
    if recovery.isOpen { recoveryOpen += 1 }
    if recovery.isLost {
      lost += 1
      lostValue.merge(cart.value)
    }
    let unresolved = SignalSet(signals) { !$0.isResolved }
    for reason in SignalSet(signals) {
      reasons[reason].countMet(isResolved: !unresolved.contains(reason))
    }
    guard
      let primary = PrimaryReason(signals, list, lastMilliseconds: cart.lastMilliseconds)
    else {
      noSignal.count(cart, unit, recovery)
      return
    }
    let reason = primary.found.reason.index
    reasons[reason].count(cart, unit, recovery)
    reasons[reason].countPrimary(primary, lastMilliseconds: cart.lastMilliseconds)
  }
}

/// Which reasons occur, by index: a bit each.
private struct SignalSet: Sequence, IteratorProtocol {
  private var bits: UInt64 = 0

  init(_ found: [CartSignal], where isWanted: (CartSignal) -> Bool = { _ in true }) {
    for signal in found where isWanted(signal) { bits |= 1 << UInt64(signal.reason.index) }
  }

  func contains(_ reason: Int) -> Bool { bits & 1 << UInt64(reason) != 0 }

  mutating func next() -> Int? {
    guard bits != 0 else { return nil }
    defer { bits &= bits - 1 }
    return bits.trailingZeroBitCount
  }
}

/// The one signal that an abandoned cart is put down to: among the unresolved ones fresh before stale, then the
/// lowest class, then the last.
struct PrimaryReason {
  var found: CartSignal
  var isStale: Bool
  private var signalClass: Int

  /// Nil when every signal was resolved, or there was none.
  init?(_ signals: [CartSignal], _ reasons: ReasonList, lastMilliseconds: Int64) {
    var best: PrimaryReason?
    for signal in signals where !signal.isResolved {
      let follows = lastMilliseconds - signal.timeMilliseconds
      let candidate = PrimaryReason(
        found: signal, isStale: follows > AbandonmentPlan.staleMilliseconds,
        signalClass: reasons[signal.reason].signalClass)
      if best.map({ candidate.isNotBehind($0) }) ?? true { best = candidate }
    }
    guard let best else { return nil }
    self = best
  }

  private init(found: CartSignal, isStale: Bool, signalClass: Int) {
    self.found = found
    self.isStale = isStale
    self.signalClass = signalClass
  }

  /// Whether it wins over one that came before it.
  private func isNotBehind(_ other: PrimaryReason) -> Bool {
    if isStale != other.isStale { return other.isStale }
    return signalClass <= other.signalClass
  }
}

extension ReasonTally {
  fileprivate mutating func countMet(isResolved: Bool) {
    met += 1
    if isResolved { resolved += 1 } else { any += 1 }
  }

  fileprivate mutating func count(_ cart: Cart, _ unit: CartUnitView, _ recovery: Recovery) {
    carts += 1
    value.merge(cart.value)
    stages[Int(cart.highestStage.rawValue)] += 1
    devices.count(unit.device)
    channels.count(unit.channel)
    if recovery.isRecovered { recovered += 1 }
    if recovery.isLost {
      lost += 1
      lostValue.merge(cart.value)
    }
  }

  fileprivate mutating func countPrimary(_ primary: PrimaryReason, lastMilliseconds: Int64) {
    if primary.isStale { stale += 1 }
    toLeaving.add(lastMilliseconds - primary.found.timeMilliseconds)
    if primary.found.code != 0 { codes.count(primary.found.code) }
  }
}
