import Clickstream

/// Where a cart stands: its highest stage, and how many moves it has made since it reached that stage.
///
/// Carts that stand at one position have got as far, and have stayed as long, as each other (docs/definitions.md,
/// "Evidence").
struct CartPosition: Hashable, Sendable {
  /// Moves are told apart up to here.
  static let moveLimit = 15
  /// Positions of one stage.
  static let movesPerStage = moveLimit + 1
  /// The stages of positions, from the last to the first; a purchase ends the cart.
  static let stagesDownwards: [Stage] = [
    .addPaymentInfo, .addShippingInfo, .beginCheckout, .addToCart,
  ]
  static let count = stagesDownwards.count * movesPerStage

  let stage: Stage
  /// At most `moveLimit`.
  let moves: Int

  init(stage: Stage, moves: Int) {
    self.stage = stage
    self.moves = moves
  }

  /// - Parameter index: in 0..<count.
  init(index: Int) {
    stage = CartPosition.stagesDownwards.reversed()[index / CartPosition.movesPerStage]
    moves = index % CartPosition.movesPerStage
  }

  /// In 0..<count.
  var index: Int {
    Int(stage.rawValue - Stage.addToCart.rawValue) * CartPosition.movesPerStage + moves
  }

  /// After a move that reaches no higher stage.
  var movedOn: CartPosition {
    CartPosition(stage: stage, moves: min(CartPosition.moveLimit, moves + 1))
  }
}

/// A count of carts at a position, by what they did next: the cells of one flat table.
///
/// ```
/// position 0: left | moved on | rose to begin_checkout | … add_shipping_info | … add_payment_info | … purchase
/// position 1: …
/// ```
struct PositionCell {
  /// Cells of one position; a rise has the raw value of its stage for a place.
  static let perPosition = Int(Stage.purchase.rawValue) + 1
  static let count = CartPosition.count * perPosition

  let index: Int

  static func left(_ position: CartPosition) -> PositionCell {
    PositionCell(index: position.index * perPosition)
  }

  static func movedOn(_ position: CartPosition) -> PositionCell {
    PositionCell(index: position.index * perPosition + 1)
  }

  /// - Parameter stage: from begin_checkout on.
  static func rose(_ position: CartPosition, to stage: Stage) -> PositionCell {
    PositionCell(index: position.index * perPosition + Int(stage.rawValue))
  }
}
