import Clickstream

/// Finds a unit's best attempt at an ordered funnel.
///
/// Forward pass, over groups of events of equal time:
/// ```
/// chain[k] = latest entry of an attempt that has filled at least k + 1 steps so far
/// events:    a1    a2    b3    a4    c5        steps a, b, c
/// chain[0]   a1    a2    a2    a4    a4
/// chain[1]               a2    a2    a2
/// chain[2]                           a2        level 3, entry a2
/// ```
/// A later entry with as many steps filled is never worse, so one entry a level is enough: time is linear in the
/// events, times the steps. Then one pass back and one forward over the winning attempt find the earliest event for
/// each of its steps.
struct OrderedMatcher {
  /// An event that fits some step.
  private struct Candidate {
    var timeMilliseconds: Int64
    var mask: UInt64
    /// Place among the unit's moments.
    var place: Int
  }

  private let stepCount: Int
  private let isStrict: Bool
  private let windowMilliseconds: Int64
  private var candidates: [Candidate] = []
  /// Ends of the groups of equal time among the candidates.
  private var groupEnds: [Int] = []
  /// By filled steps - 1: index of the entry among the candidates; -1 for none.
  private var chain: [Int]
  private var previousChain: [Int]
  /// Filled steps at least needed in front of each group, so that the attempt still reaches its level.
  private var needed: [Int] = []
  /// Groups from the winning entry on.
  private var groups: [Range<Int>] = []
  private var matching = TieMatching()
  /// Some group needs matching: its events fit several steps, or different ones.
  private var hasMixedGroup = false

  /// The best attempt: one place among the unit's moments for each filled step, the entry first.
  private(set) var filled: [Int] = []

  init(plan: FunnelPlan) {
    stepCount = plan.steps.count
    isStrict = plan.ties == .strict
    windowMilliseconds = plan.windowMilliseconds ?? .max
    chain = Array(repeating: -1, count: stepCount)
    previousChain = chain
  }

  /// Matches a unit; afterwards `filled` holds its best attempt, empty without an entry.
  ///
  /// - Parameters:
  ///   - moments: the unit's moments, in total order.
  ///   - mask: the steps that a moment fits.
  mutating func match(_ moments: ArraySlice<Moment>, mask: (Moment) -> UInt64) {
    collect(moments, mask)
    filled.removeAll(keepingCapacity: true)
    guard !candidates.isEmpty else { return }
    for level in chain.indices { chain[level] = -1 }
    hasMixedGroup = false
    var start = 0
    for end in groupEnds {
      if end - start == 1 || isUniform(start..<end) {
        // Of equal events the last is the latest entry, and any fills a step.
        advanceOne(end - 1)
      } else if isStrict {
        advanceStrictly(start..<end)
      } else {
        hasMixedGroup = true
        advanceTied(start..<end)
      }
      start = end
    }
    guard let level = chain.lastIndex(where: { $0 >= 0 }) else { return }
    fill(entry: chain[level], level: level + 1)
  }

  private mutating func collect(_ moments: ArraySlice<Moment>, _ mask: (Moment) -> UInt64) {
    candidates.removeAll(keepingCapacity: true)
    groupEnds.removeAll(keepingCapacity: true)
    for place in moments.indices {
      let steps = mask(moments[place])
      guard steps != 0 else { continue }
      let time = moments[place].timeMilliseconds
      if let last = candidates.last, last.timeMilliseconds != time {
        groupEnds.append(candidates.count)
      }
      candidates.append(Candidate(timeMilliseconds: time, mask: steps, place: place))
    }
    if !candidates.isEmpty { groupEnds.append(candidates.count) }
  }

  /// Whether all events of a group fit one and the same step: then at most one of them is used.
  private func isUniform(_ group: Range<Int>) -> Bool {
    let mask = candidates[group.lowerBound].mask
    return mask.nonzeroBitCount == 1 && group.allSatisfy { candidates[$0].mask == mask }
  }

  private func isInWindow(_ time: Int64, ofEntry entry: Int) -> Bool {
    // Both times lie in 2000...2099.
    time - candidates[entry].timeMilliseconds <= windowMilliseconds
  }
}

// MARK: Forward pass

extension OrderedMatcher {
  /// A single event: the last steps first, so that it fills one only.
  private mutating func advanceOne(_ index: Int) {
    let candidate = candidates[index]
    var steps = candidate.mask & ~1
    while steps != 0 {
      let step = 63 - steps.leadingZeroBitCount
      steps &= ~(UInt64(1) << UInt64(step))
      let entry = chain[step - 1]
      if entry >= 0 && isInWindow(candidate.timeMilliseconds, ofEntry: entry) {
        chain[step] = max(chain[step], entry)
      }
    }
    if candidate.mask & 1 != 0 { chain[0] = index }
  }

  /// Equal times, each step strictly later: an attempt takes at most one step, an entry only the first.
  private mutating func advanceStrictly(_ group: Range<Int>) {
    let steps = group.reduce(UInt64(0)) { $0 | candidates[$1].mask }
    let time = candidates[group.lowerBound].timeMilliseconds
    for step in (1..<stepCount).reversed() where steps & (UInt64(1) << UInt64(step)) != 0 {
      let entry = chain[step - 1]
      if entry >= 0 && isInWindow(time, ofEntry: entry) { chain[step] = max(chain[step], entry) }
    }
    if let entry = group.last(where: { candidates[$0].mask & 1 != 0 }) { chain[0] = entry }
  }

  /// Equal times in any order: each attempt goes as far as the group's events can be matched to steps.
  private mutating func advanceTied(_ group: Range<Int>) {
    prepareMatching(group, without: -1)
    let time = candidates[group.lowerBound].timeMilliseconds
    for level in chain.indices { previousChain[level] = chain[level] }
    for level in 0..<stepCount - 1 {
      let entry = previousChain[level]
      guard entry >= 0, isInWindow(time, ofEntry: entry) else { continue }
      raise(entry, from: level + 1, by: matching.reach(from: level + 1, limit: stepCount))
    }
    beginTied(group)
  }

  /// Entries of the group itself: of those that fit the same steps the last one stands for all.
  private mutating func beginTied(_ group: Range<Int>) {
    guard group.contains(where: { candidates[$0].mask & 1 != 0 }) else { return }
    var seen: Set<UInt64> = []
    for index in group.reversed()
    where candidates[index].mask & 1 != 0 && seen.insert(candidates[index].mask).inserted {
      matching.clear()
      matching.remove(candidates[index].mask)
      chain[0] = max(chain[0], index)
      raise(index, from: 1, by: matching.reach(from: 1, limit: stepCount))
      matching.clear()
      matching.add(candidates[index].mask)
    }
  }

  private mutating func raise(_ entry: Int, from filled: Int, by count: Int) {
    for level in filled..<filled + count { chain[level] = max(chain[level], entry) }
  }
}

// MARK: The winning attempt

extension OrderedMatcher {
  /// Finds the earliest event for each step of the attempt, by the step's order.
  private mutating func fill(entry: Int, level: Int) {
    filled.append(candidates[entry].place)
    guard level > 1 else { return }
    if isStrict || !hasMixedGroup { return fillGreedily(entry: entry, level: level) }
    findGroups(from: entry)
    findNeeded(entry: entry, level: level)
    var step = 1
    for (offset, group) in groups.enumerated() where step < level {
      step = take(from: step, group, entry: entry, needed: needed[offset + 1], level: level)
    }
  }

  /// Without ties, or where they count for nothing, each step simply takes the next event that fits.
  private mutating func fillGreedily(entry: Int, level: Int) {
    var last = entry
    for index in (entry + 1)..<candidates.count where filled.count < level {
      let fits = candidates[index].mask & UInt64(1) << UInt64(filled.count) != 0
      guard fits,
        !isStrict || candidates[index].timeMilliseconds > candidates[last].timeMilliseconds
      else { continue }
      filled.append(candidates[index].place)
      last = index
    }
  }

  /// Lists the groups from the entry's on, within its window.
  private mutating func findGroups(from entry: Int) {
    groups.removeAll(keepingCapacity: true)
    var start = 0
    for end in groupEnds {
      defer { start = end }
      guard end > entry, isInWindow(candidates[start].timeMilliseconds, ofEntry: entry) else {
        continue
      }
      groups.append(start..<end)
    }
  }

  /// From the last group back: with how many steps filled an attempt must enter each group to reach
  /// `level`.
  private mutating func findNeeded(entry: Int, level: Int) {
    needed.removeAll(keepingCapacity: true)
    for _ in 0...groups.count { needed.append(level) }
    for offset in groups.indices.reversed() {
      prepareMatching(groups[offset], without: entry)
      var count = needed[offset + 1]
      while count > 1 && matching.fill(count - 1) { count -= 1 }
      needed[offset] = count
    }
  }

  /// Fills steps from one group: each takes the earliest event that leaves enough for the steps
  /// behind it.
  private mutating func take(
    from first: Int, _ group: Range<Int>, entry: Int, needed: Int, level: Int
  ) -> Int {
    prepareMatching(group, without: entry)
    let before = filled.count
    for step in first..<level {
      guard let chosen = earliest(in: group, for: step, entry: entry, before, needed) else {
        return step
      }
      matching.remove(candidates[chosen].mask)
      filled.append(candidates[chosen].place)
    }
    return level
  }

  /// The first event of the group that fits a step and leaves enough for the steps up to `needed`.
  ///
  /// Events that fit the same steps leave the same, so each set of steps is tried once.
  /// - Parameter before: how many steps were filled before this group.
  private mutating func earliest(
    in group: Range<Int>, for step: Int, entry: Int, _ before: Int, _ needed: Int
  ) -> Int? {
    let bit = UInt64(1) << UInt64(step)
    var refused: Set<UInt64> = []
    for index in group {
      let mask = candidates[index].mask
      guard mask & bit != 0, !refused.contains(mask), index != entry,
        !filled[before...].contains(candidates[index].place)
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

  /// Sets the matching up with a group's events, but for one.
  private mutating func prepareMatching(_ group: Range<Int>, without left: Int) {
    matching.removeAll()
    for index in group where index != left { matching.add(candidates[index].mask) }
  }
}
