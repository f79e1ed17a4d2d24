import Clickstream

/// Finds the best attempt at a usual funnel, without going any way round.
///
/// Usual is: in order, through the first step, once a unit, without exclusions, optional steps or limits between steps.
struct PlainSearch: Sendable {
  private var list = CandidateList()
  private var matcher: OrderedMatcher
  private var requiredFill: AttemptFill
  private let windowMilliseconds: Int64?

  /// Whether a funnel is as this search takes it.
  static func takes(_ plan: FunnelPlan) -> Bool {
    plan.order == .ordered && plan.entry == .closed && plan.count == .unique
      && plan.exclusions.isEmpty && plan.hold.isEmpty
      && plan.steps.allSatisfy { !$0.isOptional && $0.withinMilliseconds == nil }
  }

  init(plan: FunnelPlan) {
    matcher = OrderedMatcher(plan: plan)
    requiredFill = AttemptFill(plan: plan)
    windowMilliseconds = plan.windowMilliseconds
  }

  /// Finds the unit's best attempt and the places of the events that fill its steps; nil without an entry.
  mutating func best(
    _ moments: ArraySlice<Moment>, at places: [Int], _ masks: [StepMask], filled: inout [Int]
  ) -> Attempt? {
    list.load(moments, at: places, masks)
    guard let (entry, level) = bestEntry() else { return nil }
    let candidate = list.all[entry]
    let attempt = Attempt(
      entry: entry, list: 0, place: candidate.place,
      entryMilliseconds: candidate.timeMilliseconds, firstStep: 0, level: level,
      stepsAtEntry: level,
      // Times lie in 2000...2099 and windows below a hundred years: no sum overflows.
      overMilliseconds: windowMilliseconds.map { candidate.timeMilliseconds + $0 } ?? .max)
    for step in filled.indices { filled[step] = -1 }
    filled[0] = candidate.place
    if level > 1 {
      requiredFill.fill(attempt, of: list)
      for step in 1..<level { filled[step] = list.all[requiredFill.filled[step]].place }
    }
    return attempt
  }

  private mutating func bestEntry() -> (entry: Int, level: Int)? {
    // Where there are entries and nothing else the latest is all there is.
    if list.fitsFirstStepOnly { return list.all.indices.last.map { ($0, 1) } }
    return matcher.best(of: list)
  }
}
