extension JourneysSection {
  /// Why a rate by journey is missing.
  package static let tooLittleFollowUp = "too little follow-up"

  /// At least half of the journeys are ripe; below that no rate by journey is given.
  package var hasEnoughFollowUp: Bool {
    ripe * 2 >= count
  }
}

extension AbandonmentSection {
  /// Carts that came to an end of which the abandonment rate speaks.
  package var finished: Int {
    abandoned + purchased
  }

  /// Abandoned carts with a reason; with `noSignal.carts` they are all abandoned ones.
  package var cartsWithReason: Int {
    reasons.reduce(0) { $0 + $1.carts }
  }
}

extension FunnelSection {
  /// Units at the step before, optional ones aside; the first step has none.
  package func countBefore(step index: Int) -> Int? {
    steps[..<index].last { !$0.isOptional }?.count
  }

  /// Of the units at the first step, those also seen at this one.
  package func countFromFirst(step index: Int) -> Int {
    steps[index].countFromFirst ?? steps[index].count
  }

  /// Of the units at the step before, optional ones aside, those also seen at this one.
  package func countFromPrevious(step index: Int) -> Int {
    steps[index].countFromPrevious ?? steps[index].count
  }
}
