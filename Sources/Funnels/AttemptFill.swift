/// Finds the earliest event for each step of one attempt, whose entry and level are known.
///
/// Without ties each step takes the next event that fits. With them, each group of equal time fills as many steps as it
/// can, so that every step is as early as it can be; of the events of one time the first in order that leaves enough for
/// the group's other steps is taken.
struct AttemptFill {
  private let isStrict: Bool
  private var matching = TieMatching()

  /// Steps that one group fills, and where they are filled with the same events whatever the entry is.
  private struct Known: Hashable {
    var group: Int
    var step: Int
    var end: Int
  }

  private var known: [Known: [Int]] = [:]

  /// One candidate for each step filled, the entry first.
  private(set) var filled: [Int] = []

  init(plan: FunnelPlan) {
    isStrict = plan.ties == .strict
  }

  /// Forgets the last attempt.
  mutating func removeAll() { filled.removeAll(keepingCapacity: true) }

  /// Fills all steps of an attempt, the first of them with its entry.
  mutating func fill(_ attempt: Attempt, of list: borrowing CandidateList) {
    let (entry, firstStep) = (attempt.entry, attempt.firstStep)
    removeAll()
    filled.append(entry)
    guard attempt.level > 1 else { return }
    let end = firstStep + attempt.level
    if isStrict || !list.hasMixedGroup { return fillGreedily(entry, firstStep, end, list) }
    var group = list.groupIndex(of: entry)
    let endAtEntry = min(end, firstStep + 1 + attempt.stepsAtEntry)
    var step = take(
      from: firstStep + 1, list.group(group), entry: entry, end: endAtEntry, list)
    group += 1
    while step < end && group < list.groupEnds.count {
      step = take(from: step, list.group(group), entry: entry, end: end, list)
      group += 1
    }
  }

  /// The same where it is known when each step is filled: no other group is looked at, and none twice.
  ///
  /// - Parameter times: by step.
  mutating func fill(_ attempt: Attempt, of list: borrowing CandidateList, times: [Int64]) {
    removeAll()
    filled.append(attempt.entry)
    let end = attempt.firstStep + attempt.level
    var step = attempt.firstStep + 1
    while step < end {
      let time = times[step]
      var next = step + 1
      while next < end && times[next] == time { next += 1 }
      let group = list.groupEnds.partitionPoint { list.all[$0 - 1].timeMilliseconds >= time }
      let key = Known(group: group, step: step, end: next)
      if time > attempt.entryMilliseconds, let events = known[key] {
        filled += events
      } else {
        let before = filled.count
        _ = take(from: step, list.group(group), entry: attempt.entry, end: next, list)
        if time > attempt.entryMilliseconds { known[key] = Array(filled[before...]) }
      }
      step = next
    }
  }

  /// Forgets what it knows of the list that it was used for.
  mutating func forget() { known.removeAll() }

  /// Without ties, or where they count for nothing, each step simply takes the next event that fits.
  private mutating func fillGreedily(
    _ entry: Int, _ firstStep: Int, _ end: Int, _ list: borrowing CandidateList
  ) {
    var last = entry
    var index = entry + 1
    while index < list.all.count && firstStep + filled.count < end {
      let candidate = list.all[index]
      let fits = candidate.mask & UInt64(1) << UInt64(firstStep + filled.count) != 0
      let isLater = candidate.timeMilliseconds > list.all[last].timeMilliseconds
      if fits && (isLater || !isStrict) {
        filled.append(index)
        last = index
      }
      index += 1
    }
  }

  /// Fills as many steps as one group can, each with the earliest event that leaves enough for the others.
  private mutating func take(
    from first: Int, _ group: Range<Int>, entry: Int, end: Int, _ list: borrowing CandidateList
  ) -> Int {
    let mayFit = group.contains { list.all[$0].mask & UInt64(1) << UInt64(first) != 0 }
    guard mayFit else { return first }
    matching.prepare(group, of: list, without: entry)
    let needed = first + matching.reach(from: first, limit: end)
    matching.clear()
    let before = filled.count
    for step in first..<needed {
      guard let chosen = earliest(in: group, for: step, entry: entry, before, needed, list) else {
        return step
      }
      matching.remove(list.all[chosen].mask)
      filled.append(chosen)
    }
    return needed
  }

  /// The first event of the group that fits a step and leaves enough for the steps up to `needed`.
  ///
  /// Events that fit the same steps leave the same, so each set of steps is tried once.
  /// - Parameter before: how many steps were filled before this group.
  private mutating func earliest(
    in group: Range<Int>, for step: Int, entry: Int, _ before: Int, _ needed: Int,
    _ list: borrowing CandidateList
  ) -> Int? {
    let bit = UInt64(1) << UInt64(step)
    var refused: Set<UInt64> = []
    for index in group {
      let mask = list.all[index].mask
      guard mask & bit != 0, !refused.contains(mask), index != entry,
        !filled[before...].contains(index)
      else { continue }
      if step + 1 >= needed { return index }
      matching.remove(mask)
      let leavesEnough =
        matching.reach(from: step + 1, limit: needed) == needed - step - 1
      matching.clear()
      matching.add(mask)
      if leavesEnough { return index }
      refused.insert(mask)
    }
    return nil
  }
}

extension TieMatching {
  /// Sets the matching up with a group's events, but for one.
  mutating func prepare(
    _ group: Range<Int>, of list: borrowing CandidateList, without left: Int
  ) {
    removeAll()
    for index in group where index != left { add(list.all[index].mask) }
  }
}
