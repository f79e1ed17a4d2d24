import Reference
import Testing

@Suite struct PersonTests {
  /// 2026-11-01T00:00:00.000Z plus minutes; a session column would hide the cuts.
  static func row(
    _ minutes: Int64, _ user: String, _ name: String, _ customer: String = "",
    _ more: [String: String] = [:]
  ) -> ReferenceEvent {
    var fields = more
    if !customer.isEmpty { fields["customer"] = customer }
    return ReferenceEvent(november + minutes * minute, user, name, fields)
  }

  static var settings: ReferenceSettings {
    var settings = ReferenceSettings()
    settings.hasSessionColumn = false
    settings.assumeComplete = true
    return settings
  }

  static func settings(_ unit: ReferenceUnit) -> ReferenceSettings {
    var settings = settings
    var funnel = ReferenceFunnel(steps: [["view_item"], ["add_to_cart"]])
    funnel.unit = unit
    settings.funnels = [funnel]
    return settings
  }

  /// A phone and a laptop of one customer, seen with it only at the very end.
  static let twoDevices = [
    row(0, "phone", "view_item", "", ["channel": "app"]),
    row(10, "laptop", "add_to_cart", "", ["channel": "web"]),
    row(20, "laptop", "purchase", "c", ["channel": "web"]),
    row(5000, "phone", "page_view", "c", ["channel": "app"]),
  ]

  @Test func usersOfOneCustomerAreOnePerson() {
    for (unit, count) in [(ReferenceUnit.session, "0"), (.journey, "1"), (.user, "1")] {
      expect(
        Self.twoDevices, Self.settings(unit),
        ["funnels.0.steps.0.count": "1", "funnels.0.steps.1.count": count])
    }
    expect(
      Self.twoDevices, Self.settings,
      [
        "input.users": "2", "input.persons": "1", "journeys.ambiguous_users": "0",
        "sessions.count": "3", "journeys.count": "2", "journeys.converted": "1",
        "journeys.sessions_to_conversion": #"{"p50":2,"p90":2}"#,
        "journeys.touchpoints_to_conversion": #"{"p50":3,"p90":3}"#,
        "journeys.seconds_to_conversion": #"{"p50":1200,"p90":1200}"#,
        "journeys.channel_transitions":
          #"[{"from":"app","to":"web","count":1,"converted":1}]"#,
      ])
  }

  @Test func singleJourneysHaveTheirFigures() {
    let journeys = referenceJourneys(Self.twoDevices, Self.settings)
    let first = journeys.first
    #expect(journeys.count == 2)
    #expect(first?.person == "c")
    #expect(first?.startMilliseconds == november)
    #expect(first?.endMilliseconds == november + 20 * minute)
    #expect(first?.outcome == "converted")
    #expect(first?.sessions == 2)
    #expect(first?.touchpoints == 3)
    #expect(first?.channels == ["app", "web"])
    #expect(first?.sessionsToConversion == 2)
    #expect(first?.touchpointsToConversion == 3)
    #expect(first?.millisecondsToConversion == 20 * minute)
    #expect(journeys.last?.outcome == "browsed")
  }

  /// Seen with c2 first in time, though its rows with c1 are more; c1's person is without it.
  @Test func userOfTwoCustomersBelongsToTheFirst() {
    let events = [
      Self.row(0, "tablet", "view_item"),
      Self.row(5, "tablet", "page_view", "c2"),
      Self.row(6, "tablet", "page_view", "c1"),
      Self.row(7, "tablet", "page_view", "c1"),
      Self.row(100, "phone", "add_to_cart", "c1"),
      Self.row(100, "laptop", "add_to_cart", "c2"),
    ]
    expect(
      events, Self.settings(.user),
      [
        "input.users": "3", "input.persons": "2", "journeys.ambiguous_users": "1",
        "funnels.0.steps.0.count": "1", "funnels.0.steps.1.count": "1",
      ])
    var withoutLaptop = events
    withoutLaptop.removeLast()
    expect(
      withoutLaptop, Self.settings(.user),
      ["input.persons": "2", "funnels.0.steps.1.count": "0"])
  }

  /// Through u2 nobody joins: u1 and u3 have no customer in common.
  @Test func personsAreNotChained() {
    let events = [
      Self.row(0, "u1", "page_view", "c1"), Self.row(0, "u2", "page_view", "c1"),
      Self.row(1, "u2", "page_view", "c2"), Self.row(0, "u3", "page_view", "c2"),
    ]
    expect(events, Self.settings, ["input.persons": "2", "journeys.ambiguous_users": "1"])
  }

  /// At equal time the total order decides: page `/a` before `/b`.
  @Test func firstCustomerIsFirstInTheTotalOrder() {
    let events = [
      Self.row(0, "u", "page_view", "c1", ["page": "/b"]),
      Self.row(0, "u", "page_view", "c2", ["page": "/a"]),
      Self.row(0, "v", "page_view", "c1"),
    ]
    #expect(referenceJourneys(events, Self.settings).map(\.person) == ["c2", "c1"])
  }

  @Test func customerStandsInForAMissingUser() {
    let events = [
      Self.row(0, "7", "view_item"),
      Self.row(1, "", "view_item", "7"),
      Self.row(2, "8", "add_to_cart", "7"),
    ]
    expect(
      events, Self.settings(.user),
      [
        "input.users": "3", "input.persons": "2", "funnels.0.steps.0.count": "2",
        "funnels.0.steps.1.count": "1", "sessions.count": "3",
      ])
  }

  /// Sessions are cut per user: 25 minutes on one device and 25 on the other are no pause of 50.
  @Test func sessionsAreCutPerUser() {
    let events = [
      Self.row(0, "u1", "page_view", "c"), Self.row(25, "u2", "page_view", "c"),
      Self.row(50, "u1", "page_view", "c"),
    ]
    expect(events, Self.settings, ["sessions.count": "3", "journeys.count": "1"])
  }

  /// The cart of the phone is recovered on the laptop, in a session that starts after it.
  @Test func recoveryFollowsThePerson() {
    let events = [
      Self.row(0, "phone", "add_to_cart", "c"), Self.row(10, "laptop", "purchase", "c"),
      Self.row(0, "other", "add_to_cart"), Self.row(10, "stranger", "purchase"),
    ]
    expect(
      events, Self.settings,
      ["abandonment.abandoned": "2", "abandonment.recovered": "1", "abandonment.lost": "0"])
  }

  /// An order id counts once a person; the same id of another person is another order.
  @Test func ordersFollowThePerson() {
    let events = [
      Self.row(0, "u1", "purchase", "c", ["order": "o"]),
      Self.row(1, "u2", "purchase", "c", ["order": "o"]),
      Self.row(2, "u3", "purchase", "", ["order": "o"]),
    ]
    expect(events, Self.settings, ["kpis.orders": "2"])
  }

  /// Two devices of one person are one group of the jackknife: SE² = 63/64 · Σ(θ − mean)².
  @Test func designEffectFollowsThePerson() {
    let apart = [
      Self.row(0, "u1", "purchase"), Self.row(0, "u2", "page_view"),
      Self.row(0, "u3", "page_view", "c"),
    ]
    var together = apart
    together[0].fields["customer"] = Array("c".utf8)
    together[1].fields["customer"] = Array("c".utf8)
    expect(together, Self.settings, ["kpis.conversion_rate.design_effect": "1.0"])
    let effect = referenceReport(apart, Self.settings)["kpis"]?["conversion_rate"]
    #expect(effect?["design_effect"] != .number("1.0"))
  }

  @Test func backgroundAndAutomaticEventsAreNoTouchpoints() {
    let events = [
      Self.row(0, "u", "session_start"), Self.row(1, "u", "page_view"),
      Self.row(100, "v", "support_contact"), Self.row(200, "v", "purchase"),
      Self.row(5, "v", "page_view"), Self.row(300, "v", "support_contact"),
    ].map { event in
      var event = event
      event.fields["customer"] = Array("c".utf8)
      return event
    }
    let journeys = referenceJourneys(events, Self.settings)
    #expect(journeys.count == 1)
    #expect(journeys.first?.sessions == 3)
    #expect(journeys.first?.backgroundSessions == 2)
    #expect(journeys.first?.touchpoints == 5)
    #expect(journeys.first?.touchpointsToConversion == 4)
    #expect(journeys.first?.sessionsToConversion == 3)
  }

  @Test(arguments: Array(1...30) as [UInt64])
  func orderOfRowsDoesNotMatterAndPersonsAddUp(seed: UInt64) {
    let events = withCustomers(randomShop(seed: seed), seed: seed)
    let expected = referenceReport(events, ReferenceSettings())
    var random = SplitMix64(seed: seed)
    let shuffled = referenceReport(events.shuffled(using: &random), ReferenceSettings())
    #expect(differences(expected, shuffled).isEmpty)
    let users = expected["input"]?["users"]?.integer ?? 0
    let persons = expected["input"]?["persons"]?.integer ?? 0
    #expect(persons <= users)
    let journeys = referenceJourneys(events, ReferenceSettings())
    #expect(expected["journeys"]?["count"]?.integer == journeys.count)
    #expect(Set(journeys.map(\.person)).count <= persons)
  }
}
