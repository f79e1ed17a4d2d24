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

  init(of reason: ExposureTables, among all: GroupedCounts, kind: Signal.Kind) {
    let met = ExposedCounts(reason)
    let hasInterval = met.groupCount >= EvidenceEstimate.leastGroups
    var comparisons = [Comparison(kind)]
    if kind == .answer { comparisons.append(.advancing) }
    let expectations = Expectation.all(
      comparisons, of: reason, among: all, at: met.positions, hasInterval: hasInterval)
    let others = Expectation.all(
      [Comparison(kind.other)], of: reason, among: all, at: met.positions, hasInterval: false)
    exposed = met.exposed.reduce(0, +)
    exposedAbandoned = met.abandoned.reduce(0, +)
    unjudged = expectations[0].unjudged(met.exposed)
    otherKind = others[0].excess { met[$0] }
    (excess, interval) = met.excess(expectations[0], hasInterval: hasInterval)
    if kind == .answer {
      (advancing, advancingInterval) = met.excess(expectations[1], hasInterval: hasInterval)
    }
    guard excess != nil else { return }
    values = reason.values.currencies.map { currency in
      EvidenceEstimate.value(
        reason.values.sums(of: currency), expectations[0], hasInterval: hasInterval)
    }
  }

  /// Groups with an exposed cart that an interval needs: fewer would make it look better than it is.
  private static let leastGroups = 20

  private static func value(
    _ sums: ExposedValues.Sums, _ expectation: Expectation, hasInterval: Bool
  ) -> Value {
    let excess = expectation.excess { sums[$0] } ?? 0
    var value = Value(currency: sums.currency, millionths: roundedToHundredths(excess))
    guard hasInterval else { return value }
    let estimates = (0..<Jackknife.groupCount).map { group in
      expectation.excess(withoutGroup: group) { sums[$0, without: group] } ?? 0
    }
    let interval = Jackknife.interval(around: excess, sumsWithoutGroup: estimates)
    value.low = roundedToHundredths(interval.low)
    value.high = roundedToHundredths(interval.high)
    return value
  }

  /// An estimate of money is not known to the millionth.
  private static func roundedToHundredths(_ millionths: Double) -> Int128 {
    let hundredths = (millionths / 10_000).rounded(.toNearestOrEven)
    // Below 2^112 the product stays inside 128 bits.
    return Int128(min(max(hundredths, -0x1p112), 0x1p112)) * 10_000
  }
}

/// The carts that met a reason, by position, over all groups and of each.
private struct ExposedCounts {
  let exposed: [Int]
  let abandoned: [Int]
  private let reason: ExposureTables

  init(_ reason: ExposureTables) {
    self.reason = reason
    exposed = reason.exposed.total
    abandoned = reason.abandoned.total
  }

  /// Where carts met the reason, ascending.
  var positions: [CartPosition] {
    exposed.indices.filter { exposed[$0] > 0 }.map { CartPosition(index: $0) }
  }

  /// Groups of persons that met the reason.
  var groupCount: Int {
    (0..<Jackknife.groupCount).count { group in
      (0..<CartPosition.count).contains { reason.exposed[$0, group: group] > 0 }
    }
  }

  subscript(position: Int) -> (abandoned: Double, exposed: Double) {
    (Double(abandoned[position]), Double(exposed[position]))
  }

  subscript(position: Int, without group: Int) -> (abandoned: Double, exposed: Double) {
    (
      Double(abandoned[position] - reason.abandoned[position, group: group]),
      Double(exposed[position] - reason.exposed[position, group: group])
    )
  }

  func excess(
    _ expectation: Expectation, hasInterval: Bool
  ) -> (excess: Double?, interval: Jackknife.Interval?) {
    guard let excess = expectation.excess({ self[$0] }) else { return (nil, nil) }
    guard hasInterval else { return (excess, nil) }
    let estimates = (0..<Jackknife.groupCount).map { group in
      expectation.excess(withoutGroup: group) { self[$0, without: group] } ?? 0
    }
    return (excess, Jackknife.interval(around: excess, sumsWithoutGroup: estimates))
  }
}

extension Signal.Kind {
  fileprivate var other: Signal.Kind { self == .shown ? .answer : .shown }
}
