/// What a unit's best attempt came to: the acts that fill its steps, the entry first.
struct Attempt {
  var filled: [Act]
  var level: Int { filled.count }
}

/// Fills one attempt by trying every event for every step.
struct AttemptSearch {
  let acts: [Act]
  let funnel: ReferenceFunnel
  let entry: Act
  /// Most further steps by what is left to choose from, so that nothing is tried twice.
  var known: [Choice: Int] = [:]

  /// A step to fill, the time to go on from, and the events of that very time already used.
  struct Choice: Hashable {
    var step: Int
    var time: Int64
    var used: Set<Int>
  }

  init(acts: [Act], funnel: ReferenceFunnel, entry: Act) {
    self.acts = acts
    self.funnel = funnel
    self.entry = entry
  }

  /// The events that can fill the choice's step.
  func candidates(_ choice: Choice) -> [Act] {
    if choice.step == funnel.steps.count { return [] }
    return acts.filter { act in
      let isLater =
        funnel.strictTies ? act.time > choice.time : act.time >= choice.time
      let isInWindow = funnel.windowMilliseconds.map { act.time - entry.time <= $0 } ?? true
      return isLater && isInWindow && !choice.used.contains(act.position)
        && matches(act, funnel.steps[choice.step].events)
    }
  }

  /// What is left after an event was taken for the choice's step.
  func after(_ choice: Choice, taking act: Act) -> Choice {
    let used = act.time == choice.time ? choice.used : []
    return Choice(step: choice.step + 1, time: act.time, used: used.union([act.position]))
  }

  /// The greatest number of steps that can still be filled.
  mutating func most(_ choice: Choice) -> Int {
    if let most = known[choice] { return most }
    var best = 0
    for act in candidates(choice) {
      best = max(best, 1 + most(after(choice, taking: act)))
    }
    known[choice] = best
    return best
  }

  /// The greatest level; among the ways to fill it each step takes the earliest event it can.
  mutating func attempt() -> Attempt {
    var choice = Choice(step: 1, time: entry.time, used: [entry.position])
    var filled = [entry]
    var left = most(choice)
    while left > 0 {
      left -= 1
      for act in candidates(choice) {
        let next = after(choice, taking: act)
        if most(next) == left {
          filled.append(act)
          choice = next
          break
        }
      }
    }
    return Attempt(filled: filled)
  }
}

/// Whether an act is any of a step's events.
func matches(_ act: Act, _ events: [String]) -> Bool {
  events.contains { Text($0) == act.name }
}

/// The attempt of a unit that counts: the greatest level, then the latest entry; nil without an
/// entry.
func bestAttempt(_ acts: [Act], _ funnel: ReferenceFunnel) -> Attempt? {
  var best: Attempt?
  for entry in acts where matches(entry, funnel.steps[0].events) {
    var search = AttemptSearch(acts: acts, funnel: funnel, entry: entry)
    let attempt = search.attempt()
    if attempt.level >= best?.level ?? 0 { best = attempt }
  }
  return best
}

/// The name of what a unit that stopped did next, within the window; `(left)` if nothing.
func nextEvent(_ acts: [Act], _ attempt: Attempt, _ funnel: ReferenceFunnel) -> Text {
  let last = attempt.filled.map { $0.position }.max() ?? 0
  let entryTime = attempt.filled[0].time
  let next = acts.first { act in
    let isInWindow = funnel.windowMilliseconds.map { act.time - entryTime <= $0 } ?? true
    return act.position > last && !act.isAutomatic && isInWindow
  }
  return next?.name ?? "(left)"
}
