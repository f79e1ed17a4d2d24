/// Order `strict`: event after event, each must be the awaited step.
///
/// Events of equal time come in whatever order serves the attempt best; those of the entry's time
/// may also come before it. With `ignoresRepeats` an event that fits a step already filled is passed.
/// Events of one time that fit the same steps are one kind: the earliest fill, the others are passed.
struct StrictSearch: AttemptSearch {
  let rules: AttemptRules
  /// The events from the entry on within the window, by time and kind, without the entry.
  let groups: [Int64: [Kind: [Act]]]

  /// The steps an event fits.
  typealias Kind = [Int]

  /// How many events of a kind filled steps or were passed.
  struct Gone: Hashable {
    var filled = 0
    var passed = 0
  }

  struct Place: Hashable {
    /// The step filled last and its time.
    var step: Int
    var time: Int64
    var filledSteps: Set<Int>
    /// The time of the events just gone through, and how many of them.
    var group: Int64
    var gone: [Kind: Gone]
  }

  init(rules: AttemptRules) {
    self.rules = rules
    let events = rules.acts.filter { act in
      act.time >= rules.entry.time && act.time <= rules.windowEnd
        && act.position != rules.entry.position
    }
    groups = Dictionary(grouping: events) { $0.time }.mapValues { group in
      Dictionary(grouping: group) { act in
        rules.funnel.steps.indices.filter { rules.fits(act, $0) }
      }
    }
  }

  var start: Place {
    Place(
      step: rules.entryStep, time: rules.entry.time, filledSteps: [rules.entryStep],
      group: rules.entry.time, gone: [:])
  }

  /// The times and kinds of which one event must come next.
  func upcoming(_ place: Place) -> [(time: Int64, kind: Kind)] {
    let left = kinds(at: place.group).filter { kind in
      let gone = place.gone[kind] ?? Gone()
      return gone.filled + gone.passed < groups[place.group]?[kind]?.count ?? 0
    }.map { (time: place.group, kind: $0) }
    if place.group != rules.entry.time && !left.isEmpty { return left }
    guard let next = groups.keys.filter({ $0 > place.group }).min() else { return left }
    return left + kinds(at: next).map { (time: next, kind: $0) }
  }

  func kinds(at time: Int64) -> [Kind] {
    (groups[time] ?? [:]).keys.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Every step that an event of that kind may fill, or the passing of it; nothing if it ends the
  /// attempt.
  func moves(from place: Place, time: Int64, kind: Kind) -> [(fill: Fill?, place: Place)] {
    var next = place
    if time != place.group { next.gone = [:] }
    next.group = time
    let steps = rules.awaited(after: place.step).filter {
      kind.contains($0) && rules.isInTime(time, $0, before: place.time)
    }
    if steps.isEmpty {
      let isRepeat = kind.contains { place.filledSteps.contains($0) }
      next.gone[kind, default: Gone()].passed += 1
      return rules.funnel.ignoresRepeats && isRepeat ? [(nil, next)] : []
    }
    let filled = next.gone[kind]?.filled ?? 0
    guard let act = groups[time]?[kind]?[filled] else { return [] }
    next.gone[kind, default: Gone()].filled += 1
    next.time = time
    return steps.map { step in
      next.step = step
      next.filledSteps = place.filledSteps.union([step])
      return (Fill(step: step, act: act), next)
    }
  }

  func moves(from place: Place) -> [(fill: Fill?, place: Place)] {
    upcoming(place).flatMap { moves(from: place, time: $0.time, kind: $0.kind) }
  }

  /// All that can be reached by passing events and filling optional steps, here included.
  func detours(from place: Place) -> [Leap<Place>] {
    var found = [Leap(fills: [], place: place)]
    var seen = Set(found)
    var index = 0
    while index < found.count {
      let leap = found[index]
      index += 1
      for (fill, next) in moves(from: leap.place) {
        if let fill, !rules.funnel.steps[fill.step].isOptional { continue }
        let longer = Leap(fills: leap.fills + (fill.map { [$0] } ?? []), place: next)
        if seen.insert(longer).inserted { found.append(longer) }
      }
    }
    return found
  }

  func leaps(from place: Place) -> [Leap<Place>] {
    let leaps = detours(from: place).flatMap { detour in
      moves(from: detour.place).compactMap { fill, next -> Leap<Place>? in
        guard let fill, !rules.funnel.steps[fill.step].isOptional else { return nil }
        return Leap(fills: detour.fills + [fill], place: next)
      }
    }
    return Array(Set(leaps))
  }

  /// Only where no event can be gone through any more.
  func endings(from place: Place) -> [Ending] {
    detours(from: place).filter { moves(from: $0.place).isEmpty }.map { detour in
      let moment = rules.moment(after: detour.place.step, before: detour.place.time)
      return Ending(fills: detour.fills, over: min(moment, endingTime(detour.place)))
    }
  }

  /// The time of the event that ends the attempt; `Int64.max` if there is none.
  func endingTime(_ place: Place) -> Int64 {
    upcoming(place).map { $0.time }.filter { $0 > rules.entry.time }.min() ?? Int64.max
  }
}
