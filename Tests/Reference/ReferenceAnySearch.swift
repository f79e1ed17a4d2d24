/// Order `any`: event after event from the entry on, within the window, each that makes one more
/// step possible.
struct AnySearch {
  let rules: AttemptRules

  func attempt() -> Attempt {
    let steps = Array(rules.funnel.steps.indices)
    var used: [Act] = []
    for act in rules.acts where isInWindow(act) && canFill(used + [act], steps) {
      used.append(act)
    }
    let filled = assigned(used, steps)
    return Attempt(
      entry: rules.entry, entryStep: filled.firstIndex { $0 != nil } ?? 0, filled: filled,
      level: used.count, isComplete: used.count == steps.count, over: rules.windowEnd)
  }

  func isInWindow(_ act: Act) -> Bool {
    act.position >= rules.entry.position && act.time <= rules.windowEnd
  }

  /// Whether each of the events can fill a step of its own.
  func canFill(_ acts: [Act], _ steps: [Int]) -> Bool {
    guard let act = acts.last else { return true }
    return steps.contains { step in
      rules.fits(act, step) && canFill(acts.dropLast(), steps.filter { $0 != step })
    }
  }

  /// All of the events; step by step the earliest that leaves a step for each of the others.
  func assigned(_ acts: [Act], _ steps: [Int]) -> [Act?] {
    guard let step = steps.first else { return [] }
    let rest = Array(steps.dropFirst())
    for act in acts where rules.fits(act, step) {
      let others = acts.filter { $0.position != act.position }
      if canFill(others, rest) { return [act] + assigned(others, rest) }
    }
    return [nil] + assigned(acts, rest)
  }
}
