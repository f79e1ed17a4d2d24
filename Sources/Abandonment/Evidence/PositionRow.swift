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

  var rising: Int { rose[0] + rose[1] + rose[2] + rose[3] }
  /// All that went on to somewhere.
  var moving: Int { movedOn + rising }
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

  /// The share of these carts that ends abandoned; nil where they are too few.
  ///
  /// - Parameters:
  ///   - chance: of all at risk.
  ///   - later: how many of those who rose are expected to be abandoned later.
  func expected(_ comparison: Comparison, chance: Double, later: Double) -> Double? {
    switch comparison {
    case .standing:
      return atRisk >= LeavingChances.leastCarts ? chance : nil
    case .moving:
      guard moving >= LeavingChances.leastCarts else { return nil }
      return (Double(atRisk) * chance - Double(left)) / Double(moving)
    case .advancing:
      return rising >= LeavingChances.leastCarts ? later / Double(rising) : nil
    }
  }
}

/// Which of the unexposed carts at a position an exposed one is compared with.
enum Comparison {
  /// All that stand there: a reason shown meets whoever does.
  case standing
  /// Those that do something more: an answer meets only those who act.
  case moving
  /// Those whose next move reaches a higher stage: what an answer was meant to stand in the way of.
  case advancing

  /// What is declared of a reason decides.
  init(_ kind: Signal.Kind) {
    self = kind == .shown ? .standing : .moving
  }
}
