import Clickstream
package import Measures

/// How many abandoned carts more than among comparable carts came with a reason.
///
/// All sums run over positions in order, so the same counts give the same bits.
package struct EvidenceEstimate: Sendable {
  /// An amount with its interval, in millionths, rounded to hundredths.
  package struct Value: Sendable {
    package var currency: UInt32
    package var millionths: Int128
    package var low: Int128?
    package var high: Int128?
  }

  /// Carts that met the reason.
  package let exposed: Int
  package let exposedAbandoned: Int
  /// Exposed carts with too few comparable ones.
  package private(set) var unjudged = 0
  /// Abandoned carts more than expected; nil when nothing could be judged.
  package private(set) var excess: Double?
  package private(set) var interval: Jackknife.Interval?
  /// The excess if the reason were of the other kind.
  package private(set) var otherKind: Double?
  /// The excess of an answer over carts whose next move reached a higher stage; nil for reasons shown.
  package private(set) var advancing: Double?
  package private(set) var advancingInterval: Jackknife.Interval?
  /// The excess weighted by the carts' value.
  package private(set) var values: [Value] = []

  /// - Parameters:
  ///   - index: of the reason.
  ///   - strata: carts are compared inside their stratum, in this order; none to compare all with all.
  init(of index: Int, pooled: EvidenceLayer, strata: [EvidenceLayer], kind: Signal.Kind) {
    let met = ExposedCounts(pooled.reasons[index])
    exposed = met.exposed.reduce(0, +)
    exposedAbandoned = met.abandoned.reduce(0, +)
    let comparisons = kind == .answer ? [Comparison(kind), .advancing] : [Comparison(kind)]
    let evidence = StratifiedEvidence(
      of: index, pooled: pooled, strata: strata, comparisons,
      hasInterval: met.groupCount >= EvidenceEstimate.leastGroups)
    otherKind =
      StratifiedEvidence(
        of: index, pooled: pooled, strata: strata, [Comparison(kind.other)], hasInterval: false
      ).excess(0)
    unjudged = evidence.unjudged
    (excess, interval) = (evidence.excess(0), evidence.interval(0))
    if kind == .answer {
      (advancing, advancingInterval) = (evidence.excess(1), evidence.interval(1))
    }
    guard excess != nil else { return }
    values = pooled.reasons[index].values.currencies.map { currency in
      let (excess, interval) = evidence.millionths(of: currency)
      return Value(
        currency: currency, millionths: EvidenceEstimate.roundedToHundredths(excess),
        low: interval.map { EvidenceEstimate.roundedToHundredths($0.low) },
        high: interval.map { EvidenceEstimate.roundedToHundredths($0.high) })
    }
  }

  /// Groups with an exposed cart that an interval needs: fewer would make it look better than it is.
  private static let leastGroups = 20

  /// An estimate of money is not known to the millionth.
  private static func roundedToHundredths(_ millionths: Double) -> Int128 {
    let hundredths = (millionths / 10_000).rounded(.toNearestOrEven)
    // Below 2^112 the product stays inside 128 bits.
    return Int128(min(max(hundredths, -0x1p112), 0x1p112)) * 10_000
  }
}

extension Signal.Kind {
  fileprivate var other: Signal.Kind { self == .shown ? .answer : .shown }
}
