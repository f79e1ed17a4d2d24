/// Counts what each cause did by living the same lives without it.
///
/// Choices are keyed, so the other life differs only in what follows from the missing cause. A user
/// who never met a cause lives the same life without it and need not be run again.
struct TruthCounter {
  private let shop: ShopSettings
  private let shopsWithout: [ShopSettings]
  private(set) var truth: ShopTruth

  init(settings: ShopSettings) {
    shop = settings
    shopsWithout = Cause.allCases.map(settings.without)
    truth = ShopTruth(settings: settings)
  }

  mutating func count(user: Int) {
    let run = UserRun(user: user, settings: shop)
    let outcome = run.live(in: shop)
    add(outcome.tally)
    for cause in Cause.allCases where outcome.met.contains(cause) {
      compareLives(of: run, outcome, without: cause)
      for exposed in outcome.exposedVisits {
        compareVisits(of: run.shopper, exposed, without: cause)
      }
    }
  }

  private mutating func add(_ tally: CartTally) {
    truth.carts += tally.carts
    truth.purchased += tally.purchased
    truth.emptied += tally.emptied
    truth.abandoned += tally.abandoned
    truth.abandonedCents += tally.abandonedCents
  }

  private mutating func compareLives(
    of run: UserRun, _ outcome: UserOutcome, without cause: Cause
  ) {
    let index = Int(cause.rawValue)
    let other = run.live(in: shopsWithout[index]).tally
    truth.effects[index].abandonedBecause += outcome.tally.abandoned - other.abandoned
    truth.effects[index].valueCents += outcome.tally.abandonedCents - other.abandonedCents
  }

  private mutating func compareVisits(
    of shopper: Shopper, _ exposed: ExposedVisit, without cause: Cause
  ) {
    let index = Int(cause.rawValue)
    var walk = VisitWalk(
      shop: shopsWithout[index], shopper: shopper, visit: exposed.visit, keepsRows: false)
    walk.run(takingUp: exposed.savedLines)
    // A cart can only come earlier to its end with the cause, so the other walk has as many carts.
    for (cart, other) in zip(exposed.carts, walk.outcome.carts) where cart.met.contains(cause) {
      truth.effects[index].cartsMet += 1
      guard cart.fate == .abandoned, other.fate != .abandoned else { continue }
      truth.effects[index].abandonedDirectly += 1
      truth.effects[index].directValueCents += cart.valueCents
    }
  }
}
