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
/// events, times the steps. It serves funnels where only the best attempt counts; `AttemptWalker` serves the others.
struct OrderedMatcher {
  private let stepCount: Int
  private let isStrict: Bool
  private let windowMilliseconds: Int64
  /// By filled steps - 1: index of the entry among the candidates; -1 for none.
  private var chain: [Int]
  private var previousChain: [Int]
  private var matching = TieMatching()

  init(plan: FunnelPlan) {
    stepCount = plan.steps.count { !$0.isOptional }
    isStrict = plan.ties == .strict
    windowMilliseconds = plan.windowMilliseconds ?? .max
    chain = Array(repeating: -1, count: stepCount)
    previousChain = chain
  }

  /// The best attempt: its entry among the candidates and how many steps it fills; nil without an entry.
  mutating func best(of list: borrowing CandidateList) -> (entry: Int, level: Int)? {
    for level in chain.indices { chain[level] = -1 }
    var start = 0
    for end in list.groupEnds {
      if list.isPlain(start..<end) {
        // Of equal events the last is the latest entry, and any fills a step.
        advanceOne(end - 1, list)
      } else if isStrict {
        advanceStrictly(start..<end, list)
      } else {
        advanceTied(start..<end, list)
      }
      start = end
    }
    guard let level = chain.lastIndex(where: { $0 >= 0 }) else { return nil }
    return (chain[level], level + 1)
  }

  private func isInWindow(
    _ time: Int64, ofEntry entry: Int, _ list: borrowing CandidateList
  ) -> Bool {
    // Both times lie in 2000...2099.
    time - list.all[entry].timeMilliseconds <= windowMilliseconds
  }
}

// MARK: Forward pass

extension OrderedMatcher {
  /// A single event: the last steps first, so that it fills one only.
  private mutating func advanceOne(_ index: Int, _ list: borrowing CandidateList) {
    let candidate = list.all[index]
    var steps = candidate.mask & ~1
    while steps != 0 {
      let step = 63 - steps.leadingZeroBitCount
      steps &= ~(UInt64(1) << UInt64(step))
      let entry = chain[step - 1]
      if entry >= 0 && isInWindow(candidate.timeMilliseconds, ofEntry: entry, list) {
        chain[step] = max(chain[step], entry)
      }
    }
    if candidate.mask & 1 != 0 { chain[0] = index }
  }

  /// Equal times, each step strictly later: an attempt takes at most one step, an entry only the first.
  private mutating func advanceStrictly(_ group: Range<Int>, _ list: borrowing CandidateList) {
    let steps = group.reduce(UInt64(0)) { $0 | list.all[$1].mask }
    let time = list.all[group.lowerBound].timeMilliseconds
    for step in (1..<stepCount).reversed() where steps & (UInt64(1) << UInt64(step)) != 0 {
      let entry = chain[step - 1]
      if entry >= 0 && isInWindow(time, ofEntry: entry, list) {
        chain[step] = max(chain[step], entry)
      }
    }
    if let entry = group.last(where: { list.all[$0].mask & 1 != 0 }) { chain[0] = entry }
  }

  /// Equal times in any order: each attempt goes as far as the group's events can be matched to steps.
  private mutating func advanceTied(_ group: Range<Int>, _ list: borrowing CandidateList) {
    matching.prepare(group, of: list, without: -1)
    let time = list.all[group.lowerBound].timeMilliseconds
    for level in chain.indices { previousChain[level] = chain[level] }
    for level in 0..<stepCount - 1 {
      let entry = previousChain[level]
      guard entry >= 0, isInWindow(time, ofEntry: entry, list) else { continue }
      raise(entry, from: level + 1, by: matching.reach(from: level + 1, limit: stepCount))
    }
    beginTied(group, list)
  }

  /// Entries of the group itself: of those that fit the same steps the last one stands for all.
  private mutating func beginTied(_ group: Range<Int>, _ list: borrowing CandidateList) {
    guard group.contains(where: { list.all[$0].mask & 1 != 0 }) else { return }
    var seen: Set<UInt64> = []
    for index in group.reversed()
    where list.all[index].mask & 1 != 0 && seen.insert(list.all[index].mask).inserted {
      matching.clear()
      matching.remove(list.all[index].mask)
      chain[0] = max(chain[0], index)
      raise(index, from: 1, by: matching.reach(from: 1, limit: stepCount))
      matching.clear()
      matching.add(list.all[index].mask)
    }
  }

  private mutating func raise(_ entry: Int, from filled: Int, by count: Int) {
    for level in filled..<filled + count { chain[level] = max(chain[level], entry) }
  }
}
