public import Clickstream

/// What a funnel counts.
public enum FunnelUnit: String, Sendable, CaseIterable { case session, journey, user }

/// Whether events of equal time may fill steps in any order.
public enum FunnelTies: String, Sendable, CaseIterable {
  /// They may; settled by matching.
  case any
  /// Each step is strictly later than the one before.
  case strict
}

/// One step: a condition with a name.
public struct FunnelStep: Sendable {
  /// The name in reports.
  public var name: [UInt8]
  /// Events that fill it.
  public var condition: Condition

  /// Makes a step; see the properties.
  public init(name: [UInt8], condition: Condition) {
    self.name = name
    self.condition = condition
  }
}

/// An ordered funnel (docs/definitions.md, "Funnel").
public struct FunnelPlan: Sendable {
  /// Most steps of one funnel: a step is a bit of a word.
  public static let stepLimit = 64

  /// The name in reports.
  public var name: String
  /// See `FunnelUnit`.
  public var unit = FunnelUnit.session
  /// See `FunnelTies`.
  public var ties = FunnelTies.any
  /// Longest time from the entry, in milliseconds, inclusive; nil for none.
  public var windowMilliseconds: Int64?
  /// 2 to 64.
  public var steps: [FunnelStep]
  /// Breakdowns, one after the other.
  public var breakdowns: [Field] = []

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
}
