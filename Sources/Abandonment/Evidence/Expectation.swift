import Measures

/// The expected abandonment of exposed carts by position, over all groups and without each; nil where nothing can be judged.
struct Expectation {
  private var whole: [Double?] = []
  /// Group by group; empty without an interval.
  private var withoutGroups: [Double?] = []

  /// One for each comparison; chances are worked out once for all of them.
  static func all(
    _ comparisons: [Comparison], of reason: ExposureTables, among all: GroupedCounts,
    hasInterval: Bool
  ) -> [Expectation] {
    var expectations = comparisons.map { _ in Expectation() }
    // What carts did before they met the reason, or did without ever meeting it.
    var cells = zip(all.total, reason.after.total).map(-)
    let whole = LeavingChances(cells)
    for (index, comparison) in comparisons.enumerated() {
      whole.appendExpected(comparison, to: &expectations[index].whole)
    }
    guard hasInterval else { return expectations }
    for group in 0..<Jackknife.groupCount {
      all.add(group, times: -1, to: &cells)
      reason.after.add(group, times: 1, to: &cells)
      let chances = LeavingChances(cells)
      for (index, comparison) in comparisons.enumerated() {
        chances.appendExpected(comparison, to: &expectations[index].withoutGroups)
      }
      all.add(group, times: 1, to: &cells)
      reason.after.add(group, times: -1, to: &cells)
    }
    return expectations
  }

  /// Exposed carts at positions where nothing can be judged.
  func unjudged(_ exposed: [Int]) -> Int {
    zip(exposed, whole).reduce(0) { $1.1 == nil ? $0 + $1.0 : $0 }
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
