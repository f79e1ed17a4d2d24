import ShopSimulator
import Testing

/// The shop as a whole: its figures, and the lives that make it hard to judge.
@Suite struct LifeTests {
  private static let settings = ShopSettings(users: 3_000, days: 8, seed: 33)
  private static let rows = SampleShop(settings: settings).allRows()
  private static let sessions = Array(Dictionary(grouping: rows, by: \.session).values)
  private static let users = Array(Dictionary(grouping: rows, by: \.user).values)

  private static func share(of event: String) -> Double {
    Double(sessions.count { $0.contains { $0.event == event } }) / Double(sessions.count)
  }

  @Test func funnelIsARealisticOne() {
    #expect((0.44...0.51).contains(Self.share(of: "view_item")))
    #expect((0.12...0.15).contains(Self.share(of: "add_to_cart")))
    let carts = Recount(Self.rows)
    let rate = Double(carts.abandoned) / Double(carts.abandoned + carts.purchased)
    #expect((0.67...0.73).contains(rate))
  }

  @Test func eventsPerUserAreAboutAsDocumented() {
    let ratio = Double(Self.rows.count) / Double(Self.settings.users)
    #expect(abs(ratio / ShopSettings.eventsPerUser - 1) < 0.05)
    #expect(ShopSettings.users(forAboutEvents: 254_000) == 10_000)
  }

  @Test func someUsersComeTenTimes() {
    #expect(Self.users.contains { Set($0.map(\.session)).count >= 10 })
  }

  @Test func heavyUsersComeMoreOftenThanAnyOther() {
    var settings = ShopSettings(users: 40, days: 14, seed: 33)
    settings.heavyUserShare = 0.25
    let users = Dictionary(grouping: SampleShop(settings: settings).allRows(), by: \.user)
    let heavy = users.values.count { Set($0.map(\.session)).count > 30 }
    #expect((3...20).contains(heavy))
  }

  @Test func someReachPaymentAndNeverSubmit() {
    let silent = Self.sessions.filter { rows in
      rows.contains { $0.event == "add_payment_info" }
        && !rows.contains { $0.isPurchase || !$0.code.isEmpty || Self.isSignal($0) }
    }
    #expect(silent.count > 10)
  }

  private static func isSignal(_ row: ParsedRow) -> Bool {
    Cause.allCases.contains { $0.reason == row.event }
  }

  @Test func declinedCardsAreTriedAgainSeveralTimes() {
    #expect(Self.sessions.contains { $0.count { Self.isDecline($0) } >= 3 })
    #expect(
      Self.sessions.contains { rows in
        rows.contains(where: Self.isDecline) && rows.contains(where: \.isPurchase)
      })
  }

  private static func isDecline(_ row: ParsedRow) -> Bool {
    let isFailedPayment =
      (row.event == "purchase" && !row.isPurchase)
      || (row.event == "add_payment_info" && !row.code.isEmpty && !row.code.hasPrefix("50")
        && row.code != "timeout")
    return row.event == "card_declined" || isFailedPayment
  }

  @Test func someSessionsBuyTwice() {
    #expect(Self.sessions.contains { $0.count(where: \.isPurchase) >= 2 })
  }

  @Test func signalsComeAfterPurchasesToo() {
    #expect(
      Self.sessions.contains { rows in
        guard let bought = rows.firstIndex(where: \.isPurchase) else { return false }
        return rows[bought...].contains { $0.event == "slow_page" && $0.page == "/checkout/done" }
      })
  }

  @Test func abandonedCartsAreTakenUpAgainAndSomeAreBought() {
    let resumed = Self.sessions.filter { rows in
      !rows.contains { $0.event == "add_to_cart" }
        && rows.contains { $0.event == "begin_checkout" }
    }
    #expect(resumed.contains { $0.contains(where: \.isPurchase) })
    #expect(resumed.contains { $0[0].channel == "email" })
  }

  @Test func usersChangeDevicesAndChannels() {
    let changing = Self.users.filter { Set($0.map(\.device)).count > 1 }
    #expect(changing.count > 100)
    #expect(Self.users.contains { Set($0.map(\.channel)).isSuperset(of: ["app", "email"]) })
  }

  @Test func emptiedCartsOccur() {
    #expect(Recount(Self.rows).emptied > 10)
  }

  @Test func backgroundSessionsOccur() {
    let after: Set = [
      "support_contact", "support_reply", "review", "return", "refund", "newsletter",
    ]
    #expect(Self.sessions.contains { $0.allSatisfy { after.contains($0.event) } })
  }

  @Test func missingPaymentMethodIsBoundToCountries() {
    let rate = { (countries: Set<String>) in
      let there = Self.rows.filter { countries.contains($0.country) }
      let missing = there.count { $0.event == "payment_method_missing" }
      return Double(missing) / Double(there.count { $0.event == "add_payment_info" })
    }
    #expect(rate(["NL", "PL"]) > 3 * rate(["ES", "DE", "FR", "IT", "PT"]))
  }

  @Test func declinesAreBoundToSomeUsers() {
    let buyers = Self.users.filter { $0.contains { $0.event == "add_payment_info" } }
    let declined = buyers.filter { $0.contains(where: Self.isDecline) }
    let repeatedly = declined.filter { $0.count(where: Self.isDecline) > 2 }
    #expect(declined.count * 4 < buyers.count)
    #expect(repeatedly.count * 15 > declined.count)
  }

  @Test func slowPagesGrowWithThePagesViewed() {
    let slowShare = { (sessions: [[ParsedRow]]) in
      Double(sessions.count { $0.contains { $0.event == "slow_page" } }) / Double(sessions.count)
    }
    let short = Self.sessions.filter { (2..<6).contains($0.count) }
    let long = Self.sessions.filter { $0.count > 20 }
    #expect(slowShare(long) > 2 * slowShare(short))
  }
}
