import Reference

/// A tiny unit and a funnel over it, drawn at random, and the answers by trying everything.
///
/// Event names are `a` to `d` and `x`, one of them in most steps; order by time and name is the
/// total order.
struct ExhaustiveFunnel {
  struct Event: Hashable {
    var time: Int64
    var name: String
    var item: String
  }

  var events: [Event]
  var funnel: ReferenceFunnel

  var rows: [ReferenceEvent] {
    events.map { ReferenceEvent($0.time, "u", $0.name, ["item": $0.item]) }
  }

  init(seed: UInt64, order: ReferenceFunnelOrder) {
    var random = SplitMix64(seed: seed)
    func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    func name() -> String { ["a", "b", "c", "d", "x"][number(0...4)] }
    var time: Int64 = 1_000_000
    events = (0..<number(1...7)).map { _ in
      time += [0, 0, 1, 2, 3][number(0...4)]
      return Event(time: time, name: name(), item: ["", "i", "j"][number(0...2)])
    }
    events.sort { ($0.time, $0.name, $0.item) < ($1.time, $1.name, $1.item) }
    let count = number(2...4)
    funnel = ReferenceFunnel(
      steps: (0..<count).map { index in
        let events = number(0...2) == 0 ? [name(), name()] : [["a", "b", "c", "d"][index]]
        let isInner = index > 0 && index < count - 1 && order != .any
        return ReferenceStep(
          events, name: "\(index)", isOptional: isInner && number(0...2) == 0,
          withinMilliseconds: index > 0 && order != .any && number(0...3) == 0
            ? Int64(number(0...4)) : nil)
      })
    funnel.order = order
    funnel.strictTies = order != .any && number(0...3) == 0
    funnel.windowMilliseconds = number(0...1) == 0 ? Int64(number(0...8)) : nil
    funnel.hold = number(0...3) == 0 ? ["item"] : []
    funnel.ignoresRepeats = order == .strict && number(0...1) == 0
  }

  func fits(_ event: Int, _ step: Int) -> Bool {
    func isNamed(_ step: Int) -> Bool {
      funnel.steps[step].condition.events.contains(events[event].name)
    }
    if funnel.hold == ["item"] && events[event].item.isEmpty { return false }
    if !isNamed(step) || !funnel.steps[step].isOptional { return isNamed(step) }
    let required = funnel.steps.indices.first { $0 > step && !funnel.steps[$0].isOptional }
    return !isNamed(required ?? step)
  }

  func isAlike(_ one: Int, _ other: Int) -> Bool {
    funnel.hold.isEmpty || events[one].item == events[other].item
  }

  func isInWindow(_ event: Int, entry: Int) -> Bool {
    funnel.windowMilliseconds.map { events[event].time - events[entry].time <= $0 } ?? true
  }
}

// MARK: - Order `ordered`

extension ExhaustiveFunnel {
  /// Every way to give each step an event of its own or none, the first step given.
  func assignments(entry: Int) -> [[Int?]] {
    var all: [[Int?]] = [[entry]]
    for step in funnel.steps.indices.dropFirst() {
      all = all.flatMap { given -> [[Int?]] in
        let free = events.indices.filter { !given.contains($0) && fits($0, step) }
        return [given + [nil]] + free.map { given + [$0] }
      }
    }
    return all.filter { isAttempt($0, entry: entry) }
  }

  /// Whether the steps given are reached without a gap, in order and within the limits.
  func isAttempt(_ given: [Int?], entry: Int) -> Bool {
    let missing = given.indices.first { given[$0] == nil && !funnel.steps[$0].isOptional }
    if let missing, given[missing...].contains(where: { $0 != nil }) { return false }
    let filled = given.enumerated().compactMap { step, event in event.map { (step, $0) } }
    return zip(filled, filled.dropFirst()).allSatisfy { before, now in
      let pause = events[now.1].time - events[before.1].time
      let isWithin = funnel.steps[now.0].withinMilliseconds.map { pause <= $0 } ?? true
      return isWithin && (funnel.strictTies ? pause > 0 : pause >= 0)
        && isAlike(entry, now.1) && isInWindow(now.1, entry: entry)
    }
  }

  func level(_ given: [Int?]) -> Int {
    given.indices.count { given[$0] != nil && !funnel.steps[$0].isOptional }
  }

  /// What an attempt prefers: early times of all required steps; then from one required step to
  /// the next: its event, then more optional steps before it, then theirs.
  func preference(_ given: [Int?]) -> [Int] {
    let required = given.enumerated().filter { !funnel.steps[$0.offset].isOptional }
    var key = required.map { step in step.element.map { Int(events[$0].time) } ?? Int.max }
    var optional: [Int?] = []
    for (step, event) in given.enumerated().dropFirst() {
      if funnel.steps[step].isOptional {
        optional.append(event)
      } else {
        key += [event ?? Int.max, -optional.count { $0 != nil }]
        key += optional.map { $0 ?? Int.max }
        optional = []
      }
    }
    return key
  }

  /// The events of the attempt that counts; nil without an entry.
  func orderedAttempt() -> [Int?]? {
    let attempts = events.indices.filter { fits($0, 0) }.compactMap { entry in
      assignments(entry: entry).min { left, right in
        level(left) != level(right)
          ? level(left) > level(right)
          : preference(left).lexicographicallyPrecedes(preference(right))
      }
    }
    let most = attempts.map(level).max()
    return attempts.last { level($0) == most }
  }
}

// MARK: - Order `strict`

extension ExhaustiveFunnel {
  /// Every order of the events in which time never goes back.
  func orders() -> [[Int]] {
    func permutations(_ events: [Int]) -> [[Int]] {
      events.isEmpty
        ? [[]]
        : events.flatMap { event in
          permutations(events.filter { $0 != event }).map { [event] + $0 }
        }
    }
    let times = Set(events.map(\.time)).sorted()
    return times.reduce([[]]) { orders, time in
      let group = permutations(events.indices.filter { events[$0].time == time })
      return orders.flatMap { order in group.map { order + $0 } }
    }
  }

  /// How far one event after the other leads from an entry.
  func strictLevel(_ order: ArraySlice<Int>) -> Int {
    guard let entry = order.first else { return 0 }
    var filled = [(step: 0, event: entry)]
    for event in order.dropFirst() {
      let last = filled[filled.count - 1]
      let pause = events[event].time - events[last.event].time
      let awaited = funnel.steps.indices.filter { step in
        step > last.step
          && funnel.steps[(last.step + 1)..<step].allSatisfy { $0.isOptional }
      }
      let step = awaited.first { step in
        fits(event, step) && isAlike(entry, event) && isInWindow(event, entry: entry)
          && (funnel.strictTies ? pause > 0 : true)
          && funnel.steps[step].withinMilliseconds.map { pause <= $0 } ?? true
      }
      let isRepeat = filled.contains { fits(event, $0.step) && isAlike(entry, event) }
      if let step {
        filled.append((step, event))
      } else if !(funnel.ignoresRepeats && isRepeat) {
        break
      }
    }
    return filled.count { !funnel.steps[$0.step].isOptional }
  }

  func strictLevel() -> Int {
    orders().flatMap { order in
      order.indices.filter { fits(order[$0], 0) }.map { strictLevel(order[$0...]) }
    }.max() ?? 0
  }
}

// MARK: - Order `any`

extension ExhaustiveFunnel {
  /// The most steps that events of one window can fill, each of its own.
  func anyLevel() -> Int {
    func most(_ steps: [Int], _ free: [Int]) -> Int {
      guard let step = steps.first else { return 0 }
      let rest = Array(steps.dropFirst())
      return free.filter { fits($0, step) }.map { event in
        1 + most(rest, free.filter { $0 != event })
      }.reduce(most(rest, free), max)
    }
    return events.indices.map { first in
      let window = events.indices.filter {
        $0 >= first && isInWindow($0, entry: first) && isAlike(first, $0)
      }
      return most(Array(funnel.steps.indices), window)
    }.max() ?? 0
  }
}

// MARK: - `count: total`

extension ExhaustiveFunnel {
  /// The levels of the attempts that do not overlap, by going through time; order `ordered`, no
  /// `within`.
  func totalLevels() -> [Int] {
    var levels: [Int] = []
    var entries: [Int] = []
    var start = Int64.min
    for time in Set(events.map(\.time)).sorted() {
      if !entries.isEmpty && !entries.contains(where: { isInWindow(time, entry: $0) }) {
        levels.append(level(entries, until: time - 1))
        entries = []
      }
      entries += events.indices.filter { events[$0].time == time && fits($0, 0) && time > start }
      if level(entries, until: time) == requiredSteps {
        levels.append(requiredSteps)
        entries = []
        start = time
      }
    }
    return entries.isEmpty ? levels : levels + [level(entries, until: Int64.max)]
  }

  private var requiredSteps: Int { funnel.steps.count { !$0.isOptional } }

  private func isInWindow(_ time: Int64, entry: Int) -> Bool {
    funnel.windowMilliseconds.map { time - events[entry].time <= $0 } ?? true
  }

  private func level(_ entries: [Int], until time: Int64) -> Int {
    entries.flatMap { assignments(entry: $0) }.filter { given in
      given.allSatisfy { $0.map { events[$0].time <= time } ?? true }
    }.map(level).max() ?? 0
  }
}
