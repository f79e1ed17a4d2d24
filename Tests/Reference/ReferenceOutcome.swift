/// An attempt that a funnel counts, as its facts.
public struct ReferenceOutcome: Sendable, Equatable {
  /// How many steps that are not optional it filled.
  public var level: Int
  /// When each step was filled, in milliseconds since 1970-01-01 UTC; nil: not, or skipped.
  ///
  /// With order `any`: when one, two, … steps were met.
  public var times: [Int64?]
  /// From the step filled before; nil at the entry.
  public var millisecondsFromPrevious: [Int64?]
  /// What came after the last event it used; `(left)` for nothing.
  public var nextEvent: String
}

/// What a funnel makes of one unit.
public struct ReferenceUnitOutcome: Sendable, Equatable {
  /// The attempt that counts, or with `count: total` the attempts in order; none without an entry.
  public var counted: [ReferenceOutcome]
  /// All its attempts were killed.
  public var isExcluded: Bool
  /// The level of the attempt that counts; 0 without one.
  public var level: Int { counted.first?.level ?? 0 }
}

/// What a funnel makes of all events of one person, taken as one unit.
///
/// - Parameters:
///   - events: one person's understood rows, in any order.
///   - funnel: a funnel without problems; its unit is not looked at.
public func referenceOutcome(
  _ events: [ReferenceEvent], _ funnel: ReferenceFunnel
) -> ReferenceUnitOutcome {
  guard let unit = shoppers(events, ReferenceSettings()).first?.whole else {
    return ReferenceUnitOutcome(counted: [], isExcluded: false)
  }
  let counted = countedUnit(unit.acts, funnel)
  let outcomes = counted.attempts.map { attempt in
    let entrant = Entrant(unit: unit, attempt: attempt, funnel: funnel)
    return ReferenceOutcome(
      level: attempt.level, times: entrant.lines.map { $0?.time },
      millisecondsFromPrevious: entrant.lines.indices.map { entrant.millisecondsFromPrevious($0) },
      nextEvent: nextEvent(unit.acts, attempt, funnel).string)
  }
  return ReferenceUnitOutcome(counted: outcomes, isExcluded: counted.isExcluded)
}
