/// One user: who he is, before anything happens to him.
struct Shopper {
  /// The number of the user, from 0.
  let number: Int
  let key: RandomKey
  let country: Country
  let homeDevice: Device
  /// How much he wants to buy, in 0..<1; mean 0.5.
  let interest: Double
  /// The causes he is prone to: his bank declines often, his country lacks his payment method.
  let prone: CauseSet

  init(number: Int, settings: ShopSettings) {
    self.number = number
    key = RandomKey(seed: settings.seed).child(number)
    country = Self.country(percent: key.pick(100, .country))
    homeDevice = Device.usual(percent: key.pick(100, .device))
    interest = key.fraction(.interest)
    prone = Self.prone(key: key, country: country, causes: settings.causes)
  }

  /// By how much a natural loss of interest is more or less likely than at mean interest.
  var boredom: Double { 1.4 - 0.8 * interest }

  /// By how much putting an item into the cart is more or less likely than at mean interest.
  var eagerness: Double { 0.5 + interest }

  private static func country(percent: Int) -> Country {
    var rest = percent
    for country in Country.allCases {
      if rest < country.sharePercent { return country }
      rest -= country.sharePercent
    }
    return .spain
  }

  private static func prone(key: RandomKey, country: Country, causes: CauseTable) -> CauseSet {
    var prone: CauseSet = []
    for cause in Cause.allCases {
      let settings = causes[cause]
      let isProne =
        settings.proneCountries.contains(country)
        || key.happens(settings.proneShare, .prone, Int(cause.rawValue))
      if isProne { prone.insert(CauseSet(cause)) }
    }
    return prone
  }
}
