/// Fills optional steps between required ones whose events are settled: as many as can be, then step by step each with the
/// earliest event.
///
/// ```
/// steps     a  b?  c?  d?  e        events  a  c  d  b  e
/// most[b] at the b: 1     most[c] at the c: 2 (c, d)          so b is skipped
/// ```
/// It goes through the events between two required steps from behind, so that for every event and step it is known how
/// many steps it leads to; a group of equal time counts by matching.
struct OptionalFill: Sendable {
  private let shape: StepShape
  private let isStrict: Bool
  private var matching = TieMatching()
  /// Events between the two required steps that fit an optional one, and the ends of their groups of equal time.
  private var events: [Int] = []
  private var groupEnds: [Int] = []
  /// By group and optional step: the most steps filled from it on, when it is the group's first one.
  private var most: [Int16] = []
  /// The same behind the group, when the step was the last one looked at; by group, then step, from the step before on.
  private var mostBehind: [Int16] = []
  private var steps = 0..<0
  private var taken: Set<Int> = []
  /// By step: the events that fit it, where it is optional; only while a list is loaded.
  private var eventsOfStep: [[Int]]
  private var isIndexed = false

  /// No way to the next required step.
  private static let none = Int16.min / 2

  init(plan: FunnelPlan) {
    shape = StepShape(plan: plan)
    isStrict = plan.ties == .strict
    eventsOfStep = Array(repeating: [], count: plan.steps.count)
  }

  /// Fills the optional steps of an attempt.
  ///
  /// - Parameters:
  ///   - filled: by step, the candidate that fills it, -1 for none; the required ones are there.
  ///   - end: the last moment that the attempt may use.
  mutating func fill(_ filled: inout [Int], of list: borrowing CandidateList, until end: Int64) {
    guard shape.hasOptional else { return }
    taken = Set(filled.filter { $0 >= 0 })
    for step in shape.required where filled[step] >= 0 {
      guard let next = shape.nextRequired(after: step), next > step + 1 else { continue }
      steps = step + 1..<next
      let goal = filled[next] < 0 ? nil : filled[next]
      if steps.count == 1, isIndexed, goal == nil || shape.within[next] == nil {
        fillAlone(from: filled[step], to: goal, until: end, &filled, list)
        continue
      }
      collect(from: filled[step], to: goal, until: end, list)
      guard !events.isEmpty else { continue }
      let goalTime = goal.map { list.all[$0].timeMilliseconds }
      measure(goal: goalTime, within: shape.within[next], list)
      choose(from: list.all[filled[step]].timeMilliseconds, goalTime, within: next, &filled, list)
    }
  }

  // MARK: One step alone

  /// Notes where the events for each optional step are, so that one alone between two required ones is found at once.
  mutating func load(_ list: borrowing CandidateList) {
    isIndexed = true
    for step in eventsOfStep.indices { eventsOfStep[step].removeAll(keepingCapacity: true) }
    for index in list.all.indices {
      var steps = list.all[index].optional
      while steps != 0 {
        eventsOfStep[steps.trailingZeroBitCount].append(index)
        steps &= steps - 1
      }
    }
  }

  /// Forgets the list that was loaded.
  mutating func unload() { isIndexed = false }

  private func fillAlone(
    from first: Int, to goal: Int?, until end: Int64, _ filled: inout [Int],
    _ list: borrowing CandidateList
  ) {
    let start = list.all[first].timeMilliseconds
    let last = goal.map { list.all[$0].timeMilliseconds } ?? end
    let events = eventsOfStep[steps.lowerBound]
    let from = isStrict ? start + 1 : start
    for place in events.partitionPoint({ list.all[$0].timeMilliseconds >= from })..<events.count {
      let time = list.all[events[place]].timeMilliseconds
      guard time < last || (time == last && (goal == nil || !isStrict)),
        isReachable(0, time, from: start)
      else { return }
      // At most one event a step is taken.
      if taken.contains(events[place]) { continue }
      filled[steps.lowerBound] = events[place]
      return
    }
  }

  // MARK: Events at hand

  private mutating func collect(
    from first: Int, to goal: Int?, until end: Int64, _ list: borrowing CandidateList
  ) {
    events.removeAll(keepingCapacity: true)
    groupEnds.removeAll(keepingCapacity: true)
    let start = list.all[first].timeMilliseconds
    let last = goal.map { list.all[$0].timeMilliseconds } ?? end
    let wanted = StepShape.bits(steps)
    var index = list.group(list.groupIndex(of: first)).lowerBound
    while index < list.all.count, list.all[index].timeMilliseconds <= last {
      let candidate = list.all[index]
      let time = candidate.timeMilliseconds
      let isBetween = !isStrict || (time > start && (goal == nil || time < last))
      if candidate.optional & wanted != 0 && isBetween && !taken.contains(index) {
        append(index, list)
      }
      index += 1
    }
  }

  private mutating func append(_ index: Int, _ list: borrowing CandidateList) {
    if let last = events.last,
      list.all[last].timeMilliseconds == list.all[index].timeMilliseconds
    {
      groupEnds[groupEnds.count - 1] += 1
    } else {
      groupEnds.append(events.count + 1)
    }
    events.append(index)
  }

  private func group(_ number: Int) -> ArraySlice<Int> {
    events[(number == 0 ? 0 : groupEnds[number - 1])..<groupEnds[number]]
  }

  private func groupTime(_ number: Int, _ list: borrowing CandidateList) -> Int64 {
    list.all[events[groupEnds[number] - 1]].timeMilliseconds
  }

  // MARK: How many steps can be filled

  private mutating func measure(
    goal: Int64?, within: Int64?, _ list: borrowing CandidateList
  ) {
    let width = steps.count
    most = Array(repeating: OptionalFill.none, count: groupEnds.count * width)
    mostBehind = Array(repeating: OptionalFill.none, count: groupEnds.count * (width + 1))
    var ahead = steps.map { SlidingMost(spanMilliseconds: shape.within[$0]) }
    for number in groupEnds.indices.reversed() {
      let time = groupTime(number, list)
      let mayEnd = isInTime(time, goal, within)
      var best = mayEnd ? 0 : OptionalFill.none
      mostBehind[number * (width + 1) + width] = best
      for step in (0..<width).reversed() {
        best = max(best, ahead[step].most(since: time) ?? OptionalFill.none)
        mostBehind[number * (width + 1) + step] = best
      }
      prepare(group(number), list)
      for step in 0..<width {
        matching.clear()
        guard matching.fill(steps.lowerBound + step) else { continue }
        let count = 1 + self.count(from: step + 1, number)
        most[number * width + step] = count
        ahead[step].push(count, at: time)
      }
    }
  }

  private func isInTime(_ time: Int64, _ goal: Int64?, _ within: Int64?) -> Bool {
    guard let goal, let within else { return true }
    return goal - time <= within
  }

  private mutating func prepare(_ group: ArraySlice<Int>, _ list: borrowing CandidateList) {
    matching.removeAll()
    for index in group where !taken.contains(index) { matching.add(list.all[index].optional) }
  }

  /// The most steps from one on that the group at hand and those behind it can fill, beside those filled in it now.
  private mutating func count(from first: Int, _ number: Int) -> Int16 {
    let row = number * (steps.count + 1)
    var filled: Int16 = 0
    var best = mostBehind[row + first]
    for step in first..<(isStrict ? first : steps.count)
    where matching.fill(steps.lowerBound + step) {
      filled += 1
      best = max(best, filled + mostBehind[row + step + 1])
    }
    return best
  }

  // MARK: Which events

  private mutating func choose(
    from start: Int64, _ goal: Int64?, within next: Int, _ filled: inout [Int],
    _ list: borrowing CandidateList
  ) {
    var (last, group) = (start, 0)
    var left: Int16 = isInTime(start, goal, shape.within[next]) ? 0 : OptionalFill.none
    for number in groupEnds.indices {
      for step in 0..<steps.count where isReachable(step, groupTime(number, list), from: start) {
        left = max(left, most[number * steps.count + step])
      }
    }
    for step in 0..<steps.count where left > 0 {
      guard
        let (number, chosen) = nextEvent(
          for: step, from: group, after: last, leaving: left - 1, list)
      else { continue }
      filled[steps.lowerBound + step] = chosen
      taken.insert(chosen)
      (last, group, left) = (groupTime(number, list), number, left - 1)
    }
  }

  /// The first event for a step, with its group, that leaves so many steps to be filled behind it.
  private mutating func nextEvent(
    for step: Int, from group: Int, after last: Int64, leaving left: Int16,
    _ list: borrowing CandidateList
  ) -> (group: Int, event: Int)? {
    for number in group..<groupEnds.count {
      let time = groupTime(number, list)
      if isStrict && time <= last { continue }
      guard isReachable(step, time, from: last) else { return nil }
      // In a group where nothing was filled yet it is known what the step leads to.
      if time > last && most[number * steps.count + step] <= left { continue }
      if let event = earliest(for: step, number, leaving: left, list) { return (number, event) }
    }
    return nil
  }

  private func isReachable(_ step: Int, _ time: Int64, from last: Int64) -> Bool {
    if isStrict && time <= last { return false }
    return shape.within[steps.lowerBound + step].map { time - last <= $0 } ?? true
  }

  /// The first event of a group that fits a step and leaves so many steps to be filled behind it.
  private mutating func earliest(
    for step: Int, _ number: Int, leaving left: Int16, _ list: borrowing CandidateList
  ) -> Int? {
    let bit = StepShape.bit(steps.lowerBound + step)
    var refused: Set<UInt64> = []
    for index in group(number) {
      let mask = list.all[index].optional
      guard mask & bit != 0, !taken.contains(index), !refused.contains(mask) else { continue }
      taken.insert(index)
      prepare(group(number), list)
      taken.remove(index)
      if count(from: step + 1, number) == left { return index }
      refused.insert(mask)
    }
    return nil
  }
}

/// The greatest number at most so long behind a moment that moves back in time.
private struct SlidingMost {
  private let spanMilliseconds: Int64?
  private var items: [(time: Int64, count: Int16)] = []
  private var head = 0

  init(spanMilliseconds: Int64?) { self.spanMilliseconds = spanMilliseconds }

  mutating func push(_ count: Int16, at time: Int64) {
    while items.count > head, let last = items.last, last.count <= count { items.removeLast() }
    items.append((time, count))
  }

  mutating func most(since time: Int64) -> Int16? {
    if let span = spanMilliseconds {
      while head < items.count, items[head].time - time > span { head += 1 }
    }
    return head < items.count ? items[head].count : nil
  }
}
