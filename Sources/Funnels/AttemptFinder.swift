/// Finds the attempts of a unit that a funnel counts.
struct AttemptFinder: Sendable {
  /// How attempts are looked for.
  enum Search {
    /// Required steps alone decide, each filled as early as can be.
    case greedy
    /// Some required step must follow soon.
    case within
    /// Event after event, where the steps alone do not tell which one is awaited.
    case strict
    case anyOrder
  }

  private struct EntryKey: Hashable {
    var step: Int
    var mask: UInt64
    var optional: UInt64 = 0
  }

  let search: Search
  private let countsBestOnly: Bool
  let plan: FunnelPlan
  private let shape: StepShape
  private var matcher: OrderedMatcher
  var walker: AttemptWalker
  private var requiredFill: AttemptFill
  private var withinMatcher: WithinMatcher
  var withinSearch: WithinSearch
  private var strictSearch: StrictSearch
  private var anyOrderSearch: AnyOrderSearch
  private var optionalFill: OptionalFill
  var exclusions: ExclusionTimes
  /// Exclusions that name optional steps need to know when those were filled.
  let killsByOptional: Bool
  private(set) var lists: HeldLists
  var attempts: [Attempt] = []
  /// The list that the searches were made ready for.
  private var loaded: Int?
  /// Attempts of the group at hand, by what makes their entries alike.
  private var known: [EntryKey: Attempt] = [:]
  /// By step, what `fill` settled.
  private var filled: [Int]
  /// What `find` found: the attempts that count, in order; reused from unit to unit.
  var counted: [Attempt] = []

  init(plan: FunnelPlan) {
    let shape = StepShape(plan: plan)
    search =
      switch plan.order {
      case .any: .anyOrder
      case .strict: shape.hasOptional || shape.hasWithin ? .strict : .greedy
      case .ordered: shape.hasRequiredWithin ? .within : .greedy
      }
    countsBestOnly =
      plan.order == .ordered && plan.entry == .closed && plan.count == .unique
      && plan.exclusions.isEmpty
    killsByOptional = plan.exclusions.contains {
      shape.isOptional($0.from) || shape.isOptional($0.to)
    }
    self.plan = plan
    self.shape = shape
    filled = Array(repeating: -1, count: shape.count)
    matcher = OrderedMatcher(plan: plan)
    walker = AttemptWalker(plan: plan)
    requiredFill = AttemptFill(plan: plan)
    withinMatcher = WithinMatcher(plan: plan)
    withinSearch = WithinSearch(plan: plan)
    strictSearch = StrictSearch(plan: plan)
    anyOrderSearch = AnyOrderSearch(plan: plan)
    optionalFill = OptionalFill(plan: plan)
    exclusions = ExclusionTimes(plan: plan)
    lists = HeldLists(plan: plan)
  }

  /// What an event that fits some steps is to the searches.
  func candidateMasks(_ steps: UInt64) -> (mask: UInt64, optional: UInt64) {
    if search == .anyOrder { return (steps, 0) }
    let settled = shape.settled(steps)
    let mask = search == .greedy ? shape.requiredOnly(settled) : settled
    return (mask, settled & shape.optionalSteps)
  }

  mutating func beginUnit() {
    lists.removeAll()
    exclusions.removeAll()
    loaded = nil
  }

  /// The next event in order that fits some step; in a strict funnel any event.
  mutating func append(_ candidate: Candidate) { lists.append(candidate) }

  /// The same with its set of held values.
  mutating func append(_ candidate: Candidate, set: Int?) { lists.append(candidate, set: set) }

  mutating func narrow(_ set: Int, by value: UInt32) -> Int { lists.narrow(set, by: value) }

  /// The next event in order that meets exclusions.
  mutating func noteExclusions(_ mask: UInt64, at time: Int64) { exclusions.note(mask, at: time) }

  /// Finds the attempts that count.
  ///
  /// - Returns: whether the unit had attempts, all of which were killed.
  mutating func find() -> Bool {
    counted.removeAll(keepingCapacity: true)
    lists.finish()
    if countsBestOnly {
      countBest()
      return false
    }
    attempts.removeAll(keepingCapacity: true)
    for number in 0..<lists.count { appendAttempts(number) }
    if lists.count > 1 {
      attempts.sort { ($0.place, $0.firstStep) < ($1.place, $1.firstStep) }
    }
    if plan.count == .total { countRuns() } else { count(attempts.indices) }
    return counted.isEmpty && !attempts.isEmpty
  }

  // MARK: The best attempt alone

  private mutating func countBest() {
    for number in 0..<lists.count {
      let found =
        search == .within
        ? withinMatcher.best(of: lists.all[number]) : matcher.best(of: lists.all[number])
      guard let found else { continue }
      let candidate = lists.all[number].all[found.entry]
      let attempt = Attempt(
        entry: found.entry, list: number, place: candidate.place,
        entryMilliseconds: candidate.timeMilliseconds, firstStep: 0, level: found.level,
        stepsAtEntry: found.level, overMilliseconds: windowEnd(candidate.timeMilliseconds))
      if let best = counted.first {
        if attempt.isBetter(than: best) { counted[0] = attempt }
      } else {
        counted.append(attempt)
      }
    }
  }

  func windowEnd(_ time: Int64) -> Int64 {
    // Times lie in 2000...2099 and windows below a hundred years: no sum overflows.
    plan.windowMilliseconds.map { time + $0 } ?? .max
  }

  // MARK: All attempts

  private mutating func appendAttempts(_ number: Int) {
    let first = attempts.count
    switch search {
    case .greedy:
      walker.appendAttempts(
        of: lists.all[number], number: number, exclusions: exclusions, to: &attempts)
    case .within:
      withinSearch.appendAttempts(
        of: lists.all[number], number: number, exclusions: exclusions, to: &attempts)
    case .strict: appendStrictAttempts(number)
    case .anyOrder: appendAnyOrderAttempts(number)
    }
    guard killsByOptional && search != .anyOrder && search != .strict else { return }
    load(number)
    optionalFill.load(lists.all[number])
    requiredFill.forget()
    known.removeAll(keepingCapacity: true)
    var time = Int64.min
    for index in first..<attempts.count {
      if attempts[index].entryMilliseconds != time { known.removeAll(keepingCapacity: true) }
      time = attempts[index].entryMilliseconds
      var attempt = attempts[index]
      killAlike(&attempt)
      attempts[index] = attempt
    }
    optionalFill.unload()
  }

  /// Attempts of one time whose entries fit the same steps are killed alike.
  private mutating func killAlike(_ attempt: inout Attempt) {
    let candidate = lists.all[attempt.list].all[attempt.entry]
    let key = EntryKey(
      step: attempt.firstStep, mask: candidate.mask, optional: candidate.optional)
    if let found = known[key] {
      attempt.killedMilliseconds = found.killedMilliseconds
      attempt.convertedMilliseconds = found.convertedMilliseconds
    } else {
      kill(&attempt)
      known[key] = attempt
    }
  }

  /// Judges an attempt by all the steps it fills, optional ones too.
  mutating func kill(_ attempt: inout Attempt) {
    if search == .greedy {
      let list = lists.all[attempt.list]
      let end = attempt.overMilliseconds
      _ = walker.attempt(
        attempt.entry, group: list.groupIndex(of: attempt.entry), firstStep: attempt.firstStep,
        list, attempt.list, exclusions, until: end)
      requiredFill.fill(attempt, of: list, times: walker.times)
      spread(attempt)
      optionalFill.fill(&filled, of: list, until: end)
    } else {
      fill(attempt)
    }
    finish(&attempt, filled)
  }

  private func finish(_ attempt: inout Attempt, _ filled: [Int]) {
    let list = lists.all[attempt.list]
    let times = filled.map { $0 < 0 ? nil : list.all[$0].timeMilliseconds }
    attempt.killedMilliseconds = exclusions.killTime(filled: times, over: attempt.overMilliseconds)
    attempt.convertedMilliseconds =
      attempt.killedMilliseconds == nil && search != .anyOrder ? times.last ?? nil : nil
    if search == .anyOrder && attempt.killedMilliseconds == nil && attempt.level == shape.count {
      attempt.convertedMilliseconds = times.compactMap { $0 }.max()
    }
  }

  mutating func load(_ number: Int) {
    guard loaded != number else { return }
    loaded = number
    switch search {
    case .greedy: walker.load(lists.all[number])
    case .within: break
    case .strict: strictSearch.load(lists.all[number])
    case .anyOrder: anyOrderSearch.load(lists.all[number])
    }
  }

  private mutating func appendStrictAttempts(_ number: Int) {
    load(number)
    let list = lists.all[number]
    for group in list.groupEnds.indices {
      known.removeAll(keepingCapacity: true)
      for entry in list.group(group) {
        for step in entrySteps(list.all[entry].mask) {
          attempts.append(strictAttempt(entry, step, number, group, list))
        }
      }
    }
  }

  /// The steps through which an event may enter.
  private func entrySteps(_ mask: UInt64) -> [Int] {
    if plan.entry == .closed { return mask & 1 == 0 ? [] : [0] }
    return shape.required.filter { mask & StepShape.bit($0) != 0 }
  }

  /// Entries of one time that fit the same steps are alike, but for themselves.
  private mutating func strictAttempt(
    _ entry: Int, _ step: Int, _ number: Int, _ group: Int, _ list: borrowing CandidateList
  ) -> Attempt {
    let candidate = list.all[entry]
    let key = EntryKey(step: step, mask: candidate.mask)
    var attempt =
      known[key]
      ?? Attempt(
        entry: entry, list: number, place: candidate.place,
        entryMilliseconds: candidate.timeMilliseconds, firstStep: step, level: 0,
        stepsAtEntry: 0, overMilliseconds: windowEnd(candidate.timeMilliseconds))
    (attempt.entry, attempt.place) = (entry, candidate.place)
    guard known[key] == nil else { return attempt }
    solveStrictly(&attempt, list)
    known[key] = attempt
    return attempt
  }

  mutating func solveStrictly(_ attempt: inout Attempt, _ list: borrowing CandidateList) {
    let (filled, over) = strictSearch.solve(
      attempt.entry, attempt.firstStep, of: list, until: attempt.overMilliseconds)
    attempt.level = shape.required.count { filled[$0] >= 0 }
    attempt.overMilliseconds = over
    finish(&attempt, filled)
  }

  private mutating func appendAnyOrderAttempts(_ number: Int) {
    load(number)
    let list = lists.all[number]
    let countsBest = plan.count == .unique && exclusions.isEmpty
    var best = 0
    for entry in list.all.indices {
      var attempt = anyOrderSearch.attempt(entry, of: list, number: number)
      guard !countsBest || attempt.level > best else { continue }
      best = attempt.level
      if !exclusions.isEmpty { finish(&attempt, anyOrderSearch.assigned(list)) }
      attempts.append(attempt)
      // No later entry meets more steps.
      if countsBest && (best == shape.count || plan.windowMilliseconds == nil) { return }
    }
  }

  // MARK: Which events fill the steps

  /// Settles which candidate of its list fills each step of an attempt: `filled`.
  mutating func fill(_ attempt: Attempt) {
    switch search {
    case .greedy:
      requiredFill.fill(attempt, of: lists.all[attempt.list])
      spread(attempt)
    case .within: filled = withinSearch.fill(attempt, of: lists.all[attempt.list])
    case .strict:
      load(attempt.list)
      filled =
        strictSearch.solve(
          attempt.entry, attempt.firstStep, of: lists.all[attempt.list],
          until: attempt.overMilliseconds
        ).filled
    case .anyOrder:
      load(attempt.list)
      _ = anyOrderSearch.attempt(
        attempt.entry, of: lists.all[attempt.list], number: attempt.list)
      filled = anyOrderSearch.assigned(lists.all[attempt.list])
    }
    guard shape.hasOptional && (search == .greedy || search == .within) else { return }
    optionalFill.fill(&filled, of: lists.all[attempt.list], until: attempt.overMilliseconds)
  }

  /// Takes over the events for the required steps.
  private mutating func spread(_ attempt: Attempt) {
    for step in filled.indices { filled[step] = -1 }
    for place in requiredFill.filled.indices {
      filled[shape.required[attempt.firstStep + place]] = requiredFill.filled[place]
    }
  }

  /// The places among the unit's moments of what `fill` has settled last; -1 for none.
  func copyPlaces(of attempt: Attempt, to places: inout [Int]) {
    places.removeAll(keepingCapacity: true)
    for candidate in filled {
      places.append(candidate < 0 ? -1 : lists.all[attempt.list].all[candidate].place)
    }
  }
}
