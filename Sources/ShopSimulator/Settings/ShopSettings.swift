/// Everything that can be chosen about a synthetic shop.
///
/// The defaults give about 25 events and 2.7 sessions a user over 14 days; 47 % of sessions view an
/// item, 14 % add one to the cart, and 70 % of carts are abandoned. All probabilities are in 0...1 and act on
/// what shoppers want or meet, never on where they are in a funnel that somebody measures.
package struct ShopSettings: Sendable, Equatable {
  /// About how many events one user leaves with the default settings and at least seven days.
  package static let eventsPerUser = 25.4

  /// How many users there are, 0...4,000,000.
  package let users: Int
  /// How many UTC days are simulated, 1...3,650.
  package let days: Int
  /// The seed of all random choices.
  package var seed: UInt64
  /// The first day.
  package var firstDay: CivilDate

  /// The share of heavy users, who come forty times.
  package var heavyUserShare: Double
  /// The chance that a visit ends on the page where it began.
  package var bounceChance: Double
  /// The chance that a shopper of mean interest puts an item seen into the cart.
  package var addChance: Double
  /// The chance that a shopper looks around further after the first item in the cart.
  package var keepsBrowsingChance: Double
  /// The chance that a shopper goes to the checkout without seeing the cart page.
  package var skipsCartPageChance: Double
  /// The chance that a shopper takes everything out of the cart on the cart page.
  package var emptiesCartChance: Double
  /// The chance of wandering off to a help page at a place; asked again up to three times.
  package var wanderChance: Double
  /// The chance of adding one more item at the cart page or the start of the checkout.
  package var addsMoreChance: Double
  /// The chance that a shopper who gave the cart up looks at further pages of the shop.
  package var lingersChance: Double
  /// The chance of losing interest at a place for no cause at all, at mean interest.
  ///
  /// `payment` are those who reach the payment step but never submit an order.
  package var losesInterest: PlaceChances
  /// The chance of shopping on in the same session after a purchase; three carts at most.
  package var secondCartChance: Double
  /// The chance of taking an abandoned cart up again in the next visit planned anyway.
  package var resumeChance: Double
  /// The chance of coming back to an abandoned cart through an e-mail.
  package var comebackChance: Double
  /// The share of declines and errors that come as a code on another event, not as their own event.
  ///
  /// The row with the code repeats the stage where the shopper stands already.
  package var codedShare: Double
  /// The causes of abandonment.
  package var causes: CauseTable

  /// Creates the default shop.
  ///
  /// - Parameters:
  ///   - users: how many users, 0...4,000,000; values outside are moved to the nearest.
  ///   - days: how many days, 1...3,650; values outside are moved to the nearest.
  ///   - seed: the seed of all random choices.
  package init(users: Int = 2_000, days: Int = 14, seed: UInt64 = 1) {
    self.users = min(max(users, 0), 4_000_000)
    self.days = min(max(days, 1), 3_650)
    self.seed = seed
    firstDay = CivilDate(year: 2026, month: 11, day: 1)
    heavyUserShare = 0
    bounceChance = 0.4
    addChance = 0.085
    keepsBrowsingChance = 0.45
    skipsCartPageChance = 0.25
    emptiesCartChance = 0.05
    wanderChance = 0.25
    addsMoreChance = 0.06
    lingersChance = 0.3
    losesInterest = PlaceChances(
      page: 0.28, cartPage: 0.18, checkout: 0.13, shipping: 0.08, payment: 0.16)
    secondCartChance = 0.08
    resumeChance = 0.35
    comebackChance = 0.2
    codedShare = 0.5
    causes = CauseTable()
  }
}

extension ShopSettings {
  /// How many users leave about the wanted number of events, for the default probabilities.
  package static func users(forAboutEvents events: Int) -> Int {
    max(1, Int((Double(events) / eventsPerUser).rounded()))
  }

  /// The same shop without one cause.
  package func without(_ cause: Cause) -> ShopSettings {
    var settings = self
    settings.causes[cause].isOn = false
    return settings
  }

  /// The same shop with no causes but the given ones.
  package func only(_ kept: Set<Cause>) -> ShopSettings {
    var settings = self
    for cause in Cause.allCases where !kept.contains(cause) {
      settings.causes[cause].isOn = false
    }
    return settings
  }

  /// How long the simulated time is, in milliseconds.
  var spanMilliseconds: Int64 { Int64(days) * CivilDate.millisecondsPerDay }
}
