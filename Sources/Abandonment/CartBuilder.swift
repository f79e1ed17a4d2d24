import Clickstream
import Measures

/// A session or journey, as carts see it.
struct CartUnitView: Sendable {
  /// The unit's moments, in total order, with the places that carts refer to.
  var moments: ArraySlice<Moment>
  var startMilliseconds: Int64
  var isOpen: Bool
  var isRipe: Bool
  /// First known of the unit; 0 for none.
  var channel: UInt32
  var device: UInt32
}

/// Cuts a unit into carts and finds out how each ended, what it was worth and which signals it met.
struct CartBuilder: Sendable {
  private let plan: AbandonmentPlan
  private let archive: EventArchive
  private let reasons: ReasonList

  init(plan: AbandonmentPlan, reasons: ReasonList, archive: EventArchive) {
    self.plan = plan
    self.archive = archive
    self.reasons = reasons
  }

  /// Appends a unit's carts in order.
  ///
  /// A later cart begins at the first add_to_cart after a purchase.
  func appendCarts(
    of unit: CartUnitView, at index: Int, _ partition: borrowing UserPartition,
    to carts: inout [Cart]
  ) {
    let before = carts.count
    var start: Int?
    for place in unit.moments.indices {
      let stage = meaning(unit.moments[place]).stage
      if start == nil && begins(stage, isFirst: carts.count == before) { start = place }
      if let first = start, stage == .purchase {
        carts.append(cart(unit, index, first..<place + 1, isPurchased: true, partition))
        start = nil
      }
    }
    if let start {
      carts.append(
        cart(unit, index, start..<unit.moments.endIndex, isPurchased: false, partition))
    }
  }

  private func begins(_ stage: Stage?, isFirst: Bool) -> Bool {
    guard let stage else { return false }
    return isFirst ? stage.isCartStage : stage == .addToCart
  }

  private func meaning(_ moment: Moment) -> EventMeaning {
    archive.meanings.events[Int(moment.meaning)]
  }

  private func cart(
    _ unit: CartUnitView, _ index: Int, _ places: Range<Int>, isPurchased: Bool,
    _ partition: borrowing UserPartition
  ) -> Cart {
    let last = unit.moments[places.upperBound - 1]
    var cart = Cart(
      unit: index, places: places, lastMilliseconds: last.timeMilliseconds, lastRow: last.row)
    var walk = CartWalk(plan: plan, values: partition.values)
    for place in places {
      let moment = unit.moments[place]
      walk.step(
        moment, meaning(moment), partition.events[Int(moment.row)], place: place, into: &cart)
    }
    cart.value.clampToZero()
    if isPurchased {
      cart.state = .purchased
    } else if unit.isOpen {
      cart.state = .open
    } else if !cart.reachedCheckout && walk.removed >= walk.added {
      cart.state = .emptied
    }
    resolve(&cart.signals, in: unit.moments[places])
    resolve(&cart.derivedFees, in: unit.moments[places])
    return cart
  }

  /// Walks back from the cart's end, so that what follows each signal is known when it is met.
  private func resolve(_ signals: inout [CartSignal], in moments: ArraySlice<Moment>) {
    var later = LaterProgress()
    var index = signals.count - 1
    for place in moments.indices.reversed() {
      while index >= 0 && signals[index].place == place {
        signals[index].isResolved = later.resolves(
          signals[index], reasons[signals[index].reason])
        index -= 1
      }
      if index < 0 { return }
      if let stage = meaning(moments[place]).stage { later.add(stage) }
    }
  }
}

/// How far a cart went after some place in it.
private struct LaterProgress {
  private var highest: Stage?
  private var addsToCart = false

  mutating func add(_ stage: Stage) {
    highest = max(highest ?? stage, stage)
    if stage == .addToCart { addsToCart = true }
  }

  func resolves(_ found: CartSignal, _ reason: ReasonList.Entry) -> Bool {
    if reason.isResolvedOnlyByPurchase { return highest == .purchase }
    if reason.isResolvedByAddToCart && addsToCart { return true }
    return highest.map { $0 > found.stage } ?? false
  }
}
