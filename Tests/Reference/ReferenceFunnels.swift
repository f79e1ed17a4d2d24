/// What a funnel counts of one unit.
struct CountedUnit {
  /// One attempt, or with `count: total` several; none if the unit is not in the funnel.
  var attempts: [Attempt]
  /// The unit had attempts, and all were killed.
  var isExcluded: Bool
}

/// Everything a unit does in a funnel.
func countedUnit(_ acts: [Act], _ funnel: ReferenceFunnel) -> CountedUnit {
  let all = attempts(acts, funnel)
  let counted =
    funnel.count == .total
    ? runs(all, acts, funnel) : [best(all, funnel)].compactMap { $0 }
  return CountedUnit(attempts: counted, isExcluded: counted.isEmpty && !all.isEmpty)
}

/// An attempt for each entry, in order.
func attempts(_ acts: [Act], _ funnel: ReferenceFunnel) -> [Attempt] {
  let unit = UnitFits(acts: acts, funnel: funnel)
  return acts.flatMap { act in
    entrySteps(act, unit).map { step in
      attempt(AttemptRules(unit: unit, entry: act, entryStep: step))
    }
  }
}

/// The steps that an event may enter through; with order `any` the first it fits stands for all.
func entrySteps(_ act: Act, _ unit: UnitFits) -> [Int] {
  let fitting = unit.steps[act.position] ?? []
  if unit.funnel.order == .any { return Array(fitting.prefix(1)) }
  return fitting.filter { step in
    unit.funnel.entry == .open ? !unit.funnel.steps[step].isOptional : step == 0
  }
}

func attempt(_ rules: AttemptRules) -> Attempt {
  var attempt: Attempt
  switch rules.funnel.order {
  case .ordered:
    var filler = AttemptFiller(OrderedSearch(rules: rules))
    attempt = filler.attempt()
  case .strict:
    var filler = AttemptFiller(StrictSearch(rules: rules))
    attempt = filler.attempt()
  case .any: attempt = AnySearch(rules: rules).attempt()
  }
  attempt.killed = killTime(attempt, rules.acts, rules.funnel)
  return attempt
}

/// The attempt that counts: of those not killed the greatest level, then the first step entered
/// through, then the latest entry (order `any`: the earliest).
func best(_ attempts: [Attempt], _ funnel: ReferenceFunnel) -> Attempt? {
  attempts.filter { $0.killed == nil }.min { left, right in
    if left.level != right.level { return left.level > right.level }
    if funnel.order == .any { return left.entry.position < right.entry.position }
    if left.entryStep != right.entryStep { return left.entryStep < right.entryStep }
    return left.entry.position > right.entry.position
  }
}

/// The attempts that count with `count: total`: each lasts while any entry in it is live, and the
/// next begins after it.
func runs(_ attempts: [Attempt], _ acts: [Act], _ funnel: ReferenceFunnel) -> [Attempt] {
  var rest = attempts[...]
  var counted: [Attempt] = []
  while let first = rest.first {
    var run = [first]
    while let next = rest.dropFirst(run.count).first, next.entry.time <= end(of: run) {
      run.append(next)
    }
    counted += [best(cut(run, acts, funnel), funnel)].compactMap { $0 }
    rest = rest.dropFirst(run.count)
  }
  return counted
}

/// The first conversion; without one, the end of the entry that lives longest.
func end(of run: [Attempt]) -> Int64 {
  run.compactMap { $0.converted }.min() ?? run.map { $0.end }.reduce(Int64.min, max)
}

/// A run's attempts without what lies behind the conversion that ended it.
func cut(_ run: [Attempt], _ acts: [Act], _ funnel: ReferenceFunnel) -> [Attempt] {
  guard let goal = run.compactMap({ $0.converted }).min() else { return run }
  let unit = UnitFits(acts: acts.filter { $0.time <= goal }, funnel: funnel)
  return run.map { old in
    attempt(AttemptRules(unit: unit, entry: old.entry, entryStep: old.entryStep))
  }
}

/// The name of what a unit that stopped did next, within the window; `(left)` if nothing.
func nextEvent(_ acts: [Act], _ attempt: Attempt, _ funnel: ReferenceFunnel) -> Text {
  let last = attempt.used.map { $0.position }.max() ?? 0
  let next = acts.first { act in
    let isInWindow = funnel.windowMilliseconds.map { act.time - attempt.entry.time <= $0 } ?? true
    return act.position > last && !act.isAutomatic && isInWindow
  }
  return next?.name ?? "(left)"
}
