/// A way to fill the next required step, with optional steps filled on the way.
struct Leap<Place: Hashable>: Hashable {
  /// The optional steps filled, then the required one.
  var fills: [Fill]
  /// Where the attempt stands then.
  var place: Place
}

/// A way for an attempt to go on without filling another required step.
struct Ending {
  /// The optional steps filled.
  var fills: [Fill]
  /// Until when it could have gone on.
  var over: Int64
}

/// All the ways an attempt may go on from where it stands.
protocol AttemptSearch {
  associatedtype Place: Hashable
  var rules: AttemptRules { get }
  var start: Place { get }
  func leaps(from place: Place) -> [Leap<Place>]
  func endings(from place: Place) -> [Ending]
}

/// Fills one attempt by trying every way.
struct AttemptFiller<Search: AttemptSearch> {
  let search: Search
  /// The best times by place, so that nothing is tried twice.
  private var known: [Search.Place: [Int64]] = [:]

  init(_ search: Search) { self.search = search }

  /// The times of the required steps still to be filled: as many as can be, each as early as it
  /// can be, all of them together.
  private mutating func times(_ place: Search.Place) -> [Int64] {
    if let times = known[place] { return times }
    var best: [Int64] = []
    for leap in search.leaps(from: place) {
      let times = times(through: leap)
      let isEarlier = times.lexicographicallyPrecedes(best)
      if times.count > best.count || (times.count == best.count && isEarlier) { best = times }
    }
    known[place] = best
    return best
  }

  private mutating func times(through leap: Leap<Search.Place>) -> [Int64] {
    leap.fills.suffix(1).map { $0.act.time } + times(leap.place)
  }

  /// The greatest level, its steps as early in time as they can be; at these times step by step the
  /// first event, first for the required step, then for as many optional ones before it as can be.
  ///
  /// Ways with the same events may stand at different places (`strict` with repeats passed in a
  /// tie), so all of them are followed.
  mutating func attempt() -> Attempt {
    let rules = search.rules
    var places: Set<Search.Place> = [search.start]
    var fills = [Fill(step: rules.entryStep, act: rules.entry)]
    var left = times(search.start)
    let level = 1 + left.count
    while !left.isEmpty {
      let leaps = places.flatMap { search.leaps(from: $0) }.filter { times(through: $0) == left }
      let preferred = preferred(leaps.map { leapKey($0.fills) }).map { leaps[$0] }
      fills += preferred.first?.fills ?? []
      places = Set(preferred.map { $0.place })
      left.removeFirst()
    }
    let endings = places.flatMap { search.endings(from: $0) }
    let ending = preferred(endings.map { endingKey($0) }).first.map { endings[$0] }
    fills += ending?.fills ?? []
    return attempt(fills, level: level, over: ending?.over ?? rules.windowEnd)
  }

  /// The indices of the least key.
  private func preferred(_ keys: [[Int]]) -> [Int] {
    let least = keys.min { $0.lexicographicallyPrecedes($1) }
    return keys.indices.filter { keys[$0] == least }
  }

  private func attempt(_ fills: [Fill], level: Int, over: Int64) -> Attempt {
    let rules = search.rules
    var filled = [Act?](repeating: nil, count: rules.funnel.steps.count)
    for fill in fills { filled[fill.step] = fill.act }
    return Attempt(
      entry: rules.entry, entryStep: rules.entryStep, filled: filled, level: level,
      isComplete: filled.last.flatMap { $0 } != nil, over: over)
  }

  /// The required step's event, then the number of steps, then their events; skipped ones last.
  private func leapKey(_ fills: [Fill]) -> [Int] {
    [fills.last?.act.position ?? Int.max, -fills.count] + positions(fills)
  }

  /// The number of optional steps, then their events, then how long it lasted.
  private func endingKey(_ ending: Ending) -> [Int] {
    [-ending.fills.count] + positions(ending.fills) + [-Int(ending.over)]
  }

  private func positions(_ fills: [Fill]) -> [Int] {
    search.rules.funnel.steps.indices.map { step in
      fills.first { $0.step == step }?.act.position ?? Int.max
    }
  }
}
