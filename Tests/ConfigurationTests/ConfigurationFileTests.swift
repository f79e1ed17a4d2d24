import Abandonment
import Analysis
import Clickstream
import Funnels
import Testing

@testable import Configuration

@Suite struct ConfigurationFileTests {
  @Test func contractExampleSetsInputAndVisits() throws {
    let settings = try load(contractExample)
    #expect(settings.columns == [.time: bytes("event_time"), .user: bytes("user_id")])
    #expect(settings.timeZone.name == "Europe/Madrid")
    #expect(settings.valueMeaning == .order)
    #expect(settings.sessions.source == .auto)
    #expect(settings.sessions.gapMilliseconds == 1_200_000)
    #expect(settings.sessions.cutsAtMidnight)
    #expect(settings.sessions.journeyWindowMilliseconds == 1_209_600_000)
  }

  @Test func contractExampleSetsEventsAndConditions() throws {
    let settings = try load(contractExample)
    let page = Condition.field(.role(.page), .prefix(bytes("/checkout")))
    #expect(
      settings.eventRules == [
        EventRule(
          name: bytes("add_to_cart"), names: [bytes("cart"), bytes("Add to basket")]),
        EventRule(name: bytes("begin_checkout"), condition: page),
      ])
    let devices = Matcher.oneOf([bytes("mobile"), bytes("tablet")])
    #expect(settings.rowCondition == .field(.role(.device), devices))
  }

  @Test func contractExampleSetsFunnels() throws {
    let funnels = try #require(try load(contractExample).funnels)
    let funnel = try #require(funnels.first)
    #expect(funnels.count == 1)
    #expect(funnel.name == "checkout")
    #expect(funnel.unit == .journey)
    #expect(funnel.ties == .strict)
    #expect(funnel.hold == [.role(.item)])
    #expect(funnel.attribution == .step(1))
    #expect(funnel.trend == .day)
    #expect(funnel.exclusions.map(\.from) == [1] && funnel.exclusions.map(\.to) == [3])
    #expect(funnel.exclusions.map(\.condition) == [event("remove_from_cart")])
    #expect(funnel.windowMilliseconds == 7_200_000)
    #expect(funnel.breakdowns == [.role(.device), .role(.channel)])
    #expect(funnel.steps.map(\.name) == ["view_item", "Cart", "Pay", "purchase"].map(bytes))
    let pay = Condition.any([
      event("add_payment_info"), .field(.role(.page), .prefix(bytes("/pay"))),
    ])
    #expect(
      funnel.steps.map(\.condition) == [
        event("view_item"), event("add_to_cart"), pay, event("purchase"),
      ])
  }

  @Test func contractExampleSetsAbandonment() throws {
    let plan = try load(contractExample).abandonment
    #expect(plan.unit == .journey)
    #expect(plan.recoveryWindowMilliseconds == 259_200_000)
    #expect(plan.derivesFee)
    #expect(plan.feeToleranceMillionths == 5_000)
    #expect(plan.strata == [.device])
    let coded = Condition.all([
      event("add_payment_info"), .field(.role(.code), .prefix(bytes("3ds_"))),
    ])
    let closed = Condition.any([
      event("chat_failed"), .field(.role(.page), .oneOf([bytes("/help/closed")])),
    ])
    #expect(
      plan.ownReasons == [
        OwnReason(name: bytes("three_d_secure"), condition: coded, signalClass: 1, kind: .answer),
        OwnReason(name: bytes("no_help"), condition: closed, signalClass: 2, kind: .shown),
      ])
  }

  @Test(arguments: [
    "", "\n\n", "# nothing but a comment\n", "---\n", "~", "{}", "sessions:\n", "where: {}",
    "funnels:\nevents:\ninput:\nabandonment:\njourneys:\nwhere:\n", "\u{FEFF}sessions: {}",
  ])
  func emptyFilesAndSectionsChangeNothing(yaml: String) throws {
    let settings = try load(yaml)
    #expect(settings.sessions.gapMilliseconds == 1_800_000)
    #expect(settings.funnels == nil)
    #expect(settings.rowCondition == nil)
    #expect(settings.eventRules.isEmpty)
  }

  @Test func anEmptyListOfFunnelsIsNoFunnel() throws {
    #expect(try load("funnels: []").funnels?.isEmpty == true)
  }

  @Test func failingFilesChangeNothing() {
    var settings = AnalysisSettings()
    #expect(throws: ConfigurationError.self) {
      try ConfigurationFile.load(
        bytes("sessions: {gap: 1m}\njourneys: {windw: 3d}"), file: "a", into: &settings)
    }
    #expect(settings.sessions.gapMilliseconds == 1_800_000)
  }

  @Test func settingsThatAreNotMentionedStay() throws {
    var settings = AnalysisSettings()
    settings.sessions.gapMilliseconds = 5
    try ConfigurationFile.load(bytes("sessions: {from: gap}"), file: "a", into: &settings)
    #expect(settings.sessions.gapMilliseconds == 5)
    #expect(settings.sessions.source == .gap)
  }

  @Test(arguments: [
    ("yes", true), ("true", true), ("on", true), ("True", true), ("no", false), ("OFF", false),
  ])
  func booleansHaveYAMLsSpellings(text: String, value: Bool) throws {
    #expect(try load("sessions: {cut_at_midnight: \(text)}").sessions.cutsAtMidnight == value)
  }
}

@Suite struct FunnelStepTests {
  @Test func stepsMayBeOptionalAndFollowSoon() throws {
    let steps = try load(
      """
      funnels:
        - name: a
          steps:
            - view_item
            - {name: Shipping, event: add_shipping_info, optional: true, within: 10m}
            - {event: purchase, within: 2h, optional: no}
      """
    ).funnels?.first?.steps
    #expect(steps?.map(\.isOptional) == [false, true, false])
    #expect(steps?.map(\.withinMilliseconds) == [nil, 600_000, 7_200_000])
    #expect(steps?[1].condition == event("add_shipping_info"))
  }

  @Test(arguments: FunnelOrder.allCases) func everyOrderIsRead(order: FunnelOrder) throws {
    let yaml = "funnels: [{name: a, order: \(order), hold: [item], steps: [b, c]}]"
    #expect(try load(yaml).funnels?.first?.order == order)
  }

  @Test func openEntryAndEveryAttemptGoTogether() throws {
    let funnel = try load("funnels: [{name: a, entry: open, count: total, steps: [b, c]}]")
      .funnels?.first
    #expect(funnel?.entry == .open)
    #expect(funnel?.count == .total)
  }
}

@Suite struct EventNameTests {
  @Test(arguments: [
    ("cart", "add_to_cart", "add_to_cart"),
    ("Product Viewed", "view_item", "view_item"),
    ("my_event", "my_event", "my_event"),
    ("{event: cart}", "add_to_cart", "add_to_cart"),
    ("{name: Cart, event: cart}", "Cart", "add_to_cart"),
  ])
  func stepsAreNamedByTheirCanonicalEvent(step: String, name: String, canonical: String) throws {
    let steps = try load("funnels: [{name: a, steps: [\(step), purchase]}]").funnels?.first?.steps
    #expect(steps?.first?.name == bytes(name))
    #expect(steps?.first?.condition == event(canonical))
  }

  @Test func ownRulesWinWhereverTheyStand() throws {
    let settings = try load(
      """
      where: {not: {event: [cart, basket]}}
      funnels: [{name: a, steps: [cart, basket, purchase]}]
      events: {view_cart: cart, add_to_cart: [Basket]}
      """)
    #expect(settings.rowCondition == .not(event("view_cart", "add_to_cart")))
    let names = settings.funnels?.first?.steps.map(\.name)
    #expect(names == [bytes("view_cart"), bytes("add_to_cart"), bytes("purchase")])
  }

  @Test func rulesKeepTheirOrderAndResolveTheirConditions() throws {
    let rules = try load(
      """
      events:
        own: {event: {not: cart}}
        view_cart: [cart]
        Add To Cart: basket
      """
    ).eventRules
    #expect(rules.map(\.name) == [bytes("own"), bytes("view_cart"), bytes("add_to_cart")])
    let matcher = Matcher.not(.oneOf([bytes("view_cart")]))
    #expect(rules.first?.condition == .field(.role(.event), matcher))
  }

  @Test func anchorsAliasesAndMergesWork() throws {
    let funnels = try load(
      """
      funnels:
        - &first
          name: one
          window: 1h
          steps: &steps [view_item, purchase]
        - <<: *first
          name: two
        - {name: three, steps: *steps}
      """
    ).funnels
    #expect(funnels?.map(\.name) == ["one", "two", "three"])
    #expect(funnels?.map(\.windowMilliseconds) == [3_600_000, 3_600_000, nil])
    #expect(funnels?.allSatisfy { $0.steps.count == 2 } == true)
  }
}
