/// Which groups of equal time an attempt of the order `strict` passes, and where it must stop and look.
struct StrictChain {
  let ignoresRepeats: Bool
  private var index = MaskIndex()

  init(plan: FunnelPlan) { ignoresRepeats = plan.ignoresRepeats }

  /// Begins a unit, whose list holds all its events.
  mutating func begin(_ list: borrowing CandidateList) {
    if ignoresRepeats { index.load(list) }
  }

  /// The first group that fills a step or ends the attempt; nil at the unit's end.
  func stop(
    atOrAfter group: Int, awaiting step: Int, from firstStep: Int, _ list: borrowing CandidateList
  ) -> Int? {
    guard ignoresRepeats else { return group < list.groupEnds.count ? group : nil }
    let filled = StepShape.bits(firstStep..<step)
    let awaited = StepShape.bit(step)
    return index.first(from: group) { $0 & filled == 0 || $0 & awaited != 0 }
  }

  /// Whether an attempt goes on behind a group of whose events it has used `count`: all, or the others are repeats.
  func passes(
    _ group: Int, filled: Range<Int>, using count: Int, _ list: borrowing CandidateList
  ) -> Bool {
    let range = list.group(group)
    if !ignoresRepeats { return range.count == count }
    let mask = StepShape.bits(filled)
    if range.count == 1 { return list.all[range.lowerBound].mask & mask != 0 }
    return index.first(from: group) { $0 & mask == 0 } != group
  }
}
