extension ReferenceFunnel {
  /// Why a configuration may not ask for this funnel; empty if it may.
  ///
  /// The reference's results are meant only for funnels without problems.
  public var problems: [String] {
    stepProblems + exclusionProblems + optionProblems
  }

  private var stepProblems: [String] {
    var problems: [String] = []
    if !(2...64).contains(steps.count) { problems.append("a funnel has 2 to 64 steps") }
    if steps.first?.isOptional == true { problems.append("the first step is optional") }
    if steps.last?.isOptional == true { problems.append("the last step is optional") }
    if steps.first?.withinMilliseconds != nil {
      problems.append("the first step has no step before it to be within")
    }
    return problems
  }

  private var exclusionProblems: [String] {
    exclusions.flatMap { exclusion -> [String] in
      let isThere = steps.indices.contains(exclusion.from) && steps.indices.contains(exclusion.to)
      if !isThere { return ["an exclusion names a step that is not there"] }
      return exclusion.from < exclusion.to ? [] : ["an exclusion names its steps in wrong order"]
    }
  }

  private var optionProblems: [String] {
    var problems: [String] = []
    if order == .any {
      if steps.contains(where: { $0.isOptional }) { problems.append("optional needs an order") }
      if steps.contains(where: { $0.withinMilliseconds != nil }) {
        problems.append("within needs an order")
      }
      if strictTies { problems.append("ties need an order") }
    }
    if ignoresRepeats && order != .strict {
      problems.append("ignore_repeats needs the order strict")
    }
    if case .step(let name) = attribution {
      let named = steps.count { $0.name == name }
      if named == 0 { problems.append("attribution names a step that is not there") }
      if named > 1 { problems.append("attribution names two steps") }
    }
    return problems
  }
}
