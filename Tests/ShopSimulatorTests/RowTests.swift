import ShopSimulator
import Testing

@Suite struct RowTests {
  private static let settings = ShopSettings(users: 1_500, days: 7, seed: 21)
  private static let rows = SampleShop(settings: settings).allRows()
  private static let sessions = Dictionary(grouping: rows, by: \.session)
  private static let users = Dictionary(grouping: rows, by: \.user)

  @Test func everyRowHasEveryColumn() {
    #expect(Self.rows.allSatisfy { $0.fields.count == 14 })
  }

  @Test func rowsAreInTheOrderOfTimeWithinAndAcrossFiles() {
    #expect(zip(Self.rows, Self.rows.dropFirst()).allSatisfy { $0.time <= $1.time })
    let shop = SampleShop(settings: Self.settings)
    for day in [0, 3, 6] {
      let date = shop.fileName(ofDay: day).dropFirst("events-".count).prefix(10)
      #expect(parse(shop.csv(ofDay: day)).allSatisfy { $0.time.hasPrefix(date + "T") })
    }
  }

  @Test(arguments: [
    "session_start", "scroll", "page_ping", "page_view", "search", "view_item", "add_to_cart",
    "remove_from_cart", "view_cart", "begin_checkout", "add_shipping_info", "add_payment_info",
    "purchase", "support_contact", "support_reply", "review", "return", "refund", "newsletter",
    "survey",
  ])
  func everyEventOccurs(event: String) {
    #expect(Self.rows.contains { $0.event == event })
  }

  @Test(arguments: Cause.allCases)
  func everySignalOccurs(cause: Cause) {
    #expect(Self.rows.contains { $0.event == cause.reason })
  }

  @Test func signalsAlsoComeAsCodesOnOtherEvents() {
    let declines: Set = ["insufficient_funds", "do_not_honor", "51"]
    let has = { (event: String, codes: Set<String>) in
      Self.rows.contains { $0.event == event && codes.contains($0.code) }
    }
    #expect(has("card_declined", declines))
    #expect(has("add_payment_info", declines))
    #expect(has("purchase", declines.union(["05", "expired_card"])))
    #expect(has("begin_checkout", ["500", "502", "503", "504"]))
    #expect(has("add_shipping_info", ["500", "502", "503", "504"]))
    #expect(has("checkout_error", ["500"]))
  }

  @Test func shopThatCodesNothingShowsEverySignalAsItsOwnEvent() {
    var settings = ShopSettings(users: 800, days: 3, seed: 21)
    settings.codedShare = 0
    let coded = SampleShop(settings: settings).allRows().filter { row in
      !["", "00", "404"].contains(row.code) && !Cause.allCases.map(\.reason).contains(row.event)
    }
    #expect(coded.isEmpty)
  }

  @Test func usersPauseLongBetweenSessionsAndRarelyWithin() {
    var long = 0
    for rows in Self.users.values {
      for (row, next) in zip(rows, rows.dropFirst()) {
        let pause = next.milliseconds - row.milliseconds
        #expect(pause > 0)
        if row.session != next.session { #expect(pause > 31 * 60_000) }
        if row.session == next.session && pause > 30 * 60_000 { long += 1 }
      }
    }
    #expect(long > 0)
    #expect(long * 500 < Self.sessions.count)
  }

  @Test func everySessionHasEndedWhenTheDataEnd() {
    let end = Self.settings.days * 86_400_000
    #expect(Self.rows.allSatisfy { $0.milliseconds < end - 3_600_000 })
  }

  @Test func sessionHasOneUserDeviceAndChannel() {
    for rows in Self.sessions.values {
      #expect(Set(rows.map { "\($0.user) \($0.device) \($0.channel)" }).count == 1)
    }
  }

  @Test func valuesStandWhereTheyBelong() {
    let priced: Set = ["add_to_cart", "remove_from_cart"]
    let totals: Set = [
      "view_cart", "begin_checkout", "add_shipping_info", "add_payment_info", "purchase",
      "surprise_fee", "refund",
    ]
    for row in Self.rows {
      #expect((row.cents != nil) == (priced.contains(row.event) || totals.contains(row.event)))
      #expect(row.fields[8].isEmpty == !priced.contains(row.event))
      #expect(row.fields[9] == (row.cents == nil ? "" : "EUR"))
      #expect(!row.isPurchase || !row.order.isEmpty)
    }
  }

  @Test func ordersHaveNumbersOfTheirOwn() {
    let orders = Self.rows.filter(\.isPurchase).map(\.order)
    #expect(Set(orders).count == orders.count)
  }

  @Test func quotedFieldsOccurRarely() {
    let quoted = Self.rows.filter { $0.page.contains(",") }
    #expect(!quoted.isEmpty)
    #expect(quoted.count * 200 < Self.rows.count)
  }
}
