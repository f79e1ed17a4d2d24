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

  /// A way gone so far: all the ways in play have the same events for the required steps.
  private struct Way {
    var fills: [Fill]
    /// What decides between ways: leap by leap the number of optional steps, then their events.
    var key: [Int] = []
  }

  /// The greatest level, its required steps first, then as many optional ones between them as can be.
  ///
  /// Required steps are filled as early in time as they can be, at these times step by step with the
  /// first event; optional ones with the first event that is left.
  ///
  /// Ways with the same events may stand at different places, so all places are followed, each
  /// with the best way to it.
  mutating func attempt() -> Attempt {
    let rules = search.rules
    let entry = Fill(step: rules.entryStep, act: rules.entry)
    var ways = [search.start: Way(fills: [entry])]
    var left = times(search.start)
    let level = 1 + left.count
    while !left.isEmpty {
      ways = onward(ways, left)
      left.removeFirst()
    }
    let ends = ways.flatMap { place, way in
      search.endings(from: place).map { ending in
        (way: longer(way, ending.fills), over: ending.over)
      }
    }
    let best = ends.min { left, right in
      (left.way.key + [-Int(left.over)]).lexicographicallyPrecedes(
        right.way.key + [-Int(right.over)])
    }
    return attempt(
      best?.way.fills ?? [entry], level: level, over: best?.over ?? rules.windowEnd)
  }

  /// All ways to fill the next required step with the first event that leaves the times as they are.
  private mutating func onward(
    _ ways: [Search.Place: Way], _ left: [Int64]
  ) -> [Search.Place: Way] {
    var found: [(position: Int, place: Search.Place, way: Way)] = []
    for (place, way) in ways {
      for leap in search.leaps(from: place) where times(through: leap) == left {
        let position = leap.fills.last?.act.position ?? Int.max
        found.append((position, leap.place, longer(way, leap.fills)))
      }
    }
    let first = found.map { $0.position }.min()
    var next: [Search.Place: Way] = [:]
    for (position, place, way) in found where position == first {
      let isBetter = next[place].map { way.key.lexicographicallyPrecedes($0.key) } ?? true
      if isBetter { next[place] = way }
    }
    return next
  }

  private func longer(_ way: Way, _ fills: [Fill]) -> Way {
    let optional = fills.filter { search.rules.funnel.steps[$0.step].isOptional }
    return Way(
      fills: way.fills + fills, key: way.key + [-optional.count] + positions(optional))
  }

  private func attempt(_ fills: [Fill], level: Int, over: Int64) -> Attempt {
    let rules = search.rules
    var filled = [Act?](repeating: nil, count: rules.funnel.steps.count)
    for fill in fills { filled[fill.step] = fill.act }
    return Attempt(
      entry: rules.entry, entryStep: rules.entryStep, filled: filled, level: level,
      isComplete: filled.last.flatMap { $0 } != nil, over: over)
  }

  private func positions(_ fills: [Fill]) -> [Int] {
    search.rules.funnel.steps.indices.map { step in
      fills.first { $0.step == step }?.act.position ?? Int.max
    }
  }
}
