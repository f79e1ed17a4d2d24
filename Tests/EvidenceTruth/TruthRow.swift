/// One cause of one case over several seeds.
public struct TruthRow: Sendable {
  /// Of the case.
  public var name: String
  /// Name of the cause.
  public var reason: String
  /// One a seed.
  public var points: [TruthPoint]

  /// Mean over seeds.
  public var truth: Double { mean(points.map(\.truth)) }
  /// Mean over seeds.
  public var leftAfter: Double { mean(points.map(\.leftAfter)) }
  /// Mean over seeds.
  public var putDown: Double { mean(points.map(\.putDown)) }

  /// How the estimate does; nil when nothing was judged.
  public var estimate: TruthScore? { TruthScore(points.map { ($0.estimate, $0.truth) }) }
  /// The same against carts that advanced; nil for causes shown.
  public var advancing: TruthScore? {
    TruthScore(points.compactMap { point in point.advancing.map { ($0, point.truth) } })
  }
}

/// How far estimates are off, and how often their intervals hold the truth.
public struct TruthScore: Sendable {
  /// Mean over seeds.
  public var excess: Double
  /// Mean of excess less truth.
  public var error: Double
  /// Mean over seeds with an interval.
  public var standardError: Double
  /// The mean error as a share of the truth, over seeds with a truth of at least 30; nil for harmless causes.
  public var bias: Double?
  /// Nil without intervals.
  public var coverage: Double?

  init?(_ estimates: [(estimate: TruthEstimate, truth: Double)]) {
    guard !estimates.isEmpty else { return nil }
    excess = mean(estimates.map(\.estimate.excess))
    error = mean(estimates.map { $0.estimate.excess - $0.truth })
    standardError = mean(estimates.compactMap(\.estimate.standardError))
    let large = estimates.filter { $0.truth >= 30 }
    bias = large.isEmpty ? nil : mean(large.map { ($0.estimate.excess - $0.truth) / $0.truth })
    let judged = estimates.compactMap { $0.estimate.holds($0.truth) }
    coverage = judged.isEmpty ? nil : Double(judged.count { $0 }) / Double(judged.count)
  }

  /// Less than 10 % of the truth off, or for a harmless cause within 2 carts or 0.2 standard errors; intervals that hold
  /// the truth in at least 90 %.
  public var passes: Bool {
    let isCovered = coverage.map { $0 >= 0.9 } ?? true
    if let bias { return abs(bias) < 0.1 && isCovered }
    return abs(error) <= max(2, 0.2 * standardError) && isCovered
  }
}

private func mean(_ values: [Double]) -> Double {
  values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
}

extension TruthCase {
  /// One row a cause, over the seeds 1 to `seeds`.
  public func rows(users: Int, seeds: Int) throws -> [TruthRow] {
    var points: [String: [TruthPoint]] = [:]
    for seed in 1...UInt64(seeds) {
      for (reason, point) in try self.points(users: users, seed: seed) {
        points[reason, default: []].append(point)
      }
    }
    return reasons.map { TruthRow(name: name, reason: $0, points: points[$0] ?? []) }
  }
}
