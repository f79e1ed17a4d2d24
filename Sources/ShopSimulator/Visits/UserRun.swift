/// How carts ended, added up.
struct CartTally {
  var carts = 0
  var purchased = 0
  var emptied = 0
  var abandoned = 0
  /// The value of the abandoned carts, in hundredths of a euro.
  var abandonedCents = 0

  mutating func add(_ cart: CartRecord) {
    carts += 1
    switch cart.fate {
    case .purchased: purchased += 1
    case .emptied: emptied += 1
    case .abandoned:
      abandoned += 1
      abandonedCents += cart.valueCents
    }
  }

  mutating func merge(_ other: CartTally) {
    carts += other.carts
    purchased += other.purchased
    emptied += other.emptied
    abandoned += other.abandoned
    abandonedCents += other.abandonedCents
  }
}

/// A visit that met a cause while it had a cart, with all that is needed to walk it again.
struct ExposedVisit {
  var visit: PlannedVisit
  var savedLines: [CartLine]
  var carts: [CartRecord]
}

/// What the visits of one user came to.
struct UserOutcome {
  var tally = CartTally()
  /// The causes met by any cart of the user.
  var met: CauseSet = []
  var exposedVisits: [ExposedVisit] = []
}

/// Runs one user through his plan of visits.
struct UserRun {
  let shopper: Shopper
  let plan: VisitPlan

  init(user: Int, settings: ShopSettings) {
    shopper = Shopper(number: user, settings: settings)
    plan = VisitPlan(shopper: shopper, settings: settings)
  }

  /// Lives through all visits in a shop.
  ///
  /// - Parameters:
  ///   - shop: the shop, which may lack a cause; user and plan stay the same.
  ///   - keepsRows: whether the rows of a visit are wanted.
  ///   - sink: receives the rows of each visit that has some, in the order of time.
  /// - Returns: what the visits came to.
  func live(
    in shop: ShopSettings, keepsRows: (PlannedVisit) -> Bool = { _ in false },
    rows sink: ([EventRow]) -> Void = { _ in }
  ) -> UserOutcome {
    var life = Life(shopper: shopper, shop: shop)
    for visit in plan.visits {
      let rows = life.live(through: visit, keepsRows: keepsRows(visit))
      if !rows.isEmpty { sink(rows) }
    }
    return life.outcome
  }
}

/// What a user carries from visit to visit.
private struct Life {
  let shopper: Shopper
  let shop: ShopSettings
  var outcome = UserOutcome()
  private var savedLines: [CartLine] = []
  private var savedBy = -1
  private var order: PlacedOrder?
  private var orderedBy = -1

  init(shopper: Shopper, shop: ShopSettings) {
    self.shopper = shopper
    self.shop = shop
  }

  mutating func live(through visit: PlannedVisit, keepsRows: Bool) -> [EventRow] {
    switch visit.kind {
    case .planned: return comes(visit, keepsRows: keepsRows)
    case .comeback: return comesBack(visit) ? comes(visit, keepsRows: keepsRows) : []
    case .aftermath: return keepsRows ? aftermathRows(visit) : []
    }
  }

  private func comesBack(_ visit: PlannedVisit) -> Bool {
    !savedLines.isEmpty && savedBy == visit.number
      && shopper.key.happens(shop.comebackChance, .comesBack, visit.number)
  }

  private func resumes(_ visit: PlannedVisit) -> Bool {
    visit.kind == .comeback || shopper.key.happens(shop.resumeChance, .resumes, visit.number)
  }

  private mutating func comes(_ visit: PlannedVisit, keepsRows: Bool) -> [EventRow] {
    let lines = resumes(visit) ? savedLines : []
    var walk = VisitWalk(shop: shop, shopper: shopper, visit: visit, keepsRows: keepsRows)
    walk.run(takingUp: lines)
    remember(walk.outcome, of: visit, savedLines: lines)
    return walk.tape.rows
  }

  private mutating func remember(
    _ result: VisitOutcome, of visit: PlannedVisit, savedLines lines: [CartLine]
  ) {
    var met: CauseSet = []
    for cart in result.carts {
      outcome.tally.add(cart)
      met.formUnion(cart.met)
    }
    if !met.isEmpty {
      outcome.exposedVisits.append(
        ExposedVisit(visit: visit, savedLines: lines, carts: result.carts))
      outcome.met.formUnion(met)
    }
    if !result.carts.isEmpty {
      savedLines = result.savedLines
      savedBy = visit.number
    }
    if let placed = result.order { (order, orderedBy) = (placed, visit.number) }
  }

  private func aftermathRows(_ visit: PlannedVisit) -> [EventRow] {
    guard let order, orderedBy == visit.number else { return [] }
    var walk = AftermathWalk(shopper: shopper, visit: visit, order: order)
    return walk.rows()
  }
}
