/// Attempts of the order `strict` with optional steps or steps that must follow soon.
///
/// An attempt goes from group to group of equal time; each event fills a step that is awaited, or is passed as a repeat, or
/// ends the attempt. In what order events of one time come is a choice, so an attempt may stand at several *places*; each is
/// looked at once. Events of a group that fit the same steps are one kind and only counted. Groups of mere repeats are
/// jumped over, so an attempt costs no more than its steps, however many events it passes.
struct StrictSearch: Sendable {
  /// Where an attempt stands.
  private struct Place: Hashable {
    /// The step filled last, and when.
    var step: Int
    var time: Int64
    /// All steps filled.
    var steps: UInt64
    var group: Int
    /// By kind of the group: events that filled steps.
    var used: [Int]
    /// By kind: there was a moment at which it was passed as a repeat.
    var passed: [Bool]
  }

  /// Events of one time that fit the same steps.
  private struct Kind {
    var mask: UInt64
    var count: Int
    /// The first of them, as many as can be used.
    var events: [Int]
  }

  /// The required steps still to come: as many as can be, as early as can be.
  private typealias Times = [Int64]

  /// The events for an attempt's steps so far, and what decides between ways with the same required ones.
  private struct Way {
    var filled: [Int]
    var key: [Int]
  }

  private let shape: StepShape
  private let isStrict: Bool
  private let ignoresRepeats: Bool
  private var index = MaskIndex()
  private var kindsOfGroup: [Int: [Kind]] = [:]
  private var known: [Place: Times] = [:]
  /// The attempt at hand.
  private var entry = 0
  private var entryGroup = 0
  private var entryKinds: [Kind] = []
  private var windowEnd: Int64 = 0

  init(plan: FunnelPlan) {
    shape = StepShape(plan: plan)
    isStrict = plan.ties == .strict
    ignoresRepeats = plan.ignoresRepeats
  }

  /// Makes ready for the attempts of a list.
  mutating func load(_ list: borrowing CandidateList) {
    if ignoresRepeats { index.load(list) }
    if !kindsOfGroup.isEmpty { kindsOfGroup.removeAll() }
  }

  /// What an entry leads to: the candidate of each step, -1 for none, and until when it could have gone on.
  mutating func solve(
    _ entry: Int, _ firstStep: Int, of list: borrowing CandidateList, until end: Int64
  ) -> (filled: [Int], over: Int64) {
    (self.entry, windowEnd) = (entry, end)
    entryGroup = list.groupIndex(of: entry)
    entryKinds = kinds(of: list.group(entryGroup), list)
    known.removeAll(keepingCapacity: known.count < 1024)
    let start = opened(
      Place(
        step: firstStep, time: list.all[entry].timeMilliseconds,
        steps: StepShape.bit(firstStep), group: entryGroup, used: [], passed: []), list)
    var filled = Array(repeating: -1, count: shape.count)
    filled[firstStep] = entry
    var ways = [start: Way(filled: filled, key: [])]
    var left = times(start, list)
    while !left.isEmpty {
      ways = onward(ways, left, list)
      left.removeFirst()
    }
    return finished(ways, list)
  }

  // MARK: Places

  private mutating func kinds(_ group: Int, _ list: borrowing CandidateList) -> [Kind] {
    if group == entryGroup { return entryKinds }
    if let kinds = kindsOfGroup[group] { return kinds }
    let kinds = kinds(of: list.group(group), list)
    kindsOfGroup[group] = kinds
    return kinds
  }

  private func kinds(of group: Range<Int>, _ list: borrowing CandidateList) -> [Kind] {
    var kinds: [Kind] = []
    for index in group where index != entry {
      let mask = list.all[index].mask
      if let kind = kinds.firstIndex(where: { $0.mask == mask }) {
        kinds[kind].count += 1
        if kinds[kind].events.count < shape.count { kinds[kind].events.append(index) }
      } else {
        kinds.append(Kind(mask: mask, count: 1, events: [index]))
      }
    }
    return kinds
  }

  /// A place at which nothing of its group was used yet.
  private mutating func opened(_ place: Place, _ list: borrowing CandidateList) -> Place {
    var place = place
    let kinds = kinds(place.group, list)
    place.used = Array(repeating: 0, count: kinds.count)
    place.passed = Array(repeating: false, count: kinds.count)
    return passing(place, kinds, list)
  }

  /// The same place, after it was noted which kinds are repeats there.
  private func passing(
    _ place: Place, _ kinds: [Kind], _ list: borrowing CandidateList
  ) -> Place {
    guard ignoresRepeats else { return place }
    var place = place
    let awaited = awaited(place, at: list.time(ofGroup: place.group))
    for (number, kind) in kinds.enumerated()
    where kind.mask & awaited == 0 && kind.mask & place.steps != 0 {
      place.passed[number] = true
    }
    return place
  }

  /// The steps that an event at a time may fill.
  private func awaited(_ place: Place, at time: Int64) -> UInt64 {
    guard !isStrict || time > place.time, let steps = shape.awaited(after: place.step) else {
      return 0
    }
    return steps.reduce(0) { mask, step in
      let isWithin = shape.within[step].map { time - place.time <= $0 } ?? true
      return isWithin ? mask | StepShape.bit(step) : mask
    }
  }

  /// The places behind the next event that fills a step, with the step and the event.
  private mutating func fills(
    _ place: Place, _ list: borrowing CandidateList
  ) -> [(step: Int, event: Int, place: Place)] {
    let kinds = kinds(place.group, list)
    let time = list.time(ofGroup: place.group)
    let awaited = awaited(place, at: time)
    var found: [(step: Int, event: Int, place: Place)] = []
    for (number, kind) in kinds.enumerated() where place.used[number] < kind.count {
      var steps = kind.mask & awaited
      while steps != 0 {
        let step = steps.trailingZeroBitCount
        steps &= steps - 1
        var next = place
        next.used[number] += 1
        (next.step, next.time) = (step, time)
        next.steps |= StepShape.bit(step)
        found.append(
          (step, kind.events[place.used[number]], passing(next, kinds, list)))
      }
    }
    return found
  }

  /// The place at the next group that is more than repeats; nil where the attempt cannot leave its group or none follows.
  private mutating func advanced(_ place: Place, _ list: borrowing CandidateList) -> Place? {
    guard place.group == entryGroup || isUsedUp(place, list) else { return nil }
    var group = place.group + 1
    if ignoresRepeats && group < list.groupEnds.count {
      let awaited = awaited(place, at: list.time(ofGroup: group))
      let filled = place.steps
      let next = index.first(from: group) { $0 & filled == 0 || $0 & awaited != 0 }
      group = next ?? list.groupEnds.count
    }
    guard group < list.groupEnds.count, list.time(ofGroup: group) <= windowEnd else { return nil }
    var next = place
    next.group = group
    return opened(next, list)
  }

  private mutating func isUsedUp(_ place: Place, _ list: borrowing CandidateList) -> Bool {
    let kinds = kinds(place.group, list)
    return kinds.indices.allSatisfy { place.passed[$0] || place.used[$0] == kinds[$0].count }
  }

  // MARK: Ways

  /// The times of the required steps still to be filled, all of them together as early as can be.
  private mutating func times(_ place: Place, _ list: borrowing CandidateList) -> Times {
    if let times = known[place] { return times }
    var best: Times = []
    for fill in fills(place, list) {
      let own = shape.isOptional(fill.step) ? [] : [fill.place.time]
      let times = own + times(fill.place, list)
      if StrictSearch.isBetter(times, than: best) { best = times }
    }
    if let next = advanced(place, list) {
      let times = times(next, list)
      if StrictSearch.isBetter(times, than: best) { best = times }
    }
    known[place] = best
    return best
  }

  private static func isBetter(_ one: Times, than other: Times) -> Bool {
    one.count != other.count ? one.count > other.count : one.lexicographicallyPrecedes(other)
  }

  /// All ways on by optional steps only, the given ones included; the best to each place.
  private mutating func detours(
    _ ways: [Place: Way], _ list: borrowing CandidateList
  ) -> [Place: Way] {
    var found = ways
    var open = Array(ways.keys)
    while let place = open.popLast() {
      guard let way = found[place] else { continue }
      var next: [(Place, Way)] = []
      for fill in fills(place, list) where shape.isOptional(fill.step) {
        var longer = way
        longer.filled[fill.step] = fill.event
        next.append((fill.place, longer))
      }
      if let advanced = advanced(place, list) { next.append((advanced, way)) }
      for (place, way) in next where isPreferred(way, to: found[place]) {
        found[place] = way
        open.append(place)
      }
    }
    return found
  }

  /// All ways to fill the next required step with the first event that leaves the times as they are.
  private mutating func onward(
    _ ways: [Place: Way], _ left: Times, _ list: borrowing CandidateList
  ) -> [Place: Way] {
    var first = Int.max
    var next: [Place: Way] = [:]
    for (place, way) in detours(ways, list) {
      for fill in fills(place, list) where !shape.isOptional(fill.step) {
        guard fill.event <= first, [fill.place.time] + times(fill.place, list) == left else {
          continue
        }
        if fill.event < first { next.removeAll() }
        first = fill.event
        var longer = way
        longer.filled[fill.step] = fill.event
        longer.key = key(of: longer)
        if isPreferred(longer, to: next[fill.place]) { next[fill.place] = longer }
      }
    }
    return next
  }

  private func isPreferred(_ way: Way, to other: Way?) -> Bool {
    guard let other else { return true }
    return key(of: way).lexicographicallyPrecedes(key(of: other))
  }

  /// What decides between ways: between two required steps each time the number of optional ones, then their events.
  private func key(of way: Way) -> [Int] {
    var key: [Int] = []
    var from = 0
    for step in shape.required {
      let between = way.filled[from..<step]
      key.append(-between.count { $0 >= 0 })
      key += between.map { $0 < 0 ? Int.max : $0 }
      from = step + 1
    }
    return key
  }

  /// The way that counts, once no required step can be filled any more.
  private mutating func finished(
    _ ways: [Place: Way], _ list: borrowing CandidateList
  ) -> (filled: [Int], over: Int64) {
    var best: (way: Way, over: Int64)?
    for (place, way) in detours(ways, list) {
      guard fills(place, list).isEmpty, advanced(place, list) == nil else { continue }
      let over = over(place, list)
      if let found = best {
        let (mine, its) = (key(of: way), key(of: found.way))
        if its.lexicographicallyPrecedes(mine) || (mine == its && over <= found.over) { continue }
      }
      best = (way, over)
    }
    return (best?.way.filled ?? [], best?.over ?? windowEnd)
  }

  /// Until when an attempt that goes no further could have gone on: up to the event that ends it.
  private mutating func over(_ place: Place, _ list: borrowing CandidateList) -> Int64 {
    var over = place.time
    if let awaited = shape.awaited(after: place.step) {
      for step in awaited { over = max(over, shape.within[step].map { place.time + $0 } ?? .max) }
    }
    over = min(over, windowEnd)
    if place.group != entryGroup && !isUsedUp(place, list) {
      over = min(over, list.time(ofGroup: place.group))
    }
    return over
  }
}
