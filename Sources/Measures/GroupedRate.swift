/// A rate whose units are counted in 64 groups of persons, so that its interval allows for persons who count many
/// times.
///
/// Design effect by the delete-one-group jackknife; interval by Wilson (1927) on n / design effect. Steps in
/// docs/definitions.md, "Rates".
package struct GroupedRate: Sendable {
  /// The normal quantile of a two-sided 95 % interval.
  private static let z = 1.959963984540054

  private var xs = [Int](repeating: 0, count: Jackknife.groupCount)
  private var ns = [Int](repeating: 0, count: Jackknife.groupCount)

  package init() {}

  /// Counts one unit of a person in `group` (0..<64), which met the condition or did not.
  package mutating func count(_ isMet: Bool, group: Int) {
    ns[group] += 1
    if isMet { xs[group] += 1 }
  }

  package mutating func merge(_ other: GroupedRate) {
    for group in ns.indices {
      xs[group] += other.xs[group]
      ns[group] += other.ns[group]
    }
  }

  package var x: Int { xs.reduce(0, +) }
  package var n: Int { ns.reduce(0, +) }

  /// At least 1; 1 where the rate is 0 or 1, or where there are no units.
  package var designEffect: Double {
    let (x, n) = (self.x, self.n)
    guard x > 0, x < n else { return 1 }
    let rate = Double(x) / Double(n)
    let estimates = ns.indices.map { group in
      let rest = n - ns[group]
      return rest == 0 ? rate : Double(x - xs[group]) / Double(rest)
    }
    return max(1, Jackknife.variance(estimates) / (rate * (1 - rate) / Double(n)))
  }

  /// Bounds of the 95 % interval; nil without units.
  package var interval: (low: Double, high: Double)? {
    guard n > 0 else { return nil }
    let rate = Double(x) / Double(n)
    let effective = Double(n) / designEffect
    let z2 = GroupedRate.z * GroupedRate.z
    let scale = 1 + z2 / effective
    let middle = (rate + z2 / (2 * effective)) / scale
    let spread =
      GroupedRate.z / scale
      * (rate * (1 - rate) / effective + z2 / (4 * effective * effective)).squareRoot()
    return (max(0, middle - spread), min(1, middle + spread))
  }
}
