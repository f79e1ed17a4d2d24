/// What one visit leaves behind for the visits after it.
struct VisitOutcome {
  /// The carts of the visit, in order.
  var carts: [CartRecord] = []
  /// The lines of the cart abandoned last; empty when there is nothing to come back for.
  var savedLines: [CartLine] = []
  /// The last order, if the visit brought one.
  var order: PlacedOrder?
}

/// An order that was paid.
struct PlacedOrder {
  /// Which order of the user.
  var number: UInt16
  /// What was paid, in hundredths of a euro.
  var totalCents: Int
}

/// One visit of one shopper, from the first page to the last.
///
/// The walk is a row of questions, each answered by a keyed choice: does he look at one more page,
/// add the item, lose interest, meet a cause, give up over it? Nothing else moves a shopper. The
/// parts lie in `VisitWalk+Browsing`, `+Checkout`, `+Causes` and `+SignalRows`.
struct VisitWalk {
  static let cartsAtMost = 3

  let shop: ShopSettings
  let shopper: Shopper
  let visit: PlannedVisit
  let key: RandomKey
  var tape: RowTape
  /// The page on the screen.
  var page = Page.home
  var cart = Cart()
  /// Which cart of the session, from 0.
  var cartNumber = 0
  /// The key of everything decided about the current cart.
  var cartKey: RandomKey
  /// Whether the session has seen a checkout; from then on an error code on any row is a signal.
  var hasSeenCheckout = false
  private(set) var outcome = VisitOutcome()

  init(shop: ShopSettings, shopper: Shopper, visit: PlannedVisit, keepsRows: Bool) {
    self.shop = shop
    self.shopper = shopper
    self.visit = visit
    key = shopper.key.child(visit.keyPart)
    cartKey = key.child(0)
    tape = RowTape(shopper: shopper, visit: visit, key: key, keepsRows: keepsRows)
  }

  /// Walks through the visit.
  ///
  /// - Parameter savedLines: the cart taken up again; empty for a visit that starts anew.
  mutating func run(takingUp savedLines: [CartLine]) {
    var hasCart = savedLines.isEmpty ? lands() && findsItem() : takesUp(savedLines)
    while hasCart {
      let buys = carriesCartToPurchase()
      endCart(purchased: buys)
      guard buys else { return linger() }
      beginNextCart()
      hasCart = wantsAnotherCart() && findsItem()
    }
    tape.recordAutomatic(on: page)
  }

  private mutating func takesUp(_ savedLines: [CartLine]) -> Bool {
    cart = Cart(lines: savedLines)
    tape.record(.sessionStart, on: .cart, after: .instant)
    return true
  }

  private func wantsAnotherCart() -> Bool {
    cartNumber < Self.cartsAtMost
      && key.happens(shop.secondCartChance, .secondCart, cartNumber)
  }

  private mutating func beginNextCart() {
    cartNumber += 1
    cartKey = key.child(cartNumber)
    cart = Cart()
  }

  private mutating func endCart(purchased: Bool) {
    guard cart.hasBegun else { return }
    let fate: CartRecord.Fate =
      purchased ? .purchased : cart.isEmptied ? .emptied : .abandoned
    outcome.carts.append(CartRecord(fate: fate, valueCents: cart.valueCents, met: cart.met))
    outcome.savedLines = fate == .abandoned ? cart.lines : []
    if purchased {
      outcome.order = PlacedOrder(number: orderNumber, totalCents: cart.totalCents)
    }
  }

  /// Unique for the user: sessions and carts in them are numbered whatever happens.
  var orderNumber: UInt16 { UInt16(visit.session * 4 + cartNumber) }
}
