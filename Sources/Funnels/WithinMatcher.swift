/// Finds a unit's best attempt of the order `ordered` where some required step must follow soon, in one pass.
///
/// As in `OrderedMatcher` the latest entry is never worse than an earlier one that stands at the same step in the same
/// group: it has more of its window left. So for each step and group of equal time one entry is kept, and for each step
/// the latest of those that lie within its limit.
struct WithinMatcher: Sendable {
  private let shape: StepShape
  private let isStrict: Bool
  private let windowMilliseconds: Int64
  /// By step: entries whose attempt may fill it next, the latest of those within its limit in front.
  private var waiting: [RecentList]
  /// By step: the latest entry that has filled it in the group at hand; -1 for none.
  private var here: [Int]
  /// By step: the latest entry that has ever filled it.
  private var reached: [Int]
  private var matching = TieMatching()

  init(plan: FunnelPlan) {
    shape = StepShape(plan: plan)
    isStrict = plan.ties == .strict
    windowMilliseconds = plan.windowMilliseconds ?? .max
    waiting = plan.steps.map { RecentList(spanMilliseconds: $0.withinMilliseconds) }
    here = Array(repeating: -1, count: plan.steps.count)
    reached = here
  }

  /// The best attempt: its entry among the candidates and how many required steps it fills; nil without an entry.
  mutating func best(of list: borrowing CandidateList) -> (entry: Int, level: Int)? {
    for step in reached.indices {
      reached[step] = -1
      waiting[step].removeAll()
    }
    for group in list.groupEnds.indices { advance(list.group(group), list) }
    guard let level = shape.required.lastIndex(where: { reached[$0] >= 0 }) else { return nil }
    return (reached[shape.required[level]], level + 1)
  }

  private mutating func advance(_ group: Range<Int>, _ list: borrowing CandidateList) {
    let time = list.all[group.lowerBound].timeMilliseconds
    for step in here.indices { here[step] = -1 }
    var steps = group.reduce(UInt64(0)) { $0 | list.all[$1].mask } & ~1
    if group.count > 1 { matching.prepare(group, of: list, without: -1) }
    while steps != 0 {
      let step = steps.trailingZeroBitCount
      steps &= steps - 1
      guard let entry = waiting[step].latest(at: time),
        time - list.all[entry].timeMilliseconds <= windowMilliseconds
      else { continue }
      matching.clear()
      raise(step, to: entry, mayFill: group.count > 1)
    }
    enter(group, list)
    pass(on: time)
  }

  /// An attempt fills a step, and further required ones as far as the group's events go.
  private mutating func raise(_ step: Int, to entry: Int, mayFill: Bool) {
    if mayFill && !matching.fill(step) { return }
    here[step] = max(here[step], entry)
    raiseBehind(step, to: entry, mayFill: mayFill)
  }

  private mutating func raiseBehind(_ step: Int, to entry: Int, mayFill: Bool) {
    var last = step
    while mayFill, !isStrict, let next = shape.nextRequired(after: last), matching.fill(next) {
      here[next] = max(here[next], entry)
      last = next
    }
  }

  /// Entries of the group itself: of those that fit the same steps the last one stands for all.
  private mutating func enter(_ group: Range<Int>, _ list: borrowing CandidateList) {
    var seen: Set<UInt64> = []
    for entry in group.reversed() where list.all[entry].mask & 1 != 0 {
      let mask = list.all[entry].mask
      here[0] = max(here[0], entry)
      guard group.count > 1, seen.insert(mask).inserted else { continue }
      matching.clear()
      matching.remove(mask)
      raiseBehind(0, to: entry, mayFill: true)
      matching.clear()
      matching.add(mask)
    }
  }

  /// What was filled in the group waits for the steps that may come next.
  private mutating func pass(on time: Int64) {
    for step in here.indices where here[step] >= 0 {
      reached[step] = max(reached[step], here[step])
      guard let awaited = shape.awaited(after: step) else { continue }
      for next in awaited { waiting[next].push(here[step], at: time) }
    }
  }
}

/// The latest entry among those noted at most so long ago.
private struct RecentList {
  private let spanMilliseconds: Int64?
  private var items: [(time: Int64, entry: Int)] = []
  private var head = 0

  init(spanMilliseconds: Int64?) { self.spanMilliseconds = spanMilliseconds }

  mutating func removeAll() {
    items.removeAll(keepingCapacity: true)
    head = 0
  }

  mutating func push(_ entry: Int, at time: Int64) {
    while items.count > head, let last = items.last, last.entry <= entry { items.removeLast() }
    items.append((time, entry))
  }

  mutating func latest(at time: Int64) -> Int? {
    if let span = spanMilliseconds {
      while head < items.count, time - items[head].time > span { head += 1 }
    }
    return head < items.count ? items[head].entry : nil
  }
}
