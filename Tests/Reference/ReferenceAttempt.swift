/// One attempt at a funnel: what its entry led to.
struct Attempt {
  /// The event it begins with.
  var entry: Act
  /// The step the entry fills.
  var entryStep: Int
  /// The event that fills each step of the funnel; nil: not reached, or skipped.
  var filled: [Act?]
  /// How many steps that are not optional it filled.
  var level: Int
  /// It reached the funnel's end: the last step, or (order `any`) all of them.
  var isComplete: Bool
  /// Until when it could have gone on; `Int64.max`: until its unit's end.
  var over: Int64
  /// When an exclusion killed it; nil: never.
  var killed: Int64?

  var used: [Act] { filled.compactMap { $0 }.sorted { $0.position < $1.position } }
  /// The time of its last event.
  var lastTime: Int64 { used.map { $0.time }.reduce(entry.time, max) }
  /// When it converted; nil if it did not, or was killed.
  var converted: Int64? { isComplete && killed == nil ? lastTime : nil }
  /// The last moment of its life.
  var end: Int64 { killed ?? converted ?? over }
}

/// A step filled by an event.
struct Fill: Hashable {
  var step: Int
  var act: Act

  static func == (left: Fill, right: Fill) -> Bool {
    left.step == right.step && left.act.position == right.act.position
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(step)
    hasher.combine(act.position)
  }
}

/// Which events of a unit fit which steps.
final class UnitFits {
  let acts: [Act]
  let funnel: ReferenceFunnel
  /// The steps each event fits, by its position.
  let steps: [Int: [Int]]
  /// The values each event holds, by its position; none if one is missing: it fits no step then.
  let held: [Int: [Text]]

  init(acts: [Act], funnel: ReferenceFunnel) {
    self.acts = acts
    self.funnel = funnel
    var steps: [Int: [Int]] = [:]
    var held: [Int: [Text]] = [:]
    for act in acts {
      guard let values = heldValues(act, funnel) else { continue }
      held[act.position] = values
      steps[act.position] = funnel.steps.indices.filter { fitsStep(act, $0, funnel) }
    }
    self.steps = steps
    self.held = held
  }
}

/// What binds one attempt: which events fit which steps, and until when.
final class AttemptRules {
  let unit: UnitFits
  let entry: Act
  let entryStep: Int
  /// The events from the entry's time on that fit each step and hold the same values.
  private(set) var candidates: [[Act]] = []

  init(unit: UnitFits, entry: Act, entryStep: Int) {
    self.unit = unit
    self.entry = entry
    self.entryStep = entryStep
    let later = unit.acts.filter { $0.time >= entry.time }
    candidates = unit.funnel.steps.indices.map { step in later.filter { fits($0, step) } }
  }

  var acts: [Act] { unit.acts }
  var funnel: ReferenceFunnel { unit.funnel }

  /// Whether an event fits a step and holds the same values as the entry.
  func fits(_ act: Act, _ step: Int) -> Bool {
    unit.steps[act.position]?.contains(step) == true
      && unit.held[act.position] == unit.held[entry.position]
  }

  /// The last moment of the window; `Int64.max` without one.
  var windowEnd: Int64 { funnel.windowMilliseconds.map { entry.time + $0 } ?? Int64.max }

  /// The steps that may come next: optional ones, and the first that is not.
  func awaited(after step: Int) -> [Int] {
    let rest = funnel.steps.indices.filter { $0 > step }
    guard let required = rest.first(where: { !funnel.steps[$0].isOptional }) else { return rest }
    return rest.filter { $0 <= required }
  }

  /// Whether a step may be filled at `time`, when the one before was filled at `before`.
  func isInTime(_ time: Int64, _ step: Int, before: Int64) -> Bool {
    let isLater = funnel.strictTies ? time > before : time >= before
    let isWithin = funnel.steps[step].withinMilliseconds.map { time - before <= $0 } ?? true
    return isLater && isWithin && time <= windowEnd
  }

  /// Until when one of the awaited steps may be filled.
  func moment(after step: Int, before: Int64) -> Int64 {
    let moments = awaited(after: step).map { step in
      funnel.steps[step].withinMilliseconds.map { before + $0 } ?? Int64.max
    }
    return min(windowEnd, moments.reduce(before, max))
  }
}

/// Whether an event fits a step.
///
/// What fits the next required step too never fills an optional one.
func fitsStep(_ act: Act, _ step: Int, _ funnel: ReferenceFunnel) -> Bool {
  if !holds(funnel.steps[step].condition, act) { return false }
  if !funnel.steps[step].isOptional || funnel.order == .any { return true }
  let required = funnel.steps.dropFirst(step).first { !$0.isOptional }
  return !(required.map { holds($0.condition, act) } ?? false)
}

/// Whether an event is what a condition asks for.
func holds(_ condition: ReferenceCondition, _ act: Act) -> Bool {
  let isNamed = condition.events.isEmpty || condition.events.contains { Text($0) == act.name }
  return isNamed
    && condition.values.allSatisfy { name, value in
      !value.isEmpty && propertyValue(name, act) == Text(value)
    }
}

/// The values of the held properties; nil if one is missing.
func heldValues(_ act: Act, _ funnel: ReferenceFunnel) -> [Text]? {
  let values = funnel.hold.map { propertyValue($0, act) }
  return values.contains { $0.isEmpty } ? nil : values
}

/// The value of a role or property in an act's row; empty if missing.
func propertyValue(_ name: String, _ act: Act) -> Text {
  switch name {
  case "user": Text(bytes: act.row.user)
  case "event": act.name
  default: act.row.text(name)
  }
}
