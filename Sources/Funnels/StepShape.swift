/// Which steps of a funnel an attempt must fill, and which it may skip.
///
/// ```
/// steps       view   cart   gift?   note?   pay         required: view, cart, pay = 0, 1, 4
/// a mask of an event has a bit a step; an event that fits pay too never fills gift or note
/// ```
struct StepShape: Sendable {
  /// All steps.
  let count: Int
  /// Indices of the steps that are not optional, in order; never none.
  let required: [Int]
  /// By step: the longest time from the step filled before it.
  let within: [Int64?]
  /// A bit for each optional step.
  let optionalSteps: UInt64
  /// By step: the first required one at or behind it.
  private let requiredFrom: [Int]

  init(plan: FunnelPlan) {
    let steps = plan.steps
    count = steps.count
    required = steps.indices.filter { !steps[$0].isOptional }
    within = steps.map(\.withinMilliseconds)
    optionalSteps = steps.indices.reduce(0) { mask, step in
      steps[step].isOptional ? mask | StepShape.bit(step) : mask
    }
    requiredFrom = steps.indices.map { step in
      steps.indices.first { $0 >= step && !steps[$0].isOptional } ?? step
    }
  }

  var hasOptional: Bool { optionalSteps != 0 }
  var hasWithin: Bool { within.contains { $0 != nil } }
  /// Some required step must follow soon, so that filling the step before it early may be too early.
  var hasRequiredWithin: Bool { required.contains { within[$0] != nil } }

  /// A required step that must follow soon stands behind an optional one, which may lead to it.
  var hasBridge: Bool {
    required.contains { $0 > 0 && within[$0] != nil && isOptional($0 - 1) }
  }

  func isOptional(_ step: Int) -> Bool { optionalSteps & StepShape.bit(step) != 0 }

  /// The first required step behind a step; nil behind the last.
  func nextRequired(after step: Int) -> Int? {
    step + 1 < count ? requiredFrom[step + 1] : nil
  }

  /// The steps that may come next: optional ones, and the first that is not.
  func awaited(after step: Int) -> ClosedRange<Int>? {
    nextRequired(after: step).map { step + 1...$0 }
  }

  /// The steps that an event may fill: no optional one where it fits the next required one too.
  func settled(_ mask: UInt64) -> UInt64 {
    var kept = mask
    var rest = mask & optionalSteps
    while rest != 0 {
      let step = rest.trailingZeroBitCount
      rest &= rest - 1
      if mask & StepShape.bit(requiredFrom[step]) != 0 { kept &= ~StepShape.bit(step) }
    }
    return kept
  }

  /// The required steps of a mask, numbered without the optional ones.
  func requiredOnly(_ mask: UInt64) -> UInt64 {
    if !hasOptional { return mask }
    return required.enumerated().reduce(0) { found, step in
      mask & StepShape.bit(step.element) == 0 ? found : found | StepShape.bit(step.offset)
    }
  }

  static func bit(_ step: Int) -> UInt64 { UInt64(1) << UInt64(step) }

  /// A bit for each step of a range.
  static func bits(_ steps: Range<Int>) -> UInt64 {
    if steps.isEmpty { return 0 }
    // Steps are at most 64, so a mask of all of them is the only one that would shift too far.
    let below = steps.upperBound == 64 ? UInt64.max : bit(steps.upperBound) - 1
    return below & ~(bit(steps.lowerBound) - 1)
  }
}
