extension VisitWalk {
  /// Ranges of page numbers, so that no two pages of a cart share a choice.
  enum PageRange {
    static let browsing = 0
    static let side = 100
    static let wandering = 200
    static let lingering = 300
    static let adding = 400
  }

  /// Opens the first page; false when the visitor bounces.
  mutating func lands() -> Bool {
    page = cartKey.happens(0.6, .pageKind, PageRange.lingering) ? .home : landingCategory()
    tape.record(.sessionStart, on: page, after: .instant)
    tape.record(.pageView, on: page, after: .instant)
    tape.recordAutomatic(on: page)
    return !key.happens(shop.bounceChance, .bounces)
  }

  private func landingCategory() -> Page {
    Page(kind: .category, argument: UInt16(key.pick(Page.categories.count, .pageArgument)))
  }

  /// Looks around until an item goes into the cart; false when none does.
  mutating func findsItem() -> Bool {
    let patience = cartKey.fraction(.pages)
    // Squared: most look at a few pages, some at two dozen.
    for number in 0..<1 + Int(patience * patience * 24) {
      guard let item = looksAtPage(PageRange.browsing + number) else { continue }
      let wants = shop.addChance * shopper.eagerness
      if cartKey.happens(wants, .adds, number) {
        addToCart(item, number: number)
        return true
      }
    }
    return false
  }

  /// Looks around further with a cart; false when the shopper leaves meanwhile.
  mutating func browsesOn() -> Bool {
    guard cartKey.happens(shop.keepsBrowsingChance, .keepsBrowsing) else {
      return !losesInterest(at: .page)
    }
    for number in 0..<1 + cartKey.pick(5, .pages, PageRange.side) {
      let item = looksAtPage(PageRange.side + number)
      if !goesOnAfterShown(at: .page, index: PageRange.side + number) { return false }
      if let item, cartKey.happens(0.2, .adds, PageRange.side + number) {
        addToCart(item, number: PageRange.side + number)
      }
    }
    return !losesInterest(at: .page)
  }

  /// Opens one page of the shop; returns the item if it is an item's page.
  private mutating func looksAtPage(_ number: Int) -> UInt16? {
    let kind = cartKey.pick(100, .pageKind, number)
    let item = kind < 42 ? itemNumber(number) : nil
    if let item {
      see(.item(item), as: .viewItem, item: item)
    } else if kind < 60 {
      see(searchPage(number), as: .search)
    } else {
      see(categoryPage(number), as: .pageView)
    }
    if !cart.hasBegun { showWithoutEffect(number) }
    return item
  }

  /// Before there is a cart the shop shows the same things; they cost no cart.
  private mutating func showWithoutEffect(_ number: Int) {
    _ = goesOnAfterShown(at: .page, index: number)
    if !hasSeenCheckout && tape.decorates(0.004) {
      tape.record(.pageView, on: page, after: .click, RowDetails(code: ErrorCode.notFound))
    }
    if tape.decorates(0.006) { tape.record(.newsletter, on: page, after: .click) }
  }

  /// Puts a page on the screen.
  mutating func see(_ page: Page, as event: EventName, item: UInt16 = 0) {
    self.page = page
    tape.record(event, on: page, after: .reading, RowDetails(item: item))
    tape.recordAutomatic(on: page)
  }

  func itemNumber(_ number: Int) -> UInt16 {
    UInt16(1 + cartKey.pick(Catalog.itemCount, .pageArgument, number))
  }

  private func categoryPage(_ number: Int) -> Page {
    let category = cartKey.pick(Page.categories.count, .pageArgument, number)
    return Page(kind: .category, argument: UInt16(category))
  }

  /// A search; one of forty uses quotes or commas.
  private func searchPage(_ number: Int) -> Page {
    let choice = cartKey.pick(40 * Page.firstQuotedSearch, .pageArgument, number)
    let plain = choice % Page.firstQuotedSearch
    let quoted = Page.firstQuotedSearch + choice % 2
    let isQuoted = choice < Page.firstQuotedSearch
    return Page(kind: .search, argument: UInt16(isQuoted ? quoted : plain))
  }

  mutating func addToCart(_ item: UInt16, number: Int) {
    let luck = cartKey.pick(100, .quantity, number)
    let quantity = luck < 85 ? 1 : luck < 95 ? 2 : 3
    let line = CartLine(
      item: item, quantity: quantity, priceCents: Catalog.priceCents(of: item))
    cart.add(line)
    record(.addToCart, line: line)
  }

  /// Writes a row about one line of the cart: its price, and the quantity beside it.
  func details(of line: CartLine) -> RowDetails {
    RowDetails(
      valueCents: Int32(line.priceCents), item: line.item, quantity: UInt8(line.quantity))
  }

  mutating func record(_ event: EventName, line: CartLine) {
    tape.record(event, on: page, after: .click, details(of: line))
  }

  /// After giving a cart up some look at a few more pages, others close the window at once.
  mutating func linger() {
    tape.recordAutomatic(on: page)
    guard cartKey.happens(shop.lingersChance, .lingers) else { return }
    for number in 0..<1 + cartKey.pick(3, .pages, PageRange.lingering) {
      see(number == 0 ? .home : categoryPage(PageRange.lingering + number), as: .pageView)
    }
  }
}
