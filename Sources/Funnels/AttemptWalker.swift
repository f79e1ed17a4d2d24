/// Walks every attempt of a unit, one for each entry: for funnels where not only the best one matters.
///
/// ```
/// groups of equal time:    a  a  b  a  c  b  c      steps a, b, c
/// groupsOfStep[b]:               2        5         where an attempt jumps to from an a
/// ```
/// Greedy is exact: an attempt that fills each step as early as it can is never behind one that waits. An attempt
/// jumps from group to group, so it costs O(steps · log events) and not a scan.
struct AttemptWalker {
  private let stepCount: Int
  private let isStrict: Bool
  private let isOpen: Bool
  private let windowMilliseconds: Int64?
  private let exclusionSteps: [(from: Int, to: Int)]
  /// By step: the groups that hold an event for it, in order.
  private var groupsOfStep: [[Int]]
  /// By exclusion: times of its events, in order.
  private var exclusionTimes: [[Int64]]
  /// By step of the attempt at hand: when it was filled.
  private var times: [Int64]
  private var reaches = ReachMemo()
  /// Set for the order `strict`.
  private var chain: StrictChain?

  init(plan: FunnelPlan) {
    stepCount = plan.steps.count
    isStrict = plan.ties == .strict
    isOpen = plan.entry == .open
    windowMilliseconds = plan.windowMilliseconds
    exclusionSteps = plan.exclusions.map { ($0.from, $0.to) }
    groupsOfStep = Array(repeating: [], count: plan.steps.count)
    exclusionTimes = Array(repeating: [], count: plan.exclusions.count)
    times = Array(repeating: 0, count: plan.steps.count)
    if plan.order == .strict { chain = StrictChain(plan: plan) }
  }

  /// Begins a unit.
  mutating func beginUnit() {
    for index in exclusionTimes.indices { exclusionTimes[index].removeAll(keepingCapacity: true) }
  }

  /// Notes an event of the unit that meets the exclusions of `mask`; in order of time.
  mutating func noteExclusions(_ mask: UInt64, at time: Int64) {
    var rest = mask
    while rest != 0 {
      exclusionTimes[rest.trailingZeroBitCount].append(time)
      rest &= rest - 1
    }
  }

  /// Appends the attempts of all entries of a list, in order.
  mutating func appendAttempts(
    of list: borrowing CandidateList, number: Int, to attempts: inout [Attempt]
  ) {
    indexGroups(list)
    reaches.removeAll()
    chain?.begin(list)
    for group in list.groupEnds.indices {
      for entry in list.group(group) {
        var steps = isOpen ? list.all[entry].mask : list.all[entry].mask & 1
        while steps != 0 {
          attempts.append(
            attempt(entry, group: group, firstStep: steps.trailingZeroBitCount, list, number))
          steps &= steps - 1
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

  private mutating func attempt(
    _ entry: Int, group: Int, firstStep: Int, _ list: borrowing CandidateList, _ number: Int
  ) -> Attempt {
    let time = list.all[entry].timeMilliseconds
    // Times lie in 2000...2099 and windows below a hundred years: no sum overflows.
    let windowEnd = windowMilliseconds.map { time + $0 } ?? .max
    var over = windowEnd
    let (next, atEntry) =
      chain == nil
      ? (walk(entry, group, firstStep, windowEnd, list), stepCount)
      : walkStrictly(entry, group, firstStep, &over, list)
    var attempt = Attempt(
      entry: entry, list: number, place: list.all[entry].place, entryMilliseconds: time,
      firstStep: firstStep, level: next - firstStep, stepsAtEntry: atEntry,
      overMilliseconds: over)
    attempt.killedMilliseconds = killTime(firstStep, next, over)
    if next == stepCount && attempt.killedMilliseconds == nil {
      attempt.convertedMilliseconds = times[stepCount - 1]
    }
    return attempt
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
    var (low, high) = (0, groups.count)
    while low < high {
      let middle = (low + high) / 2
      if groups[middle] > group { high = middle } else { low = middle + 1 }
    }
    return low < groups.count ? groups[low] : nil
  }

  /// The first excluded event strictly between two steps; where the second was not filled, up to the window's end.
  private func killTime(_ firstStep: Int, _ next: Int, _ windowEnd: Int64) -> Int64? {
    var first: Int64?
    for (index, steps) in exclusionSteps.enumerated()
    where steps.from >= firstStep && steps.from < next {
      guard let time = firstExclusion(index, after: times[steps.from]) else { continue }
      let isBetween = steps.to < next ? time < times[steps.to] : time <= windowEnd
      if isBetween { first = min(first ?? time, time) }
    }
    return first
  }

  private func firstExclusion(_ index: Int, after time: Int64) -> Int64? {
    let all = exclusionTimes[index]
    var (low, high) = (0, all.count)
    while low < high {
      let middle = (low + high) / 2
      if all[middle] > time { high = middle } else { low = middle + 1 }
    }
    return low < all.count ? all[low] : nil
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
