/// Finds the attempts of a unit that a funnel counts.
struct AttemptFinder: Sendable {
  private let countsBestOnly: Bool
  private let countsTotal: Bool
  private var matcher: OrderedMatcher
  private var walker: AttemptWalker
  /// One for each set of held values; the first `listCount` are in use.
  private var lists = [CandidateList()]
  private var listCount = 1
  private var listOfValues: [[UInt32]: Int] = [:]
  private var attempts: [Attempt] = []
  /// What `find` found: the attempts that count, in order; reused from unit to unit.
  private(set) var counted: [Attempt] = []

  init(plan: FunnelPlan) {
    countsBestOnly = plan.countsBestOnly
    countsTotal = plan.count == .total
    matcher = OrderedMatcher(plan: plan)
    walker = AttemptWalker(plan: plan)
  }

  mutating func beginUnit() {
    for index in 0..<listCount { lists[index].removeAll() }
    listCount = 1
    guard !countsBestOnly else { return }
    walker.beginUnit()
    if !listOfValues.isEmpty { listOfValues.removeAll(keepingCapacity: true) }
  }

  func list(_ number: Int) -> CandidateList { lists[number] }

  /// The next event in order that fits some step.
  mutating func append(_ candidate: Candidate) { lists[0].append(candidate) }

  /// The same with the values that all events of an attempt share.
  mutating func append(_ candidate: Candidate, holding values: [UInt32]) {
    let number = listOfValues[values] ?? listOfValues.count
    if number == listOfValues.count { listOfValues[values] = number }
    if number == lists.count { lists.append(CandidateList()) }
    listCount = max(listCount, number + 1)
    lists[number].append(candidate)
  }

  /// The next event in order that meets exclusions.
  mutating func noteExclusions(_ mask: UInt64, at time: Int64) {
    walker.noteExclusions(mask, at: time)
  }

  /// Finds the attempts that count.
  ///
  /// - Returns: whether the unit had attempts, all of which were killed.
  mutating func find() -> Bool {
    counted.removeAll(keepingCapacity: true)
    if countsBestOnly {
      countBest()
      return false
    }
    attempts.removeAll(keepingCapacity: true)
    for number in 0..<listCount {
      walker.appendAttempts(of: lists[number], number: number, to: &attempts)
    }
    if listCount > 1 {
      attempts.sort { ($0.place, $0.firstStep) < ($1.place, $1.firstStep) }
    }
    if countsTotal { countRuns() } else { count(attempts.indices) }
    return counted.isEmpty && !attempts.isEmpty
  }

  private mutating func countBest() {
    guard let (entry, level) = matcher.best(of: lists[0]) else { return }
    let candidate = lists[0].all[entry]
    counted.append(
      Attempt(
        entry: entry, list: 0, place: candidate.place,
        entryMilliseconds: candidate.timeMilliseconds, firstStep: 0, level: level,
        stepsAtEntry: level, overMilliseconds: .max))
  }

  /// The best attempt among some that were not killed; with a goal, among those that converted then.
  private mutating func count(_ range: Range<Int>, goal: Int64? = nil) {
    var best: Int?
    for index in range where attempts[index].killedMilliseconds == nil {
      if goal != nil && attempts[index].convertedMilliseconds != goal { continue }
      if best.map({ attempts[index].isBetter(than: attempts[$0]) }) ?? true { best = index }
    }
    if let best { counted.append(attempts[best]) }
  }

  /// Attempts that do not overlap: a run lasts while any entry in it is live, and the next begins behind it.
  ///
  /// A run ends with its first conversion; then an attempt that converted at that time counts.
  private mutating func countRuns() {
    var start = 0
    while start < attempts.count {
      var goal: Int64?
      var over = Int64.min
      var end = start
      while end < attempts.count,
        end == start || attempts[end].entryMilliseconds <= goal ?? over
      {
        if let converted = attempts[end].convertedMilliseconds {
          goal = min(goal ?? converted, converted)
        }
        over = max(over, attempts[end].endMilliseconds)
        end += 1
      }
      count(start..<end, goal: goal)
      start = end
    }
  }
}
