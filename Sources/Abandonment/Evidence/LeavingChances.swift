import Clickstream

/// The chance that a cart ends abandoned, by position, from what unexposed carts did.
///
/// A cart at a position leaves, moves on within its stage, or rises; chances are worked out from the last stage backwards.
/// With n at risk, l leaving, m moving on and u(q) rising to q:
///
/// ```
/// V(s, j) = (l + Σq u(q)·V(q) + m·V(s, j + 1)) / n           V(purchase) = 0
/// V(s)    = Σj (l + Σq u(q)·V(q)) / Σj (n - m)               the stage as a whole, where a position is too thin
/// ```
struct LeavingChances {
  /// Fewer comparable carts judge nothing.
  static let leastCarts = 10

  private let cells: [Int]
  /// By position; in place, because chances are worked out anew without each group.
  private var chances = [64 of Double](repeating: 0)
  /// By the stage's raw value.
  private var stageChances = [6 of Double](repeating: 0)

  /// - Parameter cells: what unexposed carts did, by cell.
  init(_ cells: [Int]) {
    self.cells = cells
    for stage in CartPosition.stagesDownwards {
      let stageChance = chance(ofStage: stage)
      stageChances[Int(stage.rawValue)] = stageChance
      for moves in (0...CartPosition.moveLimit).reversed() {
        let position = CartPosition(stage: stage, moves: moves)
        chances[position.index] = chance(at: position) ?? stageChance
      }
    }
  }

  private func row(_ position: CartPosition) -> PositionRow {
    PositionRow(at: position, in: cells)
  }

  /// All positions of a stage together.
  private func row(ofStage stage: Stage) -> PositionRow {
    var sum = PositionRow()
    for moves in 0...CartPosition.moveLimit {
      sum.add(row(CartPosition(stage: stage, moves: moves)))
    }
    return sum
  }

  /// 0 where no cart got past the stage's positions.
  private func chance(ofStage stage: Stage) -> Double {
    let whole = row(ofStage: stage)
    let leaving = Double(whole.left) + abandonedLater(ofStage: stage)
    return quotient(leaving, whole.atRisk - whole.movedOn) ?? 0
  }

  /// Nil where no cart stood; those behind it are known.
  private func chance(at position: CartPosition) -> Double? {
    let row = row(position)
    let leaving = Double(row.left) + abandonedLater(row, from: position.stage)
    if position.moves == CartPosition.moveLimit {
      return quotient(leaving, row.atRisk - row.movedOn)
    }
    return quotient(
      leaving + Double(row.movedOn) * chances[position.movedOn.index], row.atRisk)
  }

  /// How many of those who rose from a position are expected to be abandoned later.
  private func abandonedLater(_ row: PositionRow, from stage: Stage) -> Double {
    var later = 0.0
    for higher in CartPosition.stagesDownwards where higher > stage {
      later +=
        Double(row.rose(to: higher)) * chances[CartPosition(stage: higher, moves: 0).index]
    }
    return later
  }

  /// The same of all positions of a stage.
  private func abandonedLater(ofStage stage: Stage) -> Double {
    abandonedLater(row(ofStage: stage), from: stage)
  }

  /// Nil where there is nothing to divide by.
  private func quotient(_ dividend: Double, _ divisor: Int) -> Double? {
    divisor == 0 ? nil : dividend / Double(divisor)
  }

  /// Appends the expected abandonment of a cart exposed at each of some positions; nil where too few carts can be compared.
  func appendExpected(
    _ comparison: Comparison, at positions: [CartPosition], to expected: inout [Double?]
  ) {
    for position in positions {
      let row = row(position)
      let later = comparison == .advancing ? abandonedLater(row, from: position.stage) : 0
      expected.append(
        row.expected(comparison, chance: chances[position.index], later: later)
          ?? stageExpectation(comparison, position.stage))
    }
  }

  private func stageExpectation(_ comparison: Comparison, _ stage: Stage) -> Double? {
    row(ofStage: stage).expected(
      comparison, chance: stageChances[Int(stage.rawValue)], later: abandonedLater(ofStage: stage))
  }
}
