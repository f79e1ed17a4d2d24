/// Walks every attempt of a unit, one for each entry: for funnels where not only the best one matters.
///
/// ```
/// groups of equal time:    a  a  b  a  c  b  c      steps a, b, c
/// groupsOfStep[b]:               2        5         where an attempt jumps to from an a
/// ```
/// Greedy is exact: an attempt that fills each step as early as it can is never behind one that waits. An attempt
/// jumps from group to group, so it costs O(steps · log events) and not a scan.
struct AttemptWalker {
  private let shape: StepShape
  private let stepCount: Int
  private let isStrict: Bool
  private let isOpen: Bool
  private let windowMilliseconds: Int64?
  /// By step: the groups that hold an event for it, in order.
  private var groupsOfStep: [[Int]]
  /// By step of the attempt at hand: when it was filled.
  private(set) var times: [Int64]
  private var reaches = ReachMemo()
  /// Set for the order `strict`.
  private var chain: StrictChain?

  init(plan: FunnelPlan) {
    shape = StepShape(plan: plan)
    stepCount = shape.required.count
    isStrict = plan.ties == .strict
    isOpen = plan.entry == .open
    windowMilliseconds = plan.windowMilliseconds
    groupsOfStep = Array(repeating: [], count: stepCount)
    times = Array(repeating: 0, count: stepCount)
    if plan.order == .strict { chain = StrictChain(plan: plan) }
  }

  /// Makes ready for the attempts of a list.
  mutating func load(_ list: borrowing CandidateList) {
    indexGroups(list)
    reaches.removeAll()
    chain?.begin(list)
  }

  /// Appends the attempts of all entries of a list, in order.
  mutating func appendAttempts(
    of list: borrowing CandidateList, number: Int, exclusions: borrowing ExclusionTimes,
    to attempts: inout [Attempt]
  ) {
    load(list)
    for group in list.groupEnds.indices {
      for entry in list.group(group) {
        var steps = isOpen ? list.all[entry].mask : list.all[entry].mask & 1
        while steps != 0 {
          let step = steps.trailingZeroBitCount
          steps &= steps - 1
          attempts.append(
            attempt(entry, group: group, firstStep: step, list, number, exclusions))
        }
      }
    }
  }

  private mutating func indexGroups(_ list: borrowing CandidateList) {
    for step in groupsOfStep.indices { groupsOfStep[step].removeAll(keepingCapacity: true) }
    for group in list.groupEnds.indices {
      var mask = list.group(group).reduce(UInt64(0)) { $0 | list.all[$1].mask }
      while mask != 0 {
        groupsOfStep[mask.trailingZeroBitCount].append(group)
        mask &= mask - 1
      }
    }
  }

  /// One entry's attempt, if need be without the events behind a moment; the list must have been loaded.
  mutating func attempt(
    _ entry: Int, group: Int, firstStep: Int, _ list: borrowing CandidateList, _ number: Int,
    _ exclusions: borrowing ExclusionTimes, until end: Int64 = .max
  ) -> Attempt {
    let time = list.all[entry].timeMilliseconds
    // Times lie in 2000...2099 and windows below a hundred years: no sum overflows.
    let windowEnd = min(windowMilliseconds.map { time + $0 } ?? .max, end)
    var over = windowEnd
    let (next, atEntry) =
      chain == nil
      ? (walk(entry, group, firstStep, windowEnd, list), stepCount)
      : walkStrictly(entry, group, firstStep, &over, list)
    var attempt = Attempt(
      entry: entry, list: number, place: list.all[entry].place, entryMilliseconds: time,
      firstStep: firstStep, level: next - firstStep, stepsAtEntry: atEntry,
      overMilliseconds: over)
    if !exclusions.isEmpty {
      attempt.killedMilliseconds = exclusions.killTime(
        filled: filledTimes(firstStep..<next), over: over)
    }
    if next == stepCount && attempt.killedMilliseconds == nil {
      attempt.convertedMilliseconds = times[stepCount - 1]
    }
    return attempt
  }

  /// By step of the funnel, when it was filled; optional steps are not.
  private func filledTimes(_ walked: Range<Int>) -> [Int64?] {
    var filled: [Int64?] = Array(repeating: nil, count: shape.count)
    for step in walked { filled[shape.required[step]] = times[step] }
    return filled
  }

  /// Fills steps as early as they can be, into `times`; gives the first step that is not filled.
  private mutating func walk(
    _ entry: Int, _ group: Int, _ firstStep: Int, _ windowEnd: Int64,
    _ list: borrowing CandidateList
  ) -> Int {
    times[firstStep] = list.all[entry].timeMilliseconds
    var step = firstStep + 1
    if !isStrict {
      let count = reaches.count(from: step, in: group, without: entry, of: list, limit: stepCount)
      for filled in step..<step + count { times[filled] = times[firstStep] }
      step += count
    }
    var current = group
    while step < stepCount, let next = nextGroup(for: step, after: current) {
      let time = list.time(ofGroup: next)
      guard time <= windowEnd else { return step }
      let count =
        isStrict ? 1 : reaches.count(from: step, in: next, without: nil, of: list, limit: stepCount)
      for filled in step..<step + count { times[filled] = time }
      step += count
      current = next
    }
    return step
  }

  /// The same where every event must be the awaited step; `over` becomes the time of the event that ends the attempt.
  ///
  /// Events of equal time come in whatever order serves best. Those of the entry's time may also come before it, so
  /// they fill as many steps as lead furthest; where repeats are ignored that is as many as they can.
  private mutating func walkStrictly(
    _ entry: Int, _ group: Int, _ firstStep: Int, _ over: inout Int64,
    _ list: borrowing CandidateList
  ) -> (next: Int, atEntry: Int) {
    let windowEnd = over
    let most =
      isStrict
      ? 0
      : reaches.count(
        from: firstStep + 1, in: group, without: entry, of: list, limit: stepCount)
    var best = goOnStrictly(entry, group, firstStep, most, &over, list)
    var atEntry = most
    guard most > 0, chain?.ignoresRepeats == false else { return (best, atEntry) }
    for count in (0..<most).reversed() {
      var ownOver = windowEnd
      let next = goOnStrictly(entry, group, firstStep, count, &ownOver, list)
      if next > best { (best, atEntry, over) = (next, count, ownOver) }
    }
    // The times are still those of the last try.
    over = windowEnd
    best = goOnStrictly(entry, group, firstStep, atEntry, &over, list)
    return (best, atEntry)
  }

  /// Goes on when `atEntry` steps were filled at the entry's time, beside the entry's own.
  private mutating func goOnStrictly(
    _ entry: Int, _ group: Int, _ firstStep: Int, _ atEntry: Int, _ over: inout Int64,
    _ list: borrowing CandidateList
  ) -> Int {
    var step = firstStep + 1 + atEntry
    for filled in firstStep..<step { times[filled] = list.all[entry].timeMilliseconds }
    var current = group + 1
    while step < stepCount,
      let next = chain?.stop(atOrAfter: current, awaiting: step, from: firstStep, list)
    {
      let time = list.time(ofGroup: next)
      guard time <= over else { return step }
      var count = reaches.count(
        from: step, in: next, without: nil, of: list, limit: stepCount)
      if isStrict { count = min(count, 1) }
      for filled in step..<step + count { times[filled] = time }
      step += count
      let goesOn = chain?.passes(next, filled: firstStep..<step, using: count, list) ?? false
      guard goesOn || step == stepCount else {
        over = time
        return step
      }
      current = next + 1
    }
    return step
  }

  private func nextGroup(for step: Int, after group: Int) -> Int? {
    let groups = groupsOfStep[step]
    let place = groups.partitionPoint { $0 > group }
    return place < groups.count ? groups[place] : nil
  }
}

/// How many steps in a row the events of a group can fill, remembered for the group at hand.
private struct ReachMemo {
  private var matching = TieMatching()
  /// By group and, for the entry's own group, the steps that the entry fits: steps filled from each step on.
  private var known: [Key: [Int]] = [:]

  private struct Key: Hashable {
    var group: Int
    var entryMask: UInt64
  }

  mutating func removeAll() {
    if !known.isEmpty { known.removeAll(keepingCapacity: known.count < 1024) }
  }

  /// - Parameter without: an entry of the group, which fills its own step.
  mutating func count(
    from step: Int, in group: Int, without entry: Int?, of list: borrowing CandidateList, limit: Int
  ) -> Int {
    let range = list.group(group)
    if range.count == 1 {
      if entry != nil { return 0 }
      return list.all[range.lowerBound].mask & (UInt64(1) << UInt64(step)) == 0 ? 0 : 1
    }
    let key = Key(group: group, entryMask: entry.map { list.all[$0].mask } ?? 0)
    if known[key] == nil {
      matching.prepare(range, of: list, without: entry ?? -1)
      known[key] = (0...limit).map { matching.reach(from: $0, limit: limit) }
    }
    return known[key]?[step] ?? 0
  }
}
