/// Attempts of the order `any`: event after event from the entry on, each that makes one more step possible.
///
/// The events used are those that matching grows by, so no order of steps is tried. From one of them to the next an attempt
/// jumps: the next event that fits a step which can be freed. So it costs O(steps² · log events) and not a scan.
struct AnyOrderSearch: Sendable {
  private let stepCount: Int
  private let windowMilliseconds: Int64?
  /// By step: the candidates that fit it, in order.
  private var candidatesOfStep: [[Int]]
  /// By step: the candidate that fills it; -1 for none.
  private var owner: [Int]
  private var visited: UInt64 = 0
  /// The candidates used, in order.
  private(set) var used: [Int] = []

  init(plan: FunnelPlan) {
    stepCount = plan.steps.count
    windowMilliseconds = plan.windowMilliseconds
    candidatesOfStep = Array(repeating: [], count: stepCount)
    owner = Array(repeating: -1, count: stepCount)
  }

  /// Makes ready for the attempts of a list.
  mutating func load(_ list: borrowing CandidateList) {
    for step in 0..<stepCount { candidatesOfStep[step].removeAll(keepingCapacity: true) }
    for index in list.all.indices {
      var mask = list.all[index].mask
      while mask != 0 {
        candidatesOfStep[mask.trailingZeroBitCount].append(index)
        mask &= mask - 1
      }
    }
  }

  /// The attempt that begins at a candidate; afterwards `used` holds its events.
  mutating func attempt(
    _ entry: Int, of list: borrowing CandidateList, number: Int
  ) -> Attempt {
    let candidate = list.all[entry]
    // Times lie in 2000...2099 and windows below a hundred years: no sum overflows.
    let over = windowMilliseconds.map { candidate.timeMilliseconds + $0 } ?? .max
    for step in 0..<stepCount { owner[step] = -1 }
    used.removeAll(keepingCapacity: true)
    var next: Int? = entry
    while let index = next, list.all[index].timeMilliseconds <= over {
      visited = 0
      if place(index, list) { used.append(index) }
      next = used.count < stepCount ? nextUseful(after: index, list) : nil
    }
    var attempt = Attempt(
      entry: entry, list: number, place: candidate.place,
      entryMilliseconds: candidate.timeMilliseconds, firstStep: 0, level: used.count,
      stepsAtEntry: 0, overMilliseconds: over)
    if used.count == stepCount, let last = used.last {
      attempt.convertedMilliseconds = list.all[last].timeMilliseconds
    }
    return attempt
  }

  /// Gives an event a step of its own, moving others if need be (Kuhn's augmenting paths).
  private mutating func place(_ index: Int, _ list: borrowing CandidateList) -> Bool {
    var steps = list.all[index].mask & ~visited
    while steps != 0 {
      let step = steps.trailingZeroBitCount
      visited |= StepShape.bit(step)
      if owner[step] < 0 || place(owner[step], list) {
        owner[step] = index
        return true
      }
      steps &= steps - 1
      steps &= ~visited
    }
    return false
  }

  private func nextUseful(after index: Int, _ list: borrowing CandidateList) -> Int? {
    var first: Int?
    var steps = freeable(list)
    while steps != 0 {
      let all = candidatesOfStep[steps.trailingZeroBitCount]
      steps &= steps - 1
      let place = all.partitionPoint { $0 > index }
      if place < all.count { first = min(first ?? .max, all[place]) }
    }
    return first
  }

  /// Steps that are free, or whose event could move to such a step.
  private func freeable(_ list: borrowing CandidateList) -> UInt64 {
    var steps = (0..<stepCount).reduce(UInt64(0)) { mask, step in
      owner[step] < 0 ? mask | StepShape.bit(step) : mask
    }
    var before: UInt64 = 0
    while steps != before {
      before = steps
      for step in 0..<stepCount where owner[step] >= 0 && list.all[owner[step]].mask & steps != 0 {
        steps |= StepShape.bit(step)
      }
    }
    return steps
  }

  /// Which candidate fills each step, -1 for none: step by step the earliest that leaves the others a step each.
  mutating func assigned(_ list: borrowing CandidateList) -> [Int] {
    var left = used
    var filled = Array(repeating: -1, count: stepCount)
    for step in 0..<stepCount {
      let rest = StepShape.bits(step + 1..<stepCount)
      let chosen = left.indices.first { place in
        guard list.all[left[place]].mask & StepShape.bit(step) != 0 else { return false }
        var others = left
        others.remove(at: place)
        return canFill(others, among: rest, list)
      }
      if let chosen { filled[step] = left.remove(at: chosen) }
    }
    return filled
  }

  /// Whether each of some events can fill a step of its own.
  private mutating func canFill(
    _ events: [Int], among steps: UInt64, _ list: borrowing CandidateList
  ) -> Bool {
    for step in 0..<stepCount { owner[step] = -1 }
    for index in events {
      visited = ~steps
      if !place(index, list) { return false }
    }
    return true
  }
}
