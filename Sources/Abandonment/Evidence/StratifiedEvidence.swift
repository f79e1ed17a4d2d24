import Measures

/// Exposed carts and what was expected of them, part by part: one part a stratum, or all carts in one.
///
/// The parts are weighted by their exposed carts, so the estimate speaks of those who met the reason.
struct StratifiedEvidence {
  private struct Part {
    var met: ExposedCounts
    var values: ExposedValues
    /// By comparison.
    var expectations: [Expectation]
  }

  private let parts: [Part]
  private let hasInterval: Bool

  init(
    of index: Int, pooled: EvidenceLayer, strata: [EvidenceLayer], _ comparisons: [Comparison],
    hasInterval: Bool
  ) {
    func part(_ layer: EvidenceLayer) -> Part {
      let reason = layer.reasons[index]
      let met = ExposedCounts(reason)
      return Part(
        met: met, values: reason.values,
        expectations: Expectation.all(
          comparisons, of: reason, among: layer.all, at: met.positions, hasInterval: hasInterval))
    }
    let whole = part(pooled)
    self.hasInterval = hasInterval
    // Where a stratum is too thin to judge, the pooled carts do.
    parts =
      strata.isEmpty
      ? [whole]
      : strata.map { layer in
        var part = part(layer)
        for index in comparisons.indices {
          part.expectations[index].fill(from: whole.expectations[index])
        }
        return part
      }
  }

  /// Exposed carts that cannot be judged by the first comparison.
  var unjudged: Int {
    parts.reduce(0) { $0 + $1.expectations[0].unjudged($1.met.exposed) }
  }

  /// Abandoned carts more than expected; nil when nothing could be judged.
  func excess(_ comparison: Int) -> Double? {
    sum { part in part.expectations[comparison].excess { part.met[$0] } }
  }

  func interval(_ comparison: Int) -> Jackknife.Interval? {
    guard hasInterval, let excess = excess(comparison) else { return nil }
    let estimates = (0..<Jackknife.groupCount).map { group in
      sum { part in
        part.expectations[comparison].excess(withoutGroup: group) {
          part.met[$0, without: group]
        }
      } ?? 0
    }
    return Jackknife.interval(around: excess, sumsWithoutGroup: estimates)
  }

  /// The excess of the first comparison weighted by value.
  func millionths(of currency: UInt32) -> (excess: Double, interval: Jackknife.Interval?) {
    let sums = parts.map { $0.values.sums(of: currency) }
    func sum(without group: Int?) -> Double {
      zip(parts, sums).reduce(0) { total, part in
        let (part, sums) = part
        let excess = part.expectations[0].excess(withoutGroup: group) { position in
          group.map { sums[position, without: $0] } ?? sums[position]
        }
        return total + (excess ?? 0)
      }
    }
    let excess = sum(without: nil)
    guard hasInterval else { return (excess, nil) }
    let estimates = (0..<Jackknife.groupCount).map { sum(without: $0) }
    return (excess, Jackknife.interval(around: excess, sumsWithoutGroup: estimates))
  }

  /// Nil when no part has one.
  private func sum(_ excess: (Part) -> Double?) -> Double? {
    parts.reduce(nil) { sum, part in
      excess(part).map { (sum ?? 0) + $0 } ?? sum
    }
  }
}
