/// Attempts of the order `ordered` where some required step must follow soon: filling a step as early as can be may be too
/// early for the next one.
///
/// One pass over a unit's events from behind serves all entries. Only where what an entry leads to reaches past its window
/// is that entry looked at by itself, over the events of its window.
struct WithinSearch: Sendable {
  private let shape: StepShape
  private let isOpen: Bool
  private let windowMilliseconds: Int64?
  private var table: VisitTable
  /// The list whose visits the table holds; nil where they are those of one attempt.
  private var tableList: Int?
  /// Groups that an attempt goes through, and how many required steps each fills.
  private var runs: [Run] = []
  private var matching = TieMatching()
  /// By step that an entry in the group at hand fills, and the steps it fits: what it leads to.
  private var known: [Key: Found] = [:]
  /// When each step of the attempt at hand is filled, optional ones aside.
  private(set) var times: [Int64?]

  /// What the table says of an entry; an attempt that reaches past its window must be looked at again.
  private struct Found {
    var attempt: Attempt
    var isPastWindow: Bool
  }

  private struct Run {
    var group: Int
    var timeMilliseconds: Int64
    var count: Int
  }

  private struct Key: Hashable {
    var step: Int
    var entryMask: UInt64
  }

  init(plan: FunnelPlan) {
    shape = StepShape(plan: plan)
    isOpen = plan.entry == .open
    windowMilliseconds = plan.windowMilliseconds
    table = VisitTable(plan: plan)
    times = Array(repeating: nil, count: plan.steps.count)
  }

  /// Appends the attempts of all entries of a list, in order.
  mutating func appendAttempts(
    of list: borrowing CandidateList, number: Int, exclusions: borrowing ExclusionTimes,
    to attempts: inout [Attempt]
  ) {
    let first = attempts.count
    var pastWindow: [Int] = []
    table.removeAll()
    tableList = number
    for group in list.groupEnds.indices.reversed() {
      table.enter(group, of: list)
      known.removeAll(keepingCapacity: true)
      for entry in list.group(group).reversed() {
        for step in entrySteps(list.all[entry].mask).reversed() {
          let found = found(entry, step, number, list, exclusions)
          if found.isPastWindow { pastWindow.append(attempts.count) }
          attempts.append(found.attempt)
        }
      }
      table.leave(group)
    }
    known.removeAll(keepingCapacity: true)
    var time = Int64.min
    for index in pastWindow {
      if attempts[index].entryMilliseconds != time { known.removeAll(keepingCapacity: true) }
      time = attempts[index].entryMilliseconds
      limit(&attempts[index], list, exclusions)
    }
    attempts[first...].reverse()
  }

  /// Looks at an attempt by itself; those of one time whose entries fit the same steps are alike.
  private mutating func limit(
    _ attempt: inout Attempt, _ list: borrowing CandidateList,
    _ exclusions: borrowing ExclusionTimes
  ) {
    let key = Key(step: attempt.firstStep, entryMask: list.all[attempt.entry].mask)
    if var found = known[key]?.attempt {
      (found.entry, found.place) = (attempt.entry, attempt.place)
      attempt = found
    } else {
      attempt = self.attempt(attempt, of: list, until: attempt.overMilliseconds, exclusions)
      known[key] = Found(attempt: attempt, isPastWindow: false)
    }
  }

  /// The steps through which an event may enter.
  private func entrySteps(_ mask: UInt64) -> [Int] {
    if !isOpen { return mask & 1 == 0 ? [] : [0] }
    return shape.required.filter { mask & StepShape.bit($0) != 0 }
  }

  private func windowEnd(_ time: Int64) -> Int64 {
    // Times lie in 2000...2099 and windows below a hundred years: no sum overflows.
    windowMilliseconds.map { time + $0 } ?? .max
  }

  /// An entry's attempt by the table.
  private mutating func found(
    _ entry: Int, _ step: Int, _ number: Int, _ list: borrowing CandidateList,
    _ exclusions: borrowing ExclusionTimes
  ) -> Found {
    let candidate = list.all[entry]
    let key = Key(step: step, entryMask: candidate.mask)
    if var found = known[key] {
      (found.attempt.entry, found.attempt.place) = (entry, candidate.place)
      return found
    }
    let start = table.start(step, entryMask: candidate.mask)
    let end = windowEnd(candidate.timeMilliseconds)
    var attempt = Attempt(
      entry: entry, list: number, place: candidate.place,
      entryMilliseconds: candidate.timeMilliseconds, firstStep: step, level: 1 + start.level,
      stepsAtEntry: start.reach, overMilliseconds: min(end, start.over))
    noteTimes(step, start, candidate.timeMilliseconds)
    let isPastWindow = times.contains { $0.map { $0 > end } ?? false }
    if !isPastWindow { finish(&attempt, exclusions) }
    let found = Found(attempt: attempt, isPastWindow: isPastWindow)
    known[key] = found
    return found
  }

  private func finish(_ attempt: inout Attempt, _ exclusions: borrowing ExclusionTimes) {
    attempt.killedMilliseconds = exclusions.killTime(filled: times, over: attempt.overMilliseconds)
    if attempt.killedMilliseconds == nil { attempt.convertedMilliseconds = times[shape.count - 1] }
  }

  private mutating func noteTimes(_ step: Int, _ start: VisitTable.Start, _ time: Int64) {
    for step in times.indices { times[step] = nil }
    times[step] = time
    var last = note(start.required, behind: step, time)
    var visit = start.next
    while visit >= 0 {
      let next = table.visits[visit]
      if shape.isOptional(next.step) {
        last = note(next.required, behind: last, next.timeMilliseconds)
      } else {
        times[next.step] = next.timeMilliseconds
        last = note(next.required - 1, behind: next.step, next.timeMilliseconds)
      }
      visit = next.next
    }
  }

  /// So many required steps behind one are filled at a time; gives the last.
  private mutating func note(_ count: Int, behind step: Int, _ time: Int64) -> Int {
    var last = step
    for _ in 0..<count {
      guard let next = shape.nextRequired(after: last) else { return last }
      times[next] = time
      last = next
    }
    return last
  }
}

// MARK: One attempt by itself

extension WithinSearch {
  /// The same entry's attempt when it uses no event behind a moment.
  mutating func attempt(
    _ old: Attempt, of list: borrowing CandidateList, until end: Int64,
    _ exclusions: borrowing ExclusionTimes
  ) -> Attempt {
    var attempt = old
    attempt.convertedMilliseconds = nil
    if shape.hasBridge {
      let start = start(old.entry, old.firstStep, of: list, until: end)
      attempt.level = 1 + start.level
      attempt.overMilliseconds = min(end, start.over)
      noteTimes(old.firstStep, start, old.entryMilliseconds)
    } else {
      load(list, number: old.list)
      attempt.level = levelOfRuns(old, of: list, until: end)
      attempt.overMilliseconds = min(end, old.overMilliseconds)
      noteTimesOfRuns(old)
    }
    finish(&attempt, exclusions)
    return attempt
  }

  private mutating func start(
    _ entry: Int, _ step: Int, of list: borrowing CandidateList, until end: Int64
  ) -> VisitTable.Start {
    let first = list.groupIndex(of: entry)
    var last = first
    while last + 1 < list.groupEnds.count, list.time(ofGroup: last + 1) <= end { last += 1 }
    table.removeAll()
    tableList = nil
    for group in (first + 1..<last + 1).reversed() {
      table.enter(group, of: list)
      table.leave(group)
    }
    table.enter(first, of: list)
    return table.start(step, entryMask: list.all[entry].mask)
  }

  /// Settles which events fill an attempt's required steps, by step; -1 for none.
  mutating func fill(_ attempt: Attempt, of list: borrowing CandidateList) -> [Int] {
    var filled = Array(repeating: -1, count: shape.count)
    filled[attempt.firstStep] = attempt.entry
    if tableList != nil && !shape.hasBridge {
      fillRuns(attempt, &filled, list)
      return filled
    }
    let start = start(
      attempt.entry, attempt.firstStep, of: list, until: attempt.overMilliseconds)
    var last = settle(
      start.required, behind: attempt.firstStep, reserving: nil,
      list.groupIndex(of: attempt.entry), attempt.entry, &filled, list)
    var visit = start.next
    while visit >= 0 {
      let next = table.visits[visit]
      let isOptional = shape.isOptional(next.step)
      last = settle(
        next.required, behind: isOptional ? next.step : last,
        reserving: isOptional ? next.step : nil, next.group, attempt.entry, &filled, list)
      visit = next.next
    }
    return filled
  }

  /// Fills so many required steps with events of one group, each with the first that leaves enough for the others.
  private mutating func settle(
    _ count: Int, behind step: Int, reserving optional: Int?, _ group: Int, _ entry: Int,
    _ filled: inout [Int], _ list: borrowing CandidateList
  ) -> Int {
    let range = list.group(group)
    var steps: [Int] = []
    var last = step
    while steps.count < count, let next = shape.nextRequired(after: last) {
      steps.append(next)
      last = next
    }
    guard !steps.isEmpty else { return last }
    matching.prepare(range, of: list, without: range.contains(entry) ? entry : -1)
    var taken = [entry]
    for (place, step) in steps.enumerated() {
      let others = Array(steps[(place + 1)...]) + [optional].compactMap { $0 }
      for index in range
      where list.all[index].mask & StepShape.bit(step) != 0 && !taken.contains(index) {
        matching.remove(list.all[index].mask)
        matching.clear()
        if others.allSatisfy({ matching.fill($0) }) {
          filled[step] = index
          taken.append(index)
          break
        }
        matching.clear()
        matching.add(list.all[index].mask)
      }
    }
    return last
  }
}

// MARK: Attempts by the table of all visits

/// Without a step that an optional one leads to, an attempt that is earlier at one step is never later at the next, so for
/// each number of steps the first visit that leads to so many is the best one, also where it must end in time.
extension WithinSearch {
  /// Makes ready for single attempts of a list.
  private mutating func load(_ list: borrowing CandidateList, number: Int) {
    guard tableList != number else { return }
    table.removeAll()
    for group in list.groupEnds.indices.reversed() {
      table.enter(group, of: list)
      table.leave(group)
    }
    tableList = number
  }

  /// The most steps that an entry's attempt can fill up to a moment; afterwards `runs` holds them.
  private mutating func levelOfRuns(
    _ attempt: Attempt, of list: borrowing CandidateList, until end: Int64
  ) -> Int {
    var (low, high) = (1, attempt.level)
    while low < high {
      let middle = (low + high + 1) / 2
      if walk(attempt, filling: middle - 1, list), lastTime(attempt) <= end {
        low = middle
      } else {
        high = middle - 1
      }
    }
    _ = walk(attempt, filling: low - 1, list)
    return low
  }

  private func lastTime(_ attempt: Attempt) -> Int64 {
    runs.last?.timeMilliseconds ?? attempt.entryMilliseconds
  }

  /// Goes the earliest way to fill so many steps behind the entry's; false where there is none.
  private mutating func walk(
    _ attempt: Attempt, filling count: Int, _ list: borrowing CandidateList
  ) -> Bool {
    runs.removeAll(keepingCapacity: true)
    var run = Run(
      group: list.groupIndex(of: attempt.entry), timeMilliseconds: attempt.entryMilliseconds,
      count: 0)
    var (step, left, most) = (attempt.firstStep, count, attempt.stepsAtEntry)
    while true {
      guard let (taken, next) = longest(run, behind: step, most: min(most, left), left) else {
        return false
      }
      run.count += taken
      runs.append(run)
      left -= taken
      guard left > 0, let next else { return true }
      step = next.step
      left -= 1
      most = next.reach
      run = Run(group: next.group, timeMilliseconds: next.timeMilliseconds, count: 1)
    }
  }

  /// How many more steps a group is to fill, as many as leave a way to the rest, and the next visit on it.
  private func longest(
    _ run: Run, behind step: Int, most: Int, _ left: Int
  ) -> (taken: Int, next: VisitTable.Visit?)? {
    for taken in (0...most).reversed() {
      if taken == left { return (taken, nil) }
      var last = step
      for _ in 0..<taken { last = shape.nextRequired(after: last) ?? last }
      guard let next = shape.nextRequired(after: last),
        let visit = table.first(next, behind: run.group, leadingTo: left - taken)
      else { continue }
      let isWithin = shape.within[next].map {
        visit.timeMilliseconds - run.timeMilliseconds <= $0
      }
      if isWithin ?? true { return (taken, visit) }
    }
    return nil
  }

  private mutating func noteTimesOfRuns(_ attempt: Attempt) {
    for step in times.indices { times[step] = nil }
    times[attempt.firstStep] = attempt.entryMilliseconds
    var last = attempt.firstStep
    for run in runs { last = note(run.count, behind: last, run.timeMilliseconds) }
  }

  private mutating func fillRuns(
    _ attempt: Attempt, _ filled: inout [Int], _ list: borrowing CandidateList
  ) {
    load(list, number: attempt.list)
    _ = walk(attempt, filling: attempt.level - 1, list)
    var last = attempt.firstStep
    for run in runs {
      last = settle(
        run.count, behind: last, reserving: nil, run.group, attempt.entry, &filled, list)
    }
  }
}
