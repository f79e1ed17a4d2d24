public import Clickstream

/// What a funnel counts.
public enum FunnelUnit: String, Sendable, CaseIterable { case session, journey, user }

/// How an attempt walks the steps.
public enum FunnelOrder: String, Sendable, CaseIterable {
  /// In order; other events may lie between.
  case ordered
  /// In order; an event that is not the awaited step ends the attempt.
  case strict
  /// In any order, within one window.
  case any
}

/// Whether events of equal time may fill steps in any order.
public enum FunnelTies: String, Sendable, CaseIterable {
  /// They may; settled by matching.
  case any
  /// Each step is strictly later than the one before.
  case strict
}

/// Through which steps an attempt may begin.
public enum FunnelEntry: String, Sendable, CaseIterable {
  /// Only through the first one.
  case closed
  /// Through any; it is counted from there.
  case open
}

/// What is counted of a unit.
public enum FunnelCount: String, Sendable, CaseIterable {
  /// Its best attempt.
  case unique
  /// All its attempts that do not overlap.
  case total
}

/// Which event of an attempt gives its segment.
public enum FunnelAttribution: Sendable, Equatable {
  /// The entry.
  case first
  /// The event of the last step that was filled.
  case last
  /// The event of one step, by its index; no value where the step was not filled.
  case step(Int)
}

/// The periods of a trend, by the local day of the entry.
public enum TrendPeriod: String, Sendable, CaseIterable {
  case day
  /// Monday to Sunday (ISO 8601).
  case week
  case month
}

/// One step: a condition with a name.
public struct FunnelStep: Sendable {
  /// The name in reports.
  public var name: [UInt8]
  /// Events that fill it.
  public var condition: Condition
  /// It may be skipped; never the first or the last step.
  public var isOptional = false
  /// Longest time from the step filled before it, in milliseconds, inclusive; nil for none.
  public var withinMilliseconds: Int64?

  /// Makes a step; see the properties.
  public init(name: [UInt8], condition: Condition) {
    self.name = name
    self.condition = condition
  }
}

/// What kills an attempt when it lies between two of its steps.
public struct FunnelExclusion: Sendable {
  /// Events that kill.
  public var condition: Condition
  /// Index of the step behind which they kill.
  public var from: Int
  /// Index of the step in front of which they kill; greater than `from`.
  public var to: Int

  /// Makes an exclusion; see the properties.
  public init(condition: Condition, from: Int, to: Int) {
    self.condition = condition
    self.from = from
    self.to = to
  }
}

/// A funnel (docs/definitions.md, "Funnel").
public struct FunnelPlan: Sendable {
  /// Most steps of one funnel: a step is a bit of a word.
  public static let stepLimit = 64
  /// Most exclusions of one funnel, for the same reason.
  public static let exclusionLimit = 64

  /// The name in reports.
  public var name: String
  /// See `FunnelUnit`.
  public var unit = FunnelUnit.session
  /// See `FunnelOrder`.
  public var order = FunnelOrder.ordered
  /// With the order `strict`: an event that fits a step already filled does not end the attempt.
  public var ignoresRepeats = false
  /// See `FunnelTies`.
  public var ties = FunnelTies.any
  /// See `FunnelEntry`.
  public var entry = FunnelEntry.closed
  /// See `FunnelCount`.
  public var count = FunnelCount.unique
  /// Longest time from the entry, in milliseconds, inclusive; nil for none.
  public var windowMilliseconds: Int64?
  /// 2 to 64.
  public var steps: [FunnelStep]
  /// At most 64.
  public var exclusions: [FunnelExclusion] = []
  /// Roles or properties whose values all events of an attempt share.
  public var hold: [Field] = []
  /// Breakdowns, one after the other.
  public var breakdowns: [Field] = []
  /// See `FunnelAttribution`.
  public var attribution = FunnelAttribution.first
  /// Nil for no trend.
  public var trend: TrendPeriod?

  /// Makes a funnel with the defaults of docs/definitions.md.
  public init(name: String, steps: [FunnelStep]) {
    self.name = name
    self.steps = steps
  }

  /// The funnel of the stages that occur; nil with fewer than two.
  public static func stages(_ stages: [Stage]) -> FunnelPlan? {
    guard stages.count >= 2 else { return nil }
    let steps = stages.map { stage in
      let name = Array(stage.name.utf8)
      return FunnelStep(name: name, condition: .field(.role(.event), .oneOf([name])))
    }
    return FunnelPlan(name: "stages", steps: steps)
  }

  /// What a line of the report is called: by its step, or in any order by how many steps were met.
  package func lineName(_ index: Int) -> [UInt8] {
    order == .any ? Array("\(index + 1) of \(steps.count)".utf8) : steps[index].name
  }
}
