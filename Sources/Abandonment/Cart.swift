import Clickstream
import Measures

/// What a unit collects from its first cart event to its purchase or end.
struct Cart: Sendable {
  enum State { case purchased, open, emptied, abandoned }

  /// Index of the unit that holds it.
  var unit: Int
  /// The cart's events among the unit's moments.
  var places: Range<Int>
  var state = State.abandoned
  var highestStage = Stage.addToCart
  var lastMilliseconds: Int64
  /// Row of the last event: its place in the person's total order.
  var lastRow: UInt32
  var value = AmountByCurrency()
  /// Friction met, in order.
  var signals: [CartSignal] = []
  /// Fees told by the totals alone; they count only where the plan derives fees.
  var derivedFees: [CartSignal] = []
  /// Holds two totals that could show a fee.
  var couldShowFee = false

  /// Only the purchase itself is known.
  var isPurchaseOnly: Bool { state == .purchased && places.count == 1 }
  /// Whether it is one of the carts that evidence looks at.
  var tellsOfLeaving: Bool { state == .abandoned || (state == .purchased && !isPurchaseOnly) }
  var reachedCheckout: Bool { highestStage >= .beginCheckout }
}

/// One signal that a cart met.
struct CartSignal: Sendable {
  var reason: ReasonID
  /// Place of its event among the unit's moments.
  var place: Int
  var timeMilliseconds: Int64
  /// Highest stage when it came.
  var stage: Stage
  /// Id of its code's text; 0 for none.
  var code: UInt32
  var isResolved = false
}
