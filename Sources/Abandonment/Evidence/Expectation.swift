import Measures

/// The expected abandonment of exposed carts, by the positions where there are some, over all groups and without each.
///
/// Nil where nothing can be judged. Sums run over the positions in order.
struct Expectation {
  private let positions: [CartPosition]
  /// By place in `positions`.
  private var whole: [Double?] = []
  /// Group by group; empty without an interval.
  private var withoutGroups: [Double?] = []

  private init(at positions: [CartPosition]) {
    self.positions = positions
  }

  /// One for each comparison; chances are worked out once for all of them.
  ///
  /// - Parameter positions: where carts met the reason, ascending.
  static func all(
    _ comparisons: [Comparison], of reason: ExposureTables, among all: GroupedCounts,
    at positions: [CartPosition], hasInterval: Bool
  ) -> [Expectation] {
    var expectations = comparisons.map { _ in Expectation(at: positions) }
    // What carts did before they met the reason, or did without ever meeting it.
    var cells = zip(all.total, reason.after.total).map(-)
    let whole = LeavingChances(cells)
    for (index, comparison) in comparisons.enumerated() {
      whole.appendExpected(comparison, at: positions, to: &expectations[index].whole)
    }
    guard hasInterval else { return expectations }
    for group in 0..<Jackknife.groupCount {
      all.add(group, times: -1, to: &cells)
      reason.after.add(group, times: 1, to: &cells)
      let chances = LeavingChances(cells)
      for (index, comparison) in comparisons.enumerated() {
        chances.appendExpected(
          comparison, at: positions, to: &expectations[index].withoutGroups)
      }
      all.add(group, times: 1, to: &cells)
      reason.after.add(group, times: -1, to: &cells)
    }
    return expectations
  }

  /// Takes what cannot be judged here from where more carts are compared, which holds all of the positions.
  mutating func fill(from pooled: Expectation) {
    for (place, position) in positions.enumerated() {
      guard let other = pooled.positions.firstIndex(of: position) else { continue }
      whole[place] = whole[place] ?? pooled.whole[other]
      guard !withoutGroups.isEmpty else { continue }
      for group in 0..<Jackknife.groupCount {
        let (own, their) = (
          group * positions.count + place, group * pooled.positions.count + other
        )
        withoutGroups[own] = withoutGroups[own] ?? pooled.withoutGroups[their]
      }
    }
  }

  /// Exposed carts at positions where nothing can be judged.
  func unjudged(_ exposed: [Int]) -> Int {
    zip(positions, whole).reduce(0) { $1.1 == nil ? $0 + exposed[$1.0.index] : $0 }
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
    for (place, position) in positions.enumerated() {
      let expected = group.map { withoutGroups[$0 * positions.count + place] } ?? whole[place]
      guard let expected else { continue }
      let (abandoned, exposed) = weights(position.index)
      if exposed > 0 { excess = (excess ?? 0) + abandoned - exposed * expected }
    }
    return excess
  }
}
