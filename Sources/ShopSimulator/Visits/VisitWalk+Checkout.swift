extension VisitWalk {
  /// Carries the cart through the places of the shop; true when it is bought in the end.
  mutating func carriesCartToPurchase() -> Bool {
    let goesToPay =
      (!cart.hasBegun || browsesOn()) && seesCartPage()
      && passes(.checkout) && passes(.shipping) && passes(.payment)
    guard goesToPay, goesOnAfterAnswers(at: .submit) else { return false }
    purchase()
    return true
  }

  private mutating func seesCartPage() -> Bool {
    if cart.hasBegun && cartKey.happens(shop.skipsCartPageChance, .skipsCartPage) { return true }
    arrive(at: .cartPage)
    return keepsLines() && staysAt(.cartPage) && goesOnAfterAnswers(at: .cartPage)
  }

  private mutating func passes(_ place: Place) -> Bool {
    arrive(at: place)
    return staysAt(place) && goesOnAfterAnswers(at: place)
  }

  /// Whether a shopper who stands at a place goes on to act there.
  private mutating func staysAt(_ place: Place) -> Bool {
    guard goesOnAfterShown(at: place, index: 0) else { return false }
    guard wandersAndReturns(place) else { return false }
    if losesInterest(at: place) { return false }
    if place == .cartPage || place == .checkout { addMore(at: place) }
    return true
  }

  /// Whether the shopper simply does not want it any more; those at payment never submit.
  func losesInterest(at place: Place) -> Bool {
    cartKey.happens(
      shop.losesInterest[place] * shopper.boredom, .losesInterest, place.rawValue)
  }

  /// Looks something up on a help page, perhaps several; false when that ends the visit.
  private mutating func wandersAndReturns(_ place: Place) -> Bool {
    for turn in 0..<3 {
      let number = PageRange.wandering + place.rawValue * 10 + turn
      guard cartKey.happens(shop.wanderChance, .wanders, number) else { return true }
      see(.help(cartKey.pick(Page.helpAddresses.count, .pageArgument, number)), as: .pageView)
      if tape.decorates(0.05) { tape.record(.supportContact, on: .contact, after: .reading) }
      guard goesOnAfterShown(at: .page, index: number) else { return false }
    }
    return true
  }

  /// Goes back for one more item now and then.
  private mutating func addMore(at place: Place) {
    let number = PageRange.adding + place.rawValue
    guard cart.hasBegun, cartKey.happens(shop.addsMoreChance, .addsMore, number) else { return }
    let item = itemNumber(number)
    see(.item(item), as: .viewItem, item: item)
    addToCart(item, number: number)
    arrive(at: place)
  }

  /// Takes lines out of the cart on its page; false when nothing is left and the shopper goes.
  private mutating func keepsLines() -> Bool {
    guard cart.hasBegun else { return true }
    let empties = cartKey.happens(shop.emptiesCartChance, .empties)
    while empties, let line = cart.removeLastLine() { record(.removeFromCart, line: line) }
    if cart.lines.count > 1, cartKey.happens(0.15, .removesLine), let line = cart.removeLastLine() {
      record(.removeFromCart, line: line)
    }
    return !empties
  }

  /// Opens the page of a place and writes its stage.
  mutating func arrive(at place: Place) {
    page = place.page ?? page
    if place != .cartPage {
      cart.reachCheckout()
      hasSeenCheckout = true
    }
    recordTotal(place.stage)
    tape.recordAutomatic(on: page)
  }

  /// Writes an event that shows the total of the cart.
  mutating func recordTotal(_ event: EventName, order: UInt16 = 0, code: UInt8 = ErrorCode.none) {
    cart.showTotal()
    tape.record(
      event, on: page, after: .reading,
      RowDetails(valueCents: Int32(clamping: cart.totalCents), order: order, code: code))
  }

  private mutating func purchase() {
    let code = tape.decorates(0.1) ? ErrorCode.approved : ErrorCode.none
    recordTotal(.purchase, order: orderNumber, code: code)
    page = .confirmation
    tape.record(.pageView, on: page, after: .instant)
    recordAfterPurchase()
  }

  /// What may come on the last page; signals here can no longer cost the cart.
  private mutating func recordAfterPurchase() {
    if tape.decorates(0.03) { tape.record(.slowPage, on: page, after: .instant) }
    if tape.decorates(0.01) {
      let code = ErrorCode.serverErrors.lowerBound
      tape.record(.checkoutError, on: page, after: .instant, RowDetails(code: code))
    }
    if tape.decorates(0.08) { tape.record(.survey, on: page, after: .reading) }
    if tape.decorates(0.06) { tape.record(.newsletter, on: page, after: .click) }
  }
}

extension Place {
  /// The page that belongs to the place; nil for any page.
  var page: Page? {
    switch self {
    case .page: nil
    case .cartPage: .cart
    case .checkout: .checkout
    case .shipping: .shipping
    case .payment, .submit: .payment
    }
  }

  /// The event that says the place was reached.
  var stage: EventName {
    switch self {
    case .page: .pageView
    case .cartPage: .viewCart
    case .checkout: .beginCheckout
    case .shipping: .addShippingInfo
    case .payment, .submit: .addPaymentInfo
    }
  }
}
