import Reports

/// An estimate with its interval.
public struct TruthEstimate: Sendable {
  /// Carts.
  public var excess: Double
  /// The interval's lower bound; nil without one.
  public var low: Double?
  /// The interval's upper bound; nil without one.
  public var high: Double?

  /// A quarter of the interval's width; nil without one.
  public var standardError: Double? {
    guard let low, let high else { return nil }
    return (high - low) / 4
  }

  /// Whether the interval holds a value; nil without one.
  public func holds(_ value: Double) -> Bool? {
    guard let low, let high else { return nil }
    return low <= value && value <= high
  }
}

/// What was estimated and what is true of one cause in one shop.
public struct TruthPoint: Sendable {
  /// Carts abandoned that would not have been without the cause.
  public var truth: Double
  /// The excess.
  public var estimate: TruthEstimate
  /// Against carts that advanced; nil for causes shown.
  public var advancing: TruthEstimate?
  /// Abandoned carts that met it: what a count of errors before leaving says.
  public var leftAfter: Double
  /// Abandoned carts whose reason it is.
  public var putDown: Double

  /// Nil when nothing could be judged.
  init?(_ line: ReasonLine, truth: Double) {
    let evidence = line.evidence
    guard let excess = evidence.excess else { return nil }
    self.truth = truth
    estimate = TruthEstimate(excess: excess, low: evidence.low, high: evidence.high)
    advancing = evidence.advancing.map {
      TruthEstimate(excess: $0, low: evidence.advancingLow, high: evidence.advancingHigh)
    }
    leftAfter = Double(evidence.exposedAbandoned)
    putDown = Double(line.carts)
  }
}
