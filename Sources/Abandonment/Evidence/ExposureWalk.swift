import Clickstream

/// Goes through a cart's events once more: from position to position, and where it first met each reason.
struct ExposureWalk: Sendable {
  /// The first meeting of one reason.
  struct Exposure {
    /// A reason's index; one past the last for surprise_fee with derived fees.
    var reason: Int
    var position: CartPosition
    /// What the cart had done before: so many of `cells`.
    var cellsBefore: Int
  }

  private enum Effect {
    /// Signals and what the tracker sends do not move a cart.
    case none
    case moves
    case reaches(Stage)
  }

  /// By event meaning.
  private let effects: [Effect]
  private let feeIndex: Int?
  /// What the cart did at each of its positions, in order; the last is where it left, if it was abandoned.
  private(set) var cells: [PositionCell] = []
  private(set) var exposures: [Exposure] = []
  /// Reasons met so far, a bit each.
  private var met: UInt64 = 0
  private var metFee = false

  /// - Parameter feeIndex: stands for surprise_fee with derived fees, one past the last reason; nil where none are derived.
  init(_ meanings: MeaningTable, feeIndex: Int?) {
    self.feeIndex = feeIndex
    effects = meanings.events.map { meaning in
      if meaning.reason != nil || meaning.isAutomatic { return .none }
      return meaning.stage.map { .reaches($0) } ?? .moves
    }
  }

  /// Walks through a cart that is abandoned or purchased.
  mutating func walk(_ cart: Cart, _ moments: ArraySlice<Moment>) {
    cells.removeAll(keepingCapacity: true)
    exposures.removeAll(keepingCapacity: true)
    met = 0
    metFee = false
    var position: CartPosition?
    var signals = cart.signals[...]
    var fees = cart.derivedFees[...]
    for place in cart.places {
      position = move(from: position, effects[Int(moments[place].meaning)])
      guard let position else { return }
      while let signal = signals.first, signal.place == place {
        meet(signal.reason, at: position)
        signals.removeFirst()
      }
      // A derived fee stands behind the signals of its own event.
      while let fee = fees.first, fee.place == place {
        meetFee(at: position)
        fees.removeFirst()
      }
    }
    if cart.state == .abandoned, let position { cells.append(.left(position)) }
  }

  /// The next position; nil once the cart is bought.
  private mutating func move(from position: CartPosition?, _ effect: Effect) -> CartPosition? {
    guard let position else {
      // A cart begins with an event of a cart stage.
      guard case .reaches(let stage) = effect else { return nil }
      return CartPosition(stage: stage, moves: 0)
    }
    switch effect {
    case .none: return position
    case .reaches(let stage) where stage > position.stage:
      cells.append(.rose(position, to: stage))
      return stage == .purchase ? nil : CartPosition(stage: stage, moves: 0)
    case .moves, .reaches:
      cells.append(.movedOn(position))
      return position.movedOn
    }
  }

  private mutating func meet(_ reason: ReasonID, at position: CartPosition) {
    if reason == ReasonID(.surpriseFee) { meetFee(at: position) }
    guard met & 1 << UInt64(reason.index) == 0 else { return }
    met |= 1 << UInt64(reason.index)
    exposures.append(
      Exposure(reason: reason.index, position: position, cellsBefore: cells.count))
  }

  private mutating func meetFee(at position: CartPosition) {
    guard let feeIndex, !metFee else { return }
    metFee = true
    exposures.append(Exposure(reason: feeIndex, position: position, cellsBefore: cells.count))
  }
}
