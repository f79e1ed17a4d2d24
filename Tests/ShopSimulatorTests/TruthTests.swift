import ShopSimulator
import Testing

@Suite struct TruthTests {
  private static let settings = ShopSettings(users: 700, days: 4, seed: 11)
  private static let truth = SampleShop(settings: settings).truth()
  private static let recount = Recount(SampleShop(settings: settings).allRows())

  @Test func totalsEqualARecountOfTheRows() {
    let truth = Self.truth
    #expect(truth.carts == Self.recount.carts)
    #expect(truth.purchased == Self.recount.purchased)
    #expect(truth.emptied == Self.recount.emptied)
    #expect(truth.abandoned == Self.recount.abandoned)
    #expect(truth.abandonedCents == Self.recount.abandonedCents)
    #expect(truth.carts == truth.purchased + truth.emptied + truth.abandoned)
  }

  @Test(arguments: Cause.allCases)
  func effectEqualsTheDifferenceOfTwoShopsRecounted(cause: Cause) {
    let without = SampleShop(settings: Self.settings.without(cause))
    let other = Recount(without.allRows())
    let effect = Self.truth[cause]
    #expect(effect.abandonedBecause == Self.recount.abandoned - other.abandoned)
    #expect(effect.valueCents == Self.recount.abandonedCents - other.abandonedCents)
  }

  @Test(arguments: Cause.allCases)
  func causeSwitchedOffHasNoEffect(cause: Cause) {
    let effect = SampleShop(settings: Self.settings.without(cause)).truth()[cause]
    #expect(effect.cartsMet == 0)
    #expect(effect.abandonedBecause == 0)
    #expect(effect.valueCents == 0)
    #expect(effect.abandonedDirectly == 0)
  }

  @Test(arguments: Cause.allCases)
  func causeThatChangesNoWillMakesNoAbandonedCart(cause: Cause) {
    var settings = Self.settings
    settings.causes[cause].leaveChance = 0
    let effect = SampleShop(settings: settings).truth()[cause]
    #expect(effect.cartsMet > 0)
    #expect(effect.abandonedBecause == 0)
    #expect(effect.abandonedDirectly == 0)
  }

  @Test func defaultShopHasOneHarmlessSignal() {
    let effect = Self.truth[.deliveryTooSlow]
    #expect(effect.cartsMet > 10)
    #expect(effect.abandonedBecause == 0)
    #expect(effect.valueCents == 0)
  }

  @Test func causeByItselfIsTheOnlyOneMet() {
    let truth = SampleShop(settings: Self.settings.only([.surpriseFee])).truth()
    for effect in truth.effects {
      #expect((effect.cartsMet > 0) == (effect.cause == .surpriseFee))
    }
    #expect(truth[.surpriseFee].abandonedDirectly > 0)
    #expect(truth[.surpriseFee].abandonedDirectly <= truth[.surpriseFee].cartsMet)
  }

  /// Who meets a cause and gives up would else go on as before: about as many as would have bought.
  @Test func causeAtTheLastPlaceTakesItsShareOfBuyers() {
    var settings = ShopSettings(users: 6_000, days: 5, seed: 3).only([.cardDeclined])
    settings.causes[.cardDeclined] = CauseSettings(
      chances: PlaceChances(submit: 0.5), leaveChance: 0.5)
    let effect = SampleShop(settings: settings).truth()[.cardDeclined]
    // Everyone who is declined has submitted, and would have bought without the decline.
    let share = Double(effect.abandonedDirectly) / Double(effect.cartsMet)
    #expect(abs(share - 0.5) < 0.06)
  }

  @Test func jsonNamesEveryCauseAndHoldsNoClock() {
    let json = String(decoding: Self.truth.json, as: UTF8.self)
    #expect(json.hasPrefix(#"{"schema":"fuga.truth/1""#))
    #expect(json.contains("\"seed\":11,\"users\":700,\"days\":4"))
    for cause in Cause.allCases {
      #expect(json.contains("{\"reason\":\"\(cause.reason)\",\"carts_met\":"))
    }
    #expect(Self.truth.json == SampleShop(settings: Self.settings).truth().json)
  }
}
