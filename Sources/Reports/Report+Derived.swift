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

extension ReasonLine {
  /// Carts by the group of their code, in the order of the groups; carts whose code is no decline are left out.
  package var codeGroups: [Tally] {
    ["soft", "hard", "fraud", "unknown"].compactMap { group in
      let carts = codes.filter { $0.group == group }.reduce(0) { $0 + $1.count }
      return carts > 0 ? Tally(name: Array(group.utf8), count: carts) : nil
    }
  }
}

extension EvidenceLine {
  package var finding: Finding {
    guard excess != nil else { return .cannotBeJudged }
    guard let low, let high else { return .unproven }
    return low > 0 ? .proven : high < 0 ? .notMore : .unproven
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
