/// Order `ordered`: any later event may fill an awaited step; what lies between does not matter.
struct OrderedSearch: AttemptSearch {
  let rules: AttemptRules

  /// The step filled last, its time, and the events of that very time already used.
  struct Place: Hashable {
    var step: Int
    var time: Int64
    var used: Set<Int>
  }

  var start: Place {
    Place(step: rules.entryStep, time: rules.entry.time, used: [rules.entry.position])
  }

  /// Every step that may be filled next, with every event that may fill it.
  func fills(from place: Place) -> [Fill] {
    rules.awaited(after: place.step).flatMap { step in
      rules.candidates[step].filter { act in
        rules.isInTime(act.time, step, before: place.time) && !place.used.contains(act.position)
      }.map { Fill(step: step, act: $0) }
    }
  }

  func after(_ place: Place, _ fill: Fill) -> Place {
    let used = fill.act.time == place.time ? place.used : []
    return Place(
      step: fill.step, time: fill.act.time, used: used.union([fill.act.position]))
  }

  func isOptional(_ fill: Fill) -> Bool { rules.funnel.steps[fill.step].isOptional }

  func leaps(from place: Place) -> [Leap<Place>] {
    fills(from: place).flatMap { fill -> [Leap<Place>] in
      let next = after(place, fill)
      if !isOptional(fill) { return [Leap(fills: [fill], place: next)] }
      return leaps(from: next).map { Leap(fills: [fill] + $0.fills, place: $0.place) }
    }
  }

  func endings(from place: Place) -> [Ending] {
    let over = lastMoment()
    return optionalRuns(from: place).map { Ending(fills: $0, over: over) }
  }

  /// Every way to fill optional steps only, none included.
  func optionalRuns(from place: Place) -> [[Fill]] {
    [[]]
      + fills(from: place).filter { isOptional($0) }.flatMap { fill in
        optionalRuns(from: after(place, fill)).map { [fill] + $0 }
      }
  }

  /// Until when any of the ways to fill steps, also a worse one, could have gone on.
  func lastMoment() -> Int64 {
    if !rules.funnel.steps.contains(where: { $0.withinMilliseconds != nil }) {
      return rules.windowEnd
    }
    var last = Int64.min
    var seen: Set<Place> = [start]
    var places = [start]
    while let place = places.popLast() {
      last = max(last, rules.moment(after: place.step, before: place.time))
      for fill in fills(from: place) {
        let next = after(place, fill)
        if seen.insert(next).inserted { places.append(next) }
      }
    }
    return last
  }
}
