public import Clickstream

/// What a cart belongs to.
public enum CartUnit: String, Sendable, CaseIterable { case session, journey }

/// What evidence may tell carts apart by: the first known value of the cart's unit.
public enum StratumField: String, Sendable, CaseIterable { case device, channel }

/// What a value column holds.
public enum ValueMeaning: String, Sendable, CaseIterable {
  /// Of the cart or the order as a whole.
  case order
  /// Of one item.
  case item
}

/// How carts are judged (docs/definitions.md, "Cart" to "Derived fee").
public struct AbandonmentPlan: Sendable {
  /// See `CartUnit`.
  public var unit = CartUnit.session
  /// Longest time from a cart's last event to the purchase that recovers it, in milliseconds, inclusive.
  public var recoveryWindowMilliseconds: Int64 = 604_800_000
  /// Whether a rise between two totals of a cart counts as a surprise fee.
  public var derivesFee = false
  /// Rise that does not count yet, in millionths of the earlier total.
  public var feeToleranceMillionths: Int64 = 10_000
  /// See `ValueMeaning`; the command resolves it before the analysis begins.
  public var valueMeaning = ValueMeaning.order

  /// Reasons beside the built-in ones, in the order in which a row is asked for them; at most `OwnReason.limit`.
  public var ownReasons: [OwnReason] = []

  /// Carts are compared with carts of the same values; none: with all.
  public var strata: [StratumField] = []

  /// The defaults of docs/definitions.md.
  public init() {}

  /// An unresolved signal is stale when more of the cart than this follows it, in milliseconds.
  static let staleMilliseconds: Int64 = 600_000

  /// A derived fee that more than this share of the carts show is a charge by design.
  static let feeByDesignPercent = 80

  /// Built-in and own reasons.
  package var reasons: ReasonList { ReasonList(own: ownReasons) }
}
