/// How much an estimate would vary with other persons: it is worked out again without each of 64 groups of them.
///
/// The delete-a-group jackknife (Kott, "The Delete-a-Group Jackknife", Journal of Official Statistics 17, 2001).
/// A person's rows are all in one group, so persons who count many times widen the interval.
package enum Jackknife {
  package static let groupCount = 64
  /// The quantile of Student's distribution for a two-sided 95 % interval, 63 degrees of freedom.
  private static let t = 2.00

  /// Bounds of a 95 % interval.
  package struct Interval: Sendable, Equatable {
    package var low: Double
    package var high: Double
  }

  /// The variance of an estimate: 63/64 times the squares of the estimates without each group around their mean.
  ///
  /// - Parameter estimates: one a group.
  static func variance(_ estimates: [Double]) -> Double {
    let mean = estimates.reduce(0, +) / Double(estimates.count)
    let squares = estimates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let groups = Double(groupCount)
    return (groups - 1) / groups * squares
  }

  /// The interval of a sum over persons.
  ///
  /// - Parameter sums: the sum without each group; a 64th too small on average.
  package static func interval(
    around sum: Double, sumsWithoutGroup sums: [Double]
  ) -> Interval {
    let scale = Double(groupCount) / Double(groupCount - 1)
    let spread = t * variance(sums.map { $0 * scale }).squareRoot()
    return Interval(low: sum - spread, high: sum + spread)
  }
}
