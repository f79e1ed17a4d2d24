import ShopSimulator
import Testing

/// A cause that is switched off changes nothing but what follows from it.
@Suite struct KeyedChoiceTests {
  @Test(arguments: [Cause.cardDeclined, .surpriseFee, .slowPage, .outOfStock])
  func usersWhoNeverMetACauseLiveTheSameWithoutIt(cause: Cause) {
    let settings = ShopSettings(users: 400, days: 4, seed: 5)
    let with = Self.linesByUser(settings)
    let without = Self.linesByUser(settings.without(cause))
    let spared = with.filter { !Self.shows(cause, in: $0.value) }
    #expect(!spared.isEmpty)
    for (user, rows) in spared {
      #expect(without[user]?.map(\.fields) == rows.map(\.fields), "user \(user)")
    }
  }

  private static func linesByUser(_ settings: ShopSettings) -> [String: [ParsedRow]] {
    Dictionary(grouping: SampleShop(settings: settings).allRows(), by: \.user)
  }

  private static func shows(_ cause: Cause, in rows: [ParsedRow]) -> Bool {
    rows.contains { row in
      let isDecline = cause == .cardDeclined && !row.code.isEmpty && row.code != "00"
      return row.event == cause.reason || isDecline
    }
  }

  @Test func moreUsersLeaveTheFirstOnesAsTheyWere() {
    let few = Self.linesByUser(ShopSettings(users: 50, days: 3, seed: 9))
    let many = Self.linesByUser(ShopSettings(users: 100, days: 3, seed: 9))
    for (user, rows) in few { #expect(many[user]?.map(\.fields) == rows.map(\.fields)) }
  }

  @Test func incidentOfOneCauseIsOneSettingAway() {
    var settings = ShopSettings(users: 1_500, days: 3, seed: 2)
    let usual = SampleShop(settings: settings).truth()[.checkoutError]
    settings.causes[.checkoutError].chances.payment = 0.6
    let incident = SampleShop(settings: settings).truth()[.checkoutError]
    #expect(incident.abandonedDirectly > usual.abandonedDirectly)
  }
}
