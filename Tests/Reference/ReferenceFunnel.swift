/// How an attempt walks the steps (SPEC §6).
public enum ReferenceFunnelOrder: String, Sendable, CaseIterable {
  /// In order; other events may lie between.
  case ordered
  /// In order; an event that is not the awaited step ends the attempt.
  case strict
  /// In any order, within one window.
  case any
}

/// Through which steps an attempt may begin.
public enum ReferenceFunnelEntry: String, Sendable, CaseIterable {
  /// Only through the first step.
  case closed
  /// Through any step that is not optional; counted from there.
  case open
}

/// What a funnel counts of a unit.
public enum ReferenceFunnelCount: String, Sendable, CaseIterable {
  /// The unit, once.
  case unique
  /// Its attempts that do not overlap.
  case total
}

/// Which event of an attempt gives its segment.
public enum ReferenceAttribution: Sendable, Equatable {
  /// The entry.
  case first
  /// The event of the last step filled.
  case last
  /// The event of the step of that name; `(none)` if it was not reached.
  case step(String)
}

/// What a trend is cut into, by the entry's local day.
public enum ReferencePeriod: String, Sendable, CaseIterable {
  case day
  /// Monday to Sunday (ISO 8601).
  case week
  case month
}

/// What an event must be.
public struct ReferenceCondition: Sendable, Equatable {
  /// Canonical event names, any of which will do; none: whatever its name.
  public var events: [String]
  /// Roles or properties and the value each must have; a missing value is no value.
  public var values: [String: String]

  /// Creates a condition.
  public init(_ events: [String], values: [String: String] = [:]) {
    self.events = events
    self.values = values
  }
}

/// One step of a funnel.
public struct ReferenceStep: Sendable, Equatable {
  /// The step's name in the report.
  public var name: String
  /// What fills it.
  public var condition: ReferenceCondition
  /// It may be skipped; never the first or last step.
  public var isOptional: Bool
  /// Longest elapsed time from the step filled before it, inclusive; nil: none.
  public var withinMilliseconds: Int64?

  /// Creates a step; its name is its events joined with `|` unless given.
  public init(
    _ events: [String], name: String? = nil, values: [String: String] = [:],
    isOptional: Bool = false, withinMilliseconds: Int64? = nil
  ) {
    self.name = name ?? events.joined(separator: "|")
    self.condition = ReferenceCondition(events, values: values)
    self.isOptional = isOptional
    self.withinMilliseconds = withinMilliseconds
  }
}

/// What kills an attempt when it lies between two steps of it.
public struct ReferenceExclusion: Sendable, Equatable {
  /// What is excluded.
  public var condition: ReferenceCondition
  /// Index of the step after which it kills, from 0.
  public var from: Int
  /// Index of the step before which it kills, from 0; greater than `from`.
  public var to: Int

  /// Creates an exclusion.
  public init(_ events: [String], values: [String: String] = [:], from: Int, to: Int) {
    self.condition = ReferenceCondition(events, values: values)
    self.from = from
    self.to = to
  }
}

/// A funnel with every option of SPEC §6; each default is SPEC's.
public struct ReferenceFunnel: Sendable {
  /// The funnel's name in the report.
  public var name: String
  /// What it counts.
  public var unit: ReferenceUnit = .session
  /// Its steps, two or more.
  public var steps: [ReferenceStep]
  /// How an attempt walks the steps.
  public var order: ReferenceFunnelOrder = .ordered
  /// Each step strictly later in time than the one before (`ties: strict`); not with `any`.
  public var strictTies: Bool = false
  /// Through which steps an attempt may begin.
  public var entry: ReferenceFunnelEntry = .closed
  /// Units, or attempts.
  public var count: ReferenceFunnelCount = .unique
  /// Longest elapsed time from the entry, inclusive; nil: none.
  public var windowMilliseconds: Int64?
  /// With `strict`: an event that fits a step already filled does not end the attempt.
  public var ignoresRepeats: Bool = false
  /// What kills attempts.
  public var exclusions: [ReferenceExclusion] = []
  /// Roles or properties whose values all steps of an attempt share.
  public var hold: [String] = []
  /// Breakdowns: role names or property headers.
  public var by: [String] = []
  /// Which event gives an attempt's segment.
  public var attribution: ReferenceAttribution = .first
  /// The trend's periods; nil: no trend.
  public var trend: ReferencePeriod?

  /// Creates a funnel from steps; the options are set one by one.
  public init(name: String = "funnel", steps: [ReferenceStep]) {
    self.name = name
    self.steps = steps
  }

  /// Creates a funnel from event names; a step's name is its events joined with `|`.
  public init(
    name: String = "funnel", unit: ReferenceUnit = .session, steps: [[String]],
    windowMilliseconds: Int64? = nil, strictTies: Bool = false, by: [String] = []
  ) {
    self.init(name: name, steps: steps.map { ReferenceStep($0) })
    self.unit = unit
    self.windowMilliseconds = windowMilliseconds
    self.strictTies = strictTies
    self.by = by
  }
}
