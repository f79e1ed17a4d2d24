/// Which groups of equal time an attempt of the order `strict` passes, and where it must stop and look.
struct StrictChain {
  private let stepCount: Int
  let ignoresRepeats: Bool
  private let isOpen: Bool
  /// By awaited step and group: the next group that is not passed as nothing but repeats.
  ///
  /// Only where repeats are ignored and all attempts begin at the first step, so that it depends on nothing else.
  private var stops: [[Int]] = []

  init(plan: FunnelPlan) {
    stepCount = plan.steps.count
    ignoresRepeats = plan.ignoresRepeats
    isOpen = plan.entry == .open
  }

  /// Begins a unit, whose list holds all its events.
  mutating func begin(_ list: borrowing CandidateList) {
    guard ignoresRepeats && !isOpen else { return }
    stops = (0..<stepCount).map { _ in
      Array(repeating: list.groupEnds.count, count: list.groupEnds.count + 1)
    }
    for step in 1..<stepCount {
      for group in list.groupEnds.indices.reversed() {
        let isPassed = isRepeat(group, awaiting: step, from: 0, list)
        stops[step][group] = isPassed ? stops[step][group + 1] : group
      }
    }
  }

  /// The first group that fills a step or ends the attempt; nil at the unit's end.
  func stop(
    atOrAfter group: Int, awaiting step: Int, from firstStep: Int, _ list: borrowing CandidateList
  ) -> Int? {
    var next = group
    if ignoresRepeats && !isOpen {
      next = stops[step][min(group, list.groupEnds.count)]
    } else if ignoresRepeats {
      while next < list.groupEnds.count, isRepeat(next, awaiting: step, from: firstStep, list) {
        next += 1
      }
    }
    return next < list.groupEnds.count ? next : nil
  }

  /// Whether an attempt goes on behind a group of whose events it has used `count`: all, or the others are repeats.
  func passes(
    _ group: Int, filled: Range<Int>, using count: Int, _ list: borrowing CandidateList
  ) -> Bool {
    let range = list.group(group)
    if !ignoresRepeats { return range.count == count }
    let mask = StrictChain.mask(of: filled)
    return range.allSatisfy { list.all[$0].mask & mask != 0 }
  }

  /// Whether a group holds no event for the awaited step and only such as fit steps filled before.
  private func isRepeat(
    _ group: Int, awaiting step: Int, from firstStep: Int, _ list: borrowing CandidateList
  ) -> Bool {
    let filled = StrictChain.mask(of: firstStep..<step)
    let awaited = UInt64(1) << UInt64(step)
    return list.group(group).allSatisfy { index in
      list.all[index].mask & filled != 0 && list.all[index].mask & awaited == 0
    }
  }

  private static func mask(of steps: Range<Int>) -> UInt64 {
    // Steps are at most 64, so a mask of all of them is the only one that would shift too far.
    let below = steps.upperBound == 64 ? UInt64.max : (UInt64(1) << UInt64(steps.upperBound)) - 1
    return below & ~((UInt64(1) << UInt64(steps.lowerBound)) - 1)
  }
}
