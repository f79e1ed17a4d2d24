@testable import Reports

func text(_ string: String) -> InputText {
  Array(string.utf8)
}

func tallies(_ counts: [(String, Int)]) -> [Tally] {
  counts.map { Tally(name: text($0.0), count: $0.1) }
}

func euros(_ amount: Int) -> [Money] {
  [Money(currency: text("EUR"), millionths: Int128(amount) * 1_000_000)]
}

/// A small shop written by hand: every section has something to say, and all sums hold.
enum SampleReport {
  static var report: Report {
    var report = Report()
    report.input = input
    report.sessions = sessions
    report.journeys = journeys
    report.kpis = kpis
    report.funnels = [funnel]
    report.abandonment = abandonment
    report.days = [day("2026-11-01", sessions: 1_500), day("2026-11-02", sessions: 1_200)]
    report.rules = [
      RuleLine(name: "session gap", value: "30m"),
      RuleLine(name: "where", value: "device=mobile | device=tablet"),
    ]
    report.notes = ["totals include charges by design"]
    return report
  }

  private static var input: InputSection {
    var input = InputSection()
    input.files = [
      FileLine(
        path: text("dumps/may_2026.csv.gz"), rows: 9_000, rejected: 9, compressedBytes: 120_000,
        bytes: 900_000, status: "rejects"),
      FileLine(
        path: text("dumps/june.csv"), rows: 3_020, rejected: 3, compressedBytes: 300_000,
        bytes: 300_000, status: "rejects"),
    ]
    input.rows = 12_020
    input.events = 12_000
    input.rejected = 12
    input.rejectedByReason = [("invalid_time", 10), ("too_few_fields", 2)]
    input.repeatedHeaders = 1
    input.duplicates = 7
    input.users = 2_000
    input.persons = 1_900
    input.firstEventMilliseconds = 1_793_491_200_000
    input.lastEventMilliseconds = 1_793_663_999_999
    return input
  }

  private static var sessions: SessionsSection {
    var sessions = SessionsSection()
    sessions.count = 2_700
    sessions.background = 30
    sessions.open = 12
    sessions.bounced = 900
    sessions.duration = DurationQuantiles(p50Milliseconds: 61_500, p90Milliseconds: 1_200_000)
    sessions.durationSumMilliseconds = 400_000_001
    sessions.events = 11_111
    return sessions
  }

  private static var journeys: JourneysSection {
    var journeys = JourneysSection()
    journeys.count = 1_950
    journeys.ripe = 1_000
    journeys.open = 300
    journeys.converted = 600
    journeys.abandoned = 650
    journeys.browsed = 400
    journeys.ripeConverted = 410
    journeys.sessionsToConversion = CountQuantiles(p50: 1, p90: 3)
    journeys.timeToConversion = DurationQuantiles(
      p50Milliseconds: 540_000, p90Milliseconds: 180_000_000)
    journeys.channelTransitions = [
      ChannelTransition(from: text("web"), to: text("app"), count: 40, converted: 10)
    ]
    journeys.conversionChannels = [
      ConversionChannel(channel: text("web"), first: 622, last: 632),
      ConversionChannel(channel: text("app"), first: 10, last: 0),
    ]
    return journeys
  }

  private static var kpis: KPISection {
    var kpis = KPISection()
    kpis.conversion = rate(632, 2_688, low: 0.2195, high: 0.2515)
    kpis.cartAbandonment = rate(1_143, 1_775, low: 0.61, high: 0.6772)
    kpis.orders = 640
    kpis.revenue = euros(51_200)
    kpis.averageOrderValue = euros(80)
    return kpis
  }

  private static func rate(_ x: Int, _ n: Int, low: Double, high: Double) -> Rate {
    var rate = Rate()
    rate.x = x
    rate.n = n
    rate.low = low
    rate.high = high
    rate.designEffect = 1.25
    return rate
  }

  private static var funnel: FunnelSection {
    var funnel = FunnelSection(
      name: "checkout", unit: "session", ties: "any", windowMilliseconds: 7_200_000)
    funnel.excluded = 4
    var view = FunnelStepLine(name: text("view_item"), count: 2_500, dropped: 800)
    view.nextEvents = tallies([("(left)", 500), ("search", 300)])
    var cart = FunnelStepLine(name: text("add_to_cart"), count: 1_700, dropped: 1_068)
    cart.fromPrevious = DurationQuantiles(p50Milliseconds: 9_500, p90Milliseconds: 200_000)
    cart.nextEvents = tallies([("card_declined", 310)])
    var purchase = FunnelStepLine(name: text("purchase"), count: 632, dropped: 0)
    purchase.fromPrevious = DurationQuantiles(p50Milliseconds: 42_000, p90Milliseconds: 3_900_000)
    funnel.steps = [view, cart, purchase]
    funnel.segments = [
      FunnelSegment(by: text("device"), value: text("mobile"), counts: [1_500, 900, 232]),
      FunnelSegment(by: text("device"), value: text("desktop"), counts: [1_000, 800, 400]),
    ]
    return funnel
  }

  private static var abandonment: AbandonmentSection {
    var carts = AbandonmentSection()
    carts.carts = 1_810
    carts.purchased = 632
    carts.purchasedWithoutCart = 2
    carts.open = 20
    carts.emptied = 15
    carts.abandoned = 1_143
    carts.recovered = 131
    carts.recoveryOpen = 100
    carts.lost = 912
    carts.value = euros(99_000)
    carts.lostValue = euros(80_412)
    carts.reasons = [declined, slow]
    carts.fixFirst = [declined, slow].map { FixLine(reason: $0.reason, evidence: $0.evidence) }
    carts.noSignal.carts = 803
    carts.noSignal.value = euros(70_000)
    carts.noSignal.stages = tallies([("add_to_cart", 700), ("begin_checkout", 103)])
    return carts
  }

  private static var declined: ReasonLine {
    var reason = ReasonLine(reason: text("card_declined"), signalClass: 1, kind: "answer")
    reason.carts = 310
    reason.any = 330
    reason.stale = 5
    reason.resolved = 44
    reason.recovered = 31
    reason.lost = 270
    reason.value = euros(26_000)
    reason.lostValue = euros(22_000)
    reason.toLeaving = DurationQuantiles(p50Milliseconds: 12_345, p90Milliseconds: 60_000)
    reason.codes = [
      Tally(name: text("insufficient_funds"), count: 210, group: "soft"),
      Tally(name: text("do_not_honor"), count: 60, group: "unknown"),
    ]
    reason.stages = tallies([("add_payment_info", 310)])
    reason.devices = tallies([("mobile", 200), ("desktop", 110)])
    reason.channels = tallies([("web", 310)])
    reason.evidence = evidence(
      exposed: 380, abandoned: 333, excess: 75.25, low: 61.125, high: 88.5, other: 60,
      value: (6_020, low: 4_880, high: 7_160))
    reason.evidence.advancing = 104
    reason.evidence.advancingLow = 90
    reason.evidence.advancingHigh = 118
    return reason
  }

  private static var slow: ReasonLine {
    var reason = ReasonLine(reason: text("slow_page"), signalClass: 3, kind: "shown")
    reason.carts = 30
    reason.any = 60
    reason.lost = 20
    reason.value = euros(3_000)
    reason.lostValue = euros(2_000)
    reason.evidence = evidence(
      exposed: 210, abandoned: 150, excess: 3.5, low: -9.25, high: 16.25, other: -1.5,
      value: (310, low: -700, high: 1_320))
    reason.evidence.unjudged = 4
    return reason
  }

  private static func evidence(
    exposed: Int, abandoned: Int, excess: Double, low: Double, high: Double, other: Double,
    value: (amount: Int, low: Int, high: Int)
  ) -> EvidenceLine {
    var evidence = EvidenceLine()
    evidence.exposed = exposed
    evidence.exposedAbandoned = abandoned
    evidence.excess = excess
    evidence.low = low
    evidence.high = high
    evidence.otherKind = other
    evidence.value = [
      EvidenceMoney(
        money: euros(value.amount)[0], low: Int128(value.low) * 1_000_000,
        high: Int128(value.high) * 1_000_000)
    ]
    return evidence
  }

  private static func day(_ day: String, sessions: Int) -> DaySection {
    var section = DaySection(day: day)
    section.sessions = sessions
    section.converted = sessions / 4
    section.carts = sessions / 2
    section.purchased = sessions / 4
    section.abandoned = sessions / 5
    section.orders = sessions / 4 + 1
    return section
  }
}

extension ReportFormat {
  /// The whole report as text.
  func string(_ report: Report) -> String {
    String(decoding: bytes(of: report), as: UTF8.self)
  }
}
