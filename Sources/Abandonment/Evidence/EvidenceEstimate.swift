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
  /// The excess weighted by the carts' value.
  package private(set) var values: [Value] = []

  init(of reason: ExposureTables, among all: GroupedCounts, kind: Signal.Kind) {
    let (exposed, abandoned) = (reason.exposed.total, reason.abandoned.total)
    self.exposed = exposed.reduce(0, +)
    exposedAbandoned = abandoned.reduce(0, +)
    let expectation = Expectation(of: reason, among: all, kind, hasInterval: reason.hasInterval)
    unjudged = zip(exposed, expectation.whole).reduce(0) { $1.1 == nil ? $0 + $1.0 : $0 }
    otherKind = Expectation(of: reason, among: all, kind.other, hasInterval: false)
      .excess { (Double(abandoned[$0]), Double(exposed[$0])) }
    excess = expectation.excess { (Double(abandoned[$0]), Double(exposed[$0])) }
    guard let excess else { return }
    if reason.hasInterval {
      let estimates = (0..<Jackknife.groupCount).map { group in
        expectation.excess(withoutGroup: group) { position in
          (
            Double(abandoned[position] - reason.abandoned[position, group: group]),
            Double(exposed[position] - reason.exposed[position, group: group])
          )
        }
      }
      interval = Jackknife.interval(around: excess, sumsWithoutGroup: estimates.map { $0 ?? 0 })
    }
    values = reason.values.currencies.map { currency in
      EvidenceEstimate.value(
        reason.values.sums(of: currency), expectation, hasInterval: reason.hasInterval)
    }
  }

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

/// Groups with an exposed cart that an interval needs: fewer would make it look better than it is.
private let leastGroupsOfInterval = 20

extension ExposureTables {
  /// Whether enough groups of persons met the reason.
  fileprivate var hasInterval: Bool {
    (0..<Jackknife.groupCount).count { group in
      (0..<CartPosition.count).contains { exposed[$0, group: group] > 0 }
    } >= leastGroupsOfInterval
  }
}

extension Signal.Kind {
  fileprivate var other: Signal.Kind { self == .shown ? .answer : .shown }
}

/// The expected abandonment of exposed carts by position, over all groups and without each; nil where nothing can be judged.
private struct Expectation {
  private(set) var whole: [Double?] = []
  /// Group by group; empty without an interval.
  private var withoutGroups: [Double?] = []

  init(
    of reason: ExposureTables, among all: GroupedCounts, _ kind: Signal.Kind, hasInterval: Bool
  ) {
    // What carts did before they met the reason, or did without ever meeting it.
    var cells = zip(all.total, reason.after.total).map(-)
    LeavingChances(cells).appendExpected(kind, to: &whole)
    guard hasInterval else { return }
    withoutGroups.reserveCapacity(Jackknife.groupCount * CartPosition.count)
    for group in 0..<Jackknife.groupCount {
      all.add(group, times: -1, to: &cells)
      reason.after.add(group, times: 1, to: &cells)
      LeavingChances(cells).appendExpected(kind, to: &withoutGroups)
      all.add(group, times: 1, to: &cells)
      reason.after.add(group, times: -1, to: &cells)
    }
  }

  /// Abandoned minus expected over the exposed carts that can be judged; nil when there are none.
  ///
  /// - Parameters:
  ///   - group: left out; nil for none.
  ///   - weights: of the abandoned among the exposed at a position, and of all of them.
  func excess(
    withoutGroup group: Int? = nil, _ weights: (Int) -> (abandoned: Double, exposed: Double)
  ) -> Double? {
    var excess: Double?
    for position in 0..<CartPosition.count {
      let expected =
        group.map { withoutGroups[$0 * CartPosition.count + position] } ?? whole[position]
      guard let expected else { continue }
      let (abandoned, exposed) = weights(position)
      if exposed > 0 { excess = (excess ?? 0) + abandoned - exposed * expected }
    }
    return excess
  }
}
