import Clickstream

/// What carts did at one position, or at all positions of a stage.
struct PositionRow {
  private(set) var left = 0
  private(set) var movedOn = 0
  /// Those who rose, by the raw value of the stage less that of begin_checkout.
  private var rose = [4 of Int](repeating: 0)

  /// No carts.
  init() {}

  /// - Parameter cells: of all positions.
  init(at position: CartPosition, in cells: [Int]) {
    let first = position.index * PositionCell.perPosition
    left = cells[first]
    movedOn = cells[first + 1]
    for place in rose.indices { rose[place] = cells[first + 2 + place] }
  }

  /// All that went on to somewhere.
  var moving: Int { movedOn + rose[0] + rose[1] + rose[2] + rose[3] }
  var atRisk: Int { left + moving }

  /// - Parameter stage: from begin_checkout on.
  func rose(to stage: Stage) -> Int {
    rose[Int(stage.rawValue) - Int(Stage.beginCheckout.rawValue)]
  }

  mutating func add(_ other: PositionRow) {
    left += other.left
    movedOn += other.movedOn
    for place in rose.indices { rose[place] += other.rose[place] }
  }

  /// Of carts that stand here (shown), or that move on from here (answer), when `chance` is that of all at risk; nil where
  /// they are too few.
  func expected(_ kind: Signal.Kind, chance: Double) -> Double? {
    switch kind {
    case .shown: return atRisk >= LeavingChances.leastCarts ? chance : nil
    case .answer:
      guard moving >= LeavingChances.leastCarts else { return nil }
      return (Double(atRisk) * chance - Double(left)) / Double(moving)
    }
  }
}
