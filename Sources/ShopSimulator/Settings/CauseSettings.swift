/// How often one cause is met, by whom, and what it does to the will of those who meet it.
///
/// A cause acts only on shoppers who have begun a cart in the same session: nobody else has a cart
/// to abandon. The first meeting at a place has the chance `chances[place]`; an answer can be met
/// again with `repeatChance` as often as the act is tried again, six times at most.
package struct CauseSettings: Sendable, Equatable {
  /// Whether the cause exists at all; switched off it is never met.
  package var isOn: Bool
  /// The chance that a shopper who stands (shown) or acts (answer) at a place meets it there.
  package var chances: PlaceChances
  /// The chance that an act tried again is answered in the same way, in 0...1.
  package var repeatChance: Double
  /// The chance that a shopper gives the cart up after a meeting, in 0...1; 0 is harmless.
  package var leaveChance: Double
  /// The share of users who are prone to it whatever their country, in 0...1.
  package var proneShare: Double
  /// The countries whose users are all prone to it.
  package var proneCountries: Set<Country>
  /// By how much the chances of prone users are multiplied, >= 0; the product is cut off at 1.
  package var proneFactor: Double

  /// Creates a cause that is switched on and has no prone users unless said otherwise.
  package init(
    isOn: Bool = true, chances: PlaceChances, repeatChance: Double = 0, leaveChance: Double,
    proneShare: Double = 0, proneCountries: Set<Country> = [], proneFactor: Double = 1
  ) {
    self.isOn = isOn
    self.chances = chances
    self.repeatChance = repeatChance
    self.leaveChance = leaveChance
    self.proneShare = proneShare
    self.proneCountries = proneCountries
    self.proneFactor = proneFactor
  }
}

/// The settings of all causes.
package struct CauseTable: Sendable, Equatable {
  private var entries: [CauseSettings]

  /// Creates the table of the default shop.
  package init() {
    entries = Cause.allCases.map(CauseSettings.standard(of:))
  }

  /// The settings of one cause.
  package subscript(_ cause: Cause) -> CauseSettings {
    get { entries[Int(cause.rawValue)] }
    set { entries[Int(cause.rawValue)] = newValue }
  }
}

extension CauseSettings {
  /// The default settings of a cause.
  ///
  /// `delivery_too_slow` is the harmless signal: it is shown often and changes nobody's will.
  /// `slow_page` has a chance on every page, so it grows with the pages viewed.
  static func standard(of cause: Cause) -> CauseSettings {
    switch cause.kind {
    case .answer: standardAnswer(of: cause)
    case .shown: standardShown(of: cause)
    }
  }

  private static func standardAnswer(of cause: Cause) -> CauseSettings {
    switch cause {
    case .cardDeclined:
      CauseSettings(
        chances: PlaceChances(submit: 0.13), repeatChance: 0.5, leaveChance: 0.4,
        proneShare: 0.08, proneFactor: 5)
    case .checkoutError:
      CauseSettings(
        chances: PlaceChances(checkout: 0.05, shipping: 0.06, payment: 0.03, submit: 0.04),
        repeatChance: 0.4, leaveChance: 0.35)
    case .paymentRedirect:
      CauseSettings(chances: PlaceChances(submit: 0.12), repeatChance: 0.15, leaveChance: 0.2)
    default:
      CauseSettings(
        chances: PlaceChances(cartPage: 0.08, checkout: 0.04), repeatChance: 0.3, leaveChance: 0.1)
    }
  }

  private static func standardShown(of cause: Cause) -> CauseSettings {
    switch cause {
    case .surpriseFee:
      CauseSettings(chances: PlaceChances(checkout: 0.14, shipping: 0.22), leaveChance: 0.4)
    case .loginRequired:
      CauseSettings(chances: PlaceChances(checkout: 0.14), leaveChance: 0.3)
    case .outOfStock:
      CauseSettings(
        chances: PlaceChances(page: 0.01, cartPage: 0.08, checkout: 0.03), leaveChance: 0.4)
    case .deliveryTooSlow:
      CauseSettings(
        chances: PlaceChances(shipping: 0.15), leaveChance: 0,
        proneCountries: [.portugal, .poland], proneFactor: 2.5)
    case .paymentMethodMissing:
      CauseSettings(
        chances: PlaceChances(payment: 0.04), leaveChance: 0.5,
        proneCountries: [.netherlands, .poland], proneFactor: 7)
    default:
      CauseSettings(
        chances: PlaceChances(
          page: 0.025, cartPage: 0.025, checkout: 0.025, shipping: 0.025, payment: 0.025),
        leaveChance: 0.08)
    }
  }
}
