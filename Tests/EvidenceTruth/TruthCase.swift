import ShopSimulator

/// A shop in which something is known to happen, and the causes whose evidence is held against the truth.
public struct TruthCase: Sendable {
  /// What happens, in a few words.
  public var name: String
  /// The causes that are looked at.
  public var reasons: [String]
  /// Makes the shop of a seed.
  let settings: @Sendable (_ users: Int, _ seed: UInt64) -> ShopSettings

  /// - Parameter change: what is special about the shop; only the causes looked at are on before it.
  init(
    _ name: String, _ causes: [Cause], _ change: @escaping @Sendable (inout ShopSettings) -> Void
  ) {
    self.name = name
    reasons = causes.map(\.reason)
    settings = { users, seed in
      var settings = ShopSettings(users: users, days: 14, seed: seed).only(Set(causes))
      // More carts from fewer rows; nothing that an estimate could lean on.
      settings.bounceChance = 0.2
      settings.addChance = 0.25
      settings.codedShare = 0
      change(&settings)
      return settings
    }
  }

  /// Those in which shoppers do nothing but go on or leave, and those in which they look around.
  public static let all = straight + browsing + mixed + harmless

  /// Nobody opens a page before acting or after giving up: every event is a step on the way.
  private static let straight: [TruthCase] = [
    TruthCase("decline", [.cardDeclined]) {
      $0.isStraight()
      $0.causes[.cardDeclined].repeatChance = 0
    },
    TruthCase("decline; a third never submits", [.cardDeclined]) {
      $0.isStraight()
      $0.causes[.cardDeclined].repeatChance = 0
      $0.losesInterest.payment = 0.33
    },
    TruthCase("decline, retried", [.cardDeclined]) {
      $0.isStraight()
      $0.causes[.cardDeclined].repeatChance = 0.5
    },
    TruthCase("decline as a code on add_payment_info", [.cardDeclined]) {
      $0.isStraight()
      $0.codedShare = 1
    },
    TruthCase("error at four stages", [.checkoutError]) {
      $0.isStraight()
      $0.causes[.checkoutError].repeatChance = 0
    },
    TruthCase("error at four stages, retried", [.checkoutError]) {
      $0.isStraight()
      $0.causes[.checkoutError].repeatChance = 0.5
    },
    TruthCase("fee, error and decline", [.surpriseFee, .checkoutError, .cardDeclined]) {
      $0.isStraight()
    },
  ]

  /// A quarter looks something up before going on, and three of ten look at pages after giving up.
  private static let browsing: [TruthCase] = [
    TruthCase("browsing: decline", [.cardDeclined]) {
      $0.causes[.cardDeclined].repeatChance = 0
    },
    TruthCase("browsing before acting only: decline", [.cardDeclined]) {
      $0.lingersChance = 0
      $0.causes[.cardDeclined].repeatChance = 0
    },
    TruthCase("browsing: decline as a code", [.cardDeclined]) { $0.codedShare = 1 },
    TruthCase("browsing: error at four stages, retried", [.checkoutError]) {
      $0.causes[.checkoutError].repeatChance = 0.5
    },
    TruthCase("browsing: fee at one stage", [.surpriseFee]) {
      $0.causes[.surpriseFee].chances = PlaceChances(shipping: 0.25)
    },
    TruthCase("browsing: fee at three stages", [.surpriseFee]) {
      $0.causes[.surpriseFee].chances = PlaceChances(checkout: 0.12, shipping: 0.15, payment: 0.1)
    },
    TruthCase("browsing: login, out of stock", [.loginRequired, .outOfStock]) { _ in },
    TruthCase("browsing before acting only: out of stock", [.outOfStock]) { $0.lingersChance = 0 },
  ]

  private static let mixed: [TruthCase] = [
    TruthCase("browsing: fee, error and decline", [.surpriseFee, .checkoutError, .cardDeclined]) {
      _ in
    },
    TruthCase("browsing: heavy users, prone to declines", [.cardDeclined, .surpriseFee]) {
      $0.heavyUserShare = 0.01
    },
    TruthCase("browsing: all causes, half of them as codes", Cause.allCases) {
      $0.codedShare = 0.5
    },
  ]

  /// Causes that change nobody's will.
  private static let harmless: [TruthCase] = [
    TruthCase("harmless error", [.checkoutError]) {
      $0.isStraight()
      $0.causes[.checkoutError].leaveChance = 0
    },
    TruthCase("browsing: harmless error", [.checkoutError]) {
      $0.causes[.checkoutError].leaveChance = 0
    },
    TruthCase("browsing: harmless notice", [.deliveryTooSlow]) { _ in },
    TruthCase("harmless slow pages, more for those who look at more", [.slowPage]) {
      $0.lingersChance = 0
      $0.causes[.slowPage].leaveChance = 0
    },
    TruthCase("browsing: harmless slow pages", [.slowPage]) {
      $0.causes[.slowPage].leaveChance = 0
    },
  ]
}

extension ShopSettings {
  fileprivate mutating func isStraight() {
    wanderChance = 0
    lingersChance = 0
  }
}
