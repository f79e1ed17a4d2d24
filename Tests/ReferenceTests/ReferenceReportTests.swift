import Reference
import Testing

@Suite struct ReferenceReportTests {
  var complete: ReferenceSettings {
    var settings = ReferenceSettings()
    settings.assumeComplete = true
    return settings
  }

  @Test func pauseOfExactlyTheGapStaysInside() {
    var settings = complete
    settings.hasSessionColumn = false
    let times = [november, november + 30 * minute, november + 60 * minute + 1]
    expect(
      times.map { ReferenceEvent($0, "u", "page_view") }, settings,
      [
        "sessions.count": "2", "sessions.duration_seconds": #"{"p50":0,"p90":1800,"mean":900}"#,
        "sessions.bounce_rate": "1.0", "input.first_event": #""2026-11-01T00:00:00.000Z""#,
        "input.last_event": #""2026-11-01T01:00:00.001Z""#, "journeys.browsed": "1",
      ])
  }

  @Test func rowWithoutSessionJoinsTheLatestAndBackgroundCountsApart() {
    let events = [
      ReferenceEvent(november, "u", "page_view", ["session": "a", "page": "/"]),
      ReferenceEvent(november + minute, "u", "page_view", ["session": "b", "page": "/"]),
      ReferenceEvent(november + 2 * minute, "u", "page_view", ["page": "/x"]),
      ReferenceEvent(november + 40 * minute, "u", "scroll"),
      ReferenceEvent(november + 50 * minute, "u", "page_view", ["session": "a", "page": "/y"]),
    ]
    expect(
      events, complete,
      [
        "sessions.count": "2", "sessions.background": "1", "sessions.bounced": "0",
        "sessions.duration_seconds.p50": "60", "sessions.duration_seconds.p90": "3000",
        "sessions.events.mean": "2.0",
      ])
  }

  /// At equal time rank puts view_item before add_to_cart, but a funnel may fill them in any order.
  @Test func tiesFillStepsInAnyOrderUnlessStrict() {
    let events = [
      ReferenceEvent(november, "u", "view", ["session": "a"]),
      ReferenceEvent(november, "u", "cart", ["session": "a"]),
      ReferenceEvent(november + 7_200_000, "u", "transaction", ["session": "a"]),
      ReferenceEvent(november + 7_200_001, "u", "purchase", ["session": "a"]),
    ]
    var settings = complete
    let steps = [["add_to_cart"], ["view_item"], ["purchase"], ["purchase"]]
    settings.funnels = [
      ReferenceFunnel(steps: steps, windowMilliseconds: 7_200_000, by: ["device"]),
      ReferenceFunnel(steps: steps, strictTies: true),
    ]
    expect(
      events, settings,
      [
        "funnels.0.steps.2.count": "1", "funnels.0.steps.2.seconds_from_previous.p50": "7200",
        "funnels.0.steps.3.count": "0", "funnels.0.steps.3.share_of_first": "0.0",
        "funnels.0.steps.2.dropped": "1", "funnels.1.steps.1.count": "0",
        "funnels.0.steps.2.next_events": #"[{"event":"(left)","count":1}]"#,
        "funnels.1.steps.0.next_events": #"[{"event":"purchase","count":1}]"#,
        "funnels.0.segments.0.value": #""(none)""#,
      ])
  }

  /// With the later of two entries only one step is reached, so the earlier entry counts.
  @Test func greatestLevelThenLatestEntryCounts() {
    let events = [
      ReferenceEvent(november, "u", "a", ["session": "s", "device": "x"]),
      ReferenceEvent(november + 1000, "u", "a", ["session": "s", "device": "y"]),
      ReferenceEvent(november + 3000, "u", "b", ["session": "s"]),
      ReferenceEvent(november + 4000, "u", "a", ["session": "s", "device": "z"]),
    ]
    var settings = complete
    settings.funnels = [ReferenceFunnel(steps: [["a"], ["b"]], by: ["device"])]
    expect(
      events, settings,
      [
        "funnels.0.steps.1.seconds_from_previous.p50": "2",
        "funnels.0.segments": #"[{"by":"device","value":"y","steps":[{"count":1},{"count":1}]}]"#,
      ])
  }

  /// Two declined visits and a third in which the order comes through, three days later.
  @Test func declinedPurchaseIsNoPurchaseAndIsRecovered() {
    func row(_ time: Int64, _ session: String, _ name: String, _ more: [String: String] = [:])
      -> ReferenceEvent
    {
      ReferenceEvent(time, "u", name, ["session": session].merging(more) { $1 })
    }
    let later = november + 3 * day
    let events = [
      row(november, "1", "add_to_cart", ["value": "10", "quantity": "3", "device": "mobile"]),
      row(november + minute, "1", "begin_checkout", ["value": "31.5"]),
      row(november + 2 * minute, "1", "purchase", ["value": "35", "code": "51", "order": "o1"]),
      row(november + 13 * minute + 1, "1", "page_view"),
      row(later, "2", "purchase", ["value": "35", "order": "o1"]),
      row(later + 1, "2", "purchase", ["value": "35", "order": "o1"]),
    ]
    expect(
      events, complete,
      [
        "abandonment.carts": "2", "abandonment.purchased_without_cart": "1",
        "abandonment.recovered": "1", "abandonment.lost": "0",
        "abandonment.value": #"[{"currency":null,"amount":"35.00"}]"#,
        "abandonment.reasons": """
        [{"reason":"card_declined","class":1,"kind":"answer","carts":1,"share":1.0,"any":1,"stale":1,
        "resolved":0,"recovered":1,"lost":0,"lost_value":[],
        "seconds_to_leaving":{"p50":660.001,"p90":660.001},"codes":[{"code":"51","carts":1}],
        "stages":[{"stage":"add_payment_info","carts":1}],"devices":[{"device":"mobile","carts":1}],
        "channels":[{"channel":"(none)","carts":1}]}]
        """,
        "abandonment.no_signal": #"{"carts":0,"value":[],"stages":[]}"#,
        "kpis.orders": "1", "kpis.revenue": #"[{"currency":null,"amount":"35.00"}]"#,
        "journeys.converted": "1", "journeys.sessions_to_conversion.p50": "2",
        "sessions.events.mean": "3.5", "input.events": "6",
      ])
  }

  /// Of three carts without a purchase only the last is lost; data ends far behind them.
  @Test func cartCarriedThroughThreeVisitsIsLostOnce() {
    let events = (0..<3).map { visit in
      ReferenceEvent(
        november + Int64(visit) * 86_400_000, "u", "add_to_cart",
        ["session": "s\(visit)", "value": "1\(visit)", "currency": "EUR"])
    }
    var settings = ReferenceSettings()
    settings.endOfDataMilliseconds = november + 40 * 86_400_000
    expect(
      events, settings,
      [
        "abandonment.abandoned": "3", "abandonment.lost": "1", "abandonment.recovery_open": "0",
        "abandonment.lost_value": #"[{"currency":"EUR","amount":"12.00"}]"#,
        "abandonment.no_signal.stages": #"[{"stage":"add_to_cart","carts":3}]"#,
        "journeys.abandoned": "1", "journeys.ripe": "1",
      ])
  }

  @Test(arguments: [("1", "emptied", "open"), ("0.999999", "abandoned", "emptied")])
  func cartIsEmptiedWhenAsMuchIsRemoved(quantity: String, one: String, none: String) {
    let events = [
      ReferenceEvent(november, "u", "add_to_cart", ["session": "s"]),
      ReferenceEvent(
        november + 1, "u", "remove_from_cart",
        ["session": "s", "quantity": quantity, "value": "5"]),
    ]
    expect(
      events, complete,
      ["abandonment.\(one)": "1", "abandonment.\(none)": "0", "abandonment.value": "[]"])
  }

  /// slow_page is resolved by adding again, login_required by a higher stage; the error stays.
  @Test func resolvedSignalsAreNoReason() {
    let names = [
      "add_to_cart", "slow_page", "login_required", "add_to_cart", "begin_checkout", "slow_page",
      "checkout_error", "surprise_fee", "checkout_error",
    ]
    let events = names.enumerated().map { index, name in
      ReferenceEvent(november + Int64(index) * 1000, "u", name, ["session": "s"])
    }
    let report = referenceReport(events, complete)
    let reasons = at(report, "abandonment.reasons")
    let expected = json(
      """
      [{"reason":"checkout_error","carts":1,"any":1,"resolved":0,"seconds_to_leaving":{"p50":0}},
       {"reason":"login_required","carts":0,"any":0,"resolved":1,"share":0},
       {"reason":"slow_page","carts":0,"any":1,"resolved":0},
       {"reason":"surprise_fee","carts":0,"any":1,"resolved":0}]
      """)
    #expect(differences(.object(["reasons": expected]), .object(["reasons": reasons])) == [])
  }

  @Test(arguments: [("101", 0), ("101.000001", 1)])
  func feeIsARiseAboveTheTolerance(total: String, fees: Int) {
    var events = [
      ReferenceEvent(november, "u", "view_item", ["session": "s", "value": "7"]),
      ReferenceEvent(november + 1, "u", "begin_checkout", ["session": "s", "value": "100"]),
      ReferenceEvent(november + 2, "u", "add_shipping_info", ["session": "s", "value": total]),
    ]
    let fields = ["session": "s", "value": "100"]
    events.append(ReferenceEvent(november, "v", "begin_checkout", fields))
    events.append(ReferenceEvent(november + 1, "v", "add_payment_info", fields))
    var settings = complete
    settings.deriveFee = true
    let expected = fees == 0 ? "[]" : #"[{"reason":"surprise_fee","carts":1,"any":1}]"#
    expect(events, settings, ["abandonment.reasons": expected])
    expect(Array(events.prefix(3)), settings, ["abandonment.reasons": "[]"])
  }

  /// θ is 0 and 1 without the one or the other user and 1/2 62 times: SE² = 63/64 · 1/2 = 0.4921875, over the
  /// binomial 1/8.
  @Test func rateHasAWilsonIntervalOnTheDesignEffect() {
    let events = [
      ReferenceEvent(november, "a", "purchase", ["session": "s"]),
      ReferenceEvent(november, "b", "page_view", ["session": "s"]),
    ]
    expect(
      events, complete,
      [
        "kpis.conversion_rate": """
        {"x":1,"n":2,"rate":0.5,"low":0.030102,"high":0.969898,"design_effect":3.9375}
        """,
        "kpis.cart_abandonment_rate": #"{"x":0,"n":1,"rate":0.0,"low":0.0,"design_effect":1.0}"#,
        "funnels": "[]",
      ])
  }

  /// o1 is EUR by its first value; the two without an id after one cart are one order.
  @Test func ordersAndRevenueByOrderAndByItem() {
    func row(_ second: Int64, _ fields: [String: String]) -> ReferenceEvent {
      ReferenceEvent(
        november + second * 1000, "u", "purchase", ["session": "s"].merging(fields) { $1 })
    }
    let events = [
      row(0, ["order": "o1", "item": "i"]),
      row(1, ["order": "o1", "item": "j", "value": "10.005", "currency": "EUR", "quantity": "2"]),
      row(2, ["order": "o1", "item": "j", "value": "10.005", "currency": "EUR"]),
      row(3, ["value": "3"]),
      row(4, ["value": "4"]),
    ]
    var settings = complete
    expect(
      events, settings,
      [
        "kpis.orders": "2",
        "kpis.revenue":
          #"[{"currency":null,"amount":"3.00"},{"currency":"EUR","amount":"10.005"}]"#,
        "kpis.average_order_value":
          #"[{"currency":null,"amount":"3.00"},{"currency":"EUR","amount":"10.00"}]"#,
      ])
    settings.valueOfItem = true
    expect(
      events, settings,
      [
        "kpis.revenue":
          #"[{"currency":null,"amount":"7.00"},{"currency":"EUR","amount":"20.01"}]"#
      ])
  }

  @Test func purchaseEndsAJourneyAndChannelsChange() {
    func row(_ hour: Int64, _ session: String, _ name: String, _ channel: String)
      -> ReferenceEvent
    {
      let fields = ["session": session, "channel": channel]
      return ReferenceEvent(november + hour * 3_600_000, "u", name, fields)
    }
    let events = [
      row(0, "1", "page_view", "web"), row(1, "2", "purchase", "app"),
      row(2, "3", "support_reply", "mail"), row(3, "4", "page_view", "web"),
    ]
    expect(
      events, ReferenceSettings(),
      [
        "journeys.count": "2", "journeys.open": "1", "journeys.converted": "1",
        "journeys.seconds_to_conversion.p50": "3600", "journeys.ripe": "0",
        "journeys.channel_transitions":
          #"[{"from":"web","to":"app","count":1,"converted":1}]"#,
        "sessions.background": "1", "sessions.open": "1",
        "kpis.conversion_rate": #"{"x":1,"n":2}"#,
      ])
  }
}
