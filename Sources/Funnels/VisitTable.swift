/// How an attempt may go on from each group of equal time, found by going through the groups from behind.
///
/// ```
/// steps  a  b  c (within 5 of b)          events  a0  b1  b9  c12
/// visits from behind:   c12 alone: 1 step      b9, then c12: 2 steps      b1, then no c within 5: 1 step
/// entry a0:             the best visit behind it is b9
/// ```
/// A *visit* is what an attempt fills in one group: its first step there, then as many required steps as serve it best.
/// Optional steps matter only as such a first step: from them the next step may be within its limit. The best visit is
/// the one that leads to the most required steps and, of those, fills them earliest, step by step.
struct VisitTable: Sendable {
  struct Visit {
    var group: Int
    var timeMilliseconds: Int64
    /// The step filled first; it may be an optional one.
    var step: Int
    /// Required steps filled in the group.
    var required: Int
    /// Required steps filled from here on.
    var level: Int
    /// The next visit; -1 for none.
    var next: Int
    /// Required steps that the group could fill behind the first.
    var reach: Int
    /// The next visit with the same first step that leads to more required steps; -1 for none.
    var higher: Int
  }

  /// What an attempt can do from its entry's group on, beside the entry's own step.
  struct Start {
    var required: Int
    var next: Int
    var level: Int
    /// Until when it could go on.
    var over: Int64
    /// Required steps that the group could fill behind the first.
    var reach = 0
  }

  private let shape: StepShape
  private let isStrict: Bool
  private(set) var visits: [Visit] = []
  /// By step: the visits that begin with it, the latest first.
  private var visitsOfStep: [[Int]]
  /// By step: the visits behind that begin with it, the best of those within its limit in front.
  private var ahead: [SlidingList<Int>]
  /// By step: until when an attempt could go on that fills it next.
  private var lives: [SlidingList<Int64>]
  private var matching = TieMatching()
  private var mask: UInt64 = 0
  private var time: Int64 = 0
  private var isSingle = false
  /// The visits of the group entered last.
  private var found: [(step: Int, start: Start)] = []

  init(plan: FunnelPlan) {
    shape = StepShape(plan: plan)
    isStrict = plan.ties == .strict
    visitsOfStep = Array(repeating: [], count: plan.steps.count)
    ahead = Array(repeating: SlidingList(), count: plan.steps.count)
    lives = Array(repeating: SlidingList(), count: plan.steps.count)
  }

  mutating func removeAll() {
    visits.removeAll(keepingCapacity: true)
    for step in ahead.indices {
      visitsOfStep[step].removeAll(keepingCapacity: true)
      ahead[step].removeAll()
      lives[step].removeAll()
    }
  }

  /// Looks at a group, which must lie in front of those before.
  mutating func enter(_ group: Int, of list: borrowing CandidateList) {
    let range = list.group(group)
    time = list.time(ofGroup: group)
    isSingle = range.count == 1
    mask = range.reduce(0) { $0 | list.all[$1].mask }
    if !isSingle { matching.prepare(range, of: list, without: -1) }
  }

  /// What an attempt does whose entry lies in the group entered last and fills a step.
  mutating func start(_ step: Int, entryMask: UInt64) -> Start {
    if !isSingle {
      matching.clear()
      matching.remove(entryMask)
    }
    let start = best(after: step, mayFill: !isSingle && !isStrict)
    if !isSingle {
      matching.clear()
      matching.add(entryMask)
    }
    return start
  }

  /// Notes all visits of the group entered last; nothing more may begin in it.
  mutating func leave(_ group: Int) {
    found.removeAll(keepingCapacity: true)
    var rest = mask
    while rest != 0 {
      let step = rest.trailingZeroBitCount
      rest &= rest - 1
      if !isSingle {
        matching.clear()
        guard matching.fill(step) else { continue }
      }
      found.append((step, best(after: step, mayFill: !isSingle && !isStrict)))
    }
    for (step, start) in found { note(step, start, group) }
  }

  private mutating func note(_ step: Int, _ start: Start, _ group: Int) {
    let time = time
    lives[step].push(start.over, at: time) { $0 >= $1 }
    let own = shape.isOptional(step) ? 0 : 1
    guard own + start.level > 0 else { return }
    let level = own + start.level
    var higher = visitsOfStep[step].last ?? -1
    while higher >= 0, visits[higher].level <= level { higher = visits[higher].higher }
    visitsOfStep[step].append(visits.count)
    visits.append(
      Visit(
        group: group, timeMilliseconds: time, step: step, required: own + start.required,
        level: level, next: start.next, reach: start.reach, higher: higher))
    let all = visits
    ahead[step].push(visits.count - 1, at: time) { VisitTable.isBetter($0, than: $1, all) }
  }

  /// The best way on behind a step filled in the group; it may fill required ones there first.
  private mutating func best(after step: Int, mayFill: Bool) -> Start {
    var last = step
    var required = 0
    var best = goOn(behind: last)
    var over = best.over
    while mayFill, let next = shape.nextRequired(after: last), matching.fill(next) {
      (last, required) = (next, required + 1)
      var longer = goOn(behind: last)
      over = max(over, longer.over)
      longer.required = required
      longer.level += required
      // With as many steps in all, more of them now means earlier ones.
      if longer.level >= best.level { best = longer }
    }
    best.over = over
    best.reach = required
    return best
  }

  /// The first visit behind a group that begins with a step and leads to so many required steps; nil for none.
  func first(_ step: Int, behind group: Int, leadingTo level: Int) -> Visit? {
    let all = visitsOfStep[step]
    let place = all.partitionPoint { visits[$0].group <= group }
    guard place > 0 else { return nil }
    var found = all[place - 1]
    while visits[found].level < level {
      found = visits[found].higher
      if found < 0 { return nil }
    }
    return visits[found]
  }

  private mutating func goOn(behind step: Int) -> Start {
    var start = Start(required: 0, next: -1, level: 0, over: time)
    guard let awaited = shape.awaited(after: step) else { return start }
    for next in awaited {
      let limit = shape.within[next].map { time + $0 } ?? .max
      start.over = max(start.over, limit)
      if let over = lives[next].best(until: limit) { start.over = max(start.over, over) }
      guard let visit = ahead[next].best(until: limit) else { continue }
      if start.next < 0 || VisitTable.isBetter(visit, than: start.next, visits) {
        (start.next, start.level) = (visit, visits[visit].level)
      }
    }
    return start
  }

  /// More required steps, then earlier ones.
  private static func isBetter(_ one: Int, than other: Int, _ visits: [Visit]) -> Bool {
    if visits[one].level != visits[other].level { return visits[one].level > visits[other].level }
    var (left, right) = (Walk(at: one), Walk(at: other))
    for _ in 0..<visits[one].level {
      let (mine, its) = (left.next(visits), right.next(visits))
      if mine != its { return mine < its }
    }
    return true
  }

  /// Goes through the times of the required steps of a visit and those behind it.
  private struct Walk {
    var visit: Int
    var filled = 0

    init(at visit: Int) { self.visit = visit }

    mutating func next(_ visits: [Visit]) -> Int64 {
      while filled == visits[visit].required { (visit, filled) = (visits[visit].next, 0) }
      filled += 1
      return visits[visit].timeMilliseconds
    }
  }
}

/// The best of the items at most so far behind a moment that moves back in time.
struct SlidingList<Item: Sendable>: Sendable {
  private var items: [(time: Int64, item: Item)] = []
  private var head = 0

  mutating func removeAll() {
    items.removeAll(keepingCapacity: true)
    head = 0
  }

  /// Adds an item in front of all others in time; those that are no better need not be kept.
  mutating func push(_ item: Item, at time: Int64, isBetter: (Item, Item) -> Bool) {
    while items.count > head, let last = items.last, isBetter(item, last.item) {
      items.removeLast()
    }
    items.append((time, item))
  }

  /// The best item up to a limit; limits never grow.
  mutating func best(until limit: Int64) -> Item? {
    while head < items.count, items[head].time > limit { head += 1 }
    return head < items.count ? items[head].item : nil
  }
}
