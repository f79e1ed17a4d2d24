import Clickstream
package import Measures

/// What the carts of some persons came to; tallies of disjoint persons add up.
package struct AbandonmentTally: Sendable {
  package var carts = 0
  package var purchased = 0
  package var purchasedWithoutCart = 0
  package var open = 0
  package var emptied = 0
  package var abandoned = 0
  package var recovered = 0
  package var recoveryOpen = 0
  package var lost = 0
  package var value = AmountByCurrency()
  package var lostValue = AmountByCurrency()
  package var cartRate = GroupedRate()
  package var checkoutRate = GroupedRate()
  /// By `ReasonID.index`.
  package var reasons: [ReasonTally]
  package var noSignal: ReasonTally

  let list: ReasonList

  /// - Parameters:
  ///   - reasons: all that a cart may be left for.
  ///   - scratch: takes measured values that are too many for memory.
  package init(reasons list: ReasonList, scratch: SampleScratch? = nil) {
    self.list = list
    reasons = list.entries.map { _ in ReasonTally(scratch: scratch) }
    noSignal = ReasonTally(scratch: scratch)
  }

  package mutating func merge(_ other: AbandonmentTally) {
    carts += other.carts
    purchased += other.purchased
    purchasedWithoutCart += other.purchasedWithoutCart
    open += other.open
    emptied += other.emptied
    abandoned += other.abandoned
    recovered += other.recovered
    recoveryOpen += other.recoveryOpen
    lost += other.lost
    value.merge(other.value)
    lostValue.merge(other.lostValue)
    cartRate.merge(other.cartRate)
    checkoutRate.merge(other.checkoutRate)
    for index in reasons.indices { reasons[index].merge(other.reasons[index]) }
    noSignal.merge(other.noSignal)
  }
}

/// Abandoned carts with one primary reason, and what else is known of its signal.
package struct ReasonTally: Sendable {
  /// Carts, abandoned or purchased, that met the signal.
  package var met = 0
  package var carts = 0
  package var any = 0
  package var stale = 0
  package var resolved = 0
  package var recovered = 0
  package var lost = 0
  package var value = AmountByCurrency()
  package var lostValue = AmountByCurrency()
  /// Milliseconds from the primary signal to the cart's last event.
  package var toLeaving: Sample
  /// By id of the code's text.
  package var codes = Counter()
  package var devices = Counter()
  package var channels = Counter()
  /// By the stage's raw value.
  package var stages = [Int](repeating: 0, count: Stage.allCases.count)

  init(scratch: SampleScratch?) {
    toLeaving = Sample(scratch: scratch)
  }

  package mutating func merge(_ other: ReasonTally) {
    met += other.met
    carts += other.carts
    any += other.any
    stale += other.stale
    resolved += other.resolved
    recovered += other.recovered
    lost += other.lost
    value.merge(other.value)
    lostValue.merge(other.lostValue)
    toLeaving.merge(other.toLeaving)
    codes.merge(other.codes)
    devices.merge(other.devices)
    channels.merge(other.channels)
    for stage in stages.indices { stages[stage] += other.stages[stage] }
  }
}
