/// Everything that one run says: the single model behind every output format.
///
/// Field names are the JSON keys of `fuga.report/1` in Swift spelling. Texts are bytes as they stood in the
/// input, not Strings: only a format turns them into output, and each format escapes them itself.
/// Lists are sorted by whoever builds the report; formats keep their order.
package struct Report: Sendable {
  package var input = InputSection()
  package var sessions = SessionsSection()
  package var journeys = JourneysSection()
  package var kpis = KPISection()
  package var funnels: [FunnelSection] = []
  package var abandonment = AbandonmentSection()
  package var days: [DaySection] = []
  /// The rules in force, in reading order, as name and value: `session gap`, `30m`.
  package var rules: [RuleLine] = []
  /// Sentences a reader must know of, such as a dropped derived fee; plain text of fuga's own.
  package var notes: [String] = []

  package init() {}
}

/// Text from the input, as bytes.
///
/// Never printed without a format's own escaping.
package typealias InputText = [UInt8]

/// One rule in force, in words.
package struct RuleLine: Sendable {
  package var name: String
  package var value: String

  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// What was read.
package struct InputSection: Sendable {
  package var files: [FileLine] = []
  package var rows = 0
  package var events = 0
  package var rejected = 0
  /// Every reject reason that occurred, in the order of the reading contract.
  package var rejectedByReason: [(reason: String, rows: Int)] = []
  package var repeatedHeaders = 0
  package var duplicates = 0
  package var users = 0
  package var persons = 0
  /// Milliseconds since 1970 UTC; nil without events.
  package var firstEventMilliseconds: Int64?
  package var lastEventMilliseconds: Int64?

  package init() {}
}

/// One input file.
package struct FileLine: Sendable {
  package var path: InputText
  package var rows: Int
  package var rejected: Int
  package var compressedBytes: Int
  package var bytes: Int
  /// `ok`, `rejects`, or `error` for a file left out by `--keep-going`.
  package var status: String

  package init(
    path: InputText, rows: Int, rejected: Int, compressedBytes: Int, bytes: Int, status: String
  ) {
    self.path = path
    self.rows = rows
    self.rejected = rejected
    self.compressedBytes = compressedBytes
    self.bytes = bytes
    self.status = status
  }
}

/// A share of units: x of n, with a 95 % Wilson interval on n / design effect.
package struct Rate: Sendable, Equatable {
  package var x = 0
  package var n = 0
  /// Bounds of the interval, 0...1; nil when n is 0.
  package var low: Double?
  package var high: Double?
  /// At least 1; 1 where the rate is 0 or 1, or where there are no units.
  package var designEffect: Double?
  /// Too few journeys were followed long enough: the rate and its bounds are not given.
  package var isWithheld = false

  package init() {}
}

/// Two order statistics of a duration; nil when nothing was measured.
package struct DurationQuantiles: Sendable, Equatable {
  package var p50Milliseconds: Int64?
  package var p90Milliseconds: Int64?

  package init(p50Milliseconds: Int64? = nil, p90Milliseconds: Int64? = nil) {
    self.p50Milliseconds = p50Milliseconds
    self.p90Milliseconds = p90Milliseconds
  }
}

/// Two order statistics of a count; nil when nothing was counted.
package struct CountQuantiles: Sendable, Equatable {
  package var p50: Int?
  package var p90: Int?

  package init(p50: Int? = nil, p90: Int? = nil) {
    self.p50 = p50
    self.p90 = p90
  }
}

/// An exact amount in one currency.
package struct Money: Sendable, Equatable {
  /// Nil where the input has no currency.
  package var currency: InputText?
  /// Millionths of the currency unit.
  package var millionths: Int128

  package init(currency: InputText?, millionths: Int128) {
    self.currency = currency
    self.millionths = millionths
  }
}

/// One value and how often it was met.
package struct Tally: Sendable, Equatable {
  package var name: InputText
  package var count: Int
  /// `soft`, `hard`, `fraud` or `unknown` for the code of a decline; nil for all else.
  package var group: String?

  package init(name: InputText, count: Int, group: String? = nil) {
    self.name = name
    self.count = count
    self.group = group
  }
}

/// Sessions (docs/definitions.md, "Session"); background sessions only in `background`.
package struct SessionsSection: Sendable {
  package var count = 0
  package var background = 0
  package var open = 0
  package var bounced = 0
  package var duration = DurationQuantiles()
  /// Sum of durations; the mean is this over `count`.
  package var durationSumMilliseconds: Int128 = 0
  /// Events that are not automatic, of sessions that are not background.
  package var events = 0

  package init() {}
}

/// Journeys (docs/definitions.md, "Journey").
package struct JourneysSection: Sendable {
  package var count = 0
  package var ripe = 0
  package var open = 0
  package var converted = 0
  package var abandoned = 0
  package var browsed = 0
  package var ambiguousUsers = 0
  /// Converted among ripe journeys; `n` is the number of ripe ones.
  package var ripeConverted = 0
  package var sessionsToConversion = CountQuantiles()
  /// Events that are not automatic, up to and with the first purchase.
  package var touchpointsToConversion = CountQuantiles()
  package var timeToConversion = DurationQuantiles()
  package var channelTransitions: [ChannelTransition] = []
  /// Where converted journeys began and ended; both columns sum to `converted`.
  package var conversionChannels: [ConversionChannel] = []

  package init() {}
}

/// A channel and how many converted journeys it was the first or the last known one of.
package struct ConversionChannel: Sendable {
  /// `(none)` where no channel of a journey is known.
  package var channel: InputText
  package var first: Int
  package var last: Int

  package init(channel: InputText, first: Int, last: Int) {
    self.channel = channel
    self.first = first
    self.last = last
  }
}

/// Moves from one channel to another between consecutive sessions of a journey.
package struct ChannelTransition: Sendable {
  package var from: InputText
  package var to: InputText
  package var count: Int
  /// Those in journeys that hold a purchase.
  package var converted: Int

  package init(from: InputText, to: InputText, count: Int, converted: Int) {
    self.from = from
    self.to = to
    self.count = count
    self.converted = converted
  }
}

/// Rates and amounts of the whole shop.
package struct KPISection: Sendable {
  package var conversion = Rate()
  package var cartAbandonment = Rate()
  package var checkoutAbandonment = Rate()
  package var orders = 0
  package var revenue: [Money] = []
  /// Millionths, rounded half to even to two digits.
  package var averageOrderValue: [Money] = []

  package init() {}
}

/// One funnel and its rules.
package struct FunnelSection: Sendable {
  package var name: String
  package var unit: String
  package var order = "ordered"
  package var ties: String
  package var entry = "closed"
  package var count = "unique"
  package var windowMilliseconds: Int64?
  /// Units that left the funnel because exclusions killed all their attempts.
  package var excluded = 0
  package var steps: [FunnelStepLine] = []
  package var segments: [FunnelSegment] = []
  /// In order, without gaps; empty without a trend.
  package var trend: [FunnelPeriod] = []

  package init(name: String, unit: String, ties: String, windowMilliseconds: Int64?) {
    self.name = name
    self.unit = unit
    self.ties = ties
    self.windowMilliseconds = windowMilliseconds
  }
}

/// One step of a funnel.
package struct FunnelStepLine: Sendable {
  package var name: InputText
  /// It may be skipped.
  package var isOptional = false
  /// Units that filled this step.
  package var count: Int
  /// Of them, those that filled the first step too; nil where all did.
  package var countFromFirst: Int?
  /// Of them, those that filled the step before too, optional ones aside; nil where all did.
  package var countFromPrevious: Int?
  /// Units that began here; nil for a closed funnel, where all begin at the first step.
  package var entered: Int?
  package var fromPrevious = DurationQuantiles()
  /// Units that stopped here, optional steps aside; 0 at the last step.
  package var dropped: Int
  /// Most frequent first; `(left)` stands for no further event.
  package var nextEvents: [Tally] = []

  package init(name: InputText, count: Int, dropped: Int) {
    self.name = name
    self.count = count
    self.dropped = dropped
  }
}

/// The funnel for the units whose entry lies in one period.
package struct FunnelPeriod: Sendable {
  /// The period's first day, as `2026-11-01`.
  package var start: String
  /// The period, or some unit's window, reaches past the end of data.
  package var isIncomplete: Bool
  /// One count a step, in step order.
  package var counts: [Int]

  package init(start: String, isIncomplete: Bool, counts: [Int]) {
    self.start = start
    self.isIncomplete = isIncomplete
    self.counts = counts
  }
}

/// The funnel for one value of a property; segments of one property sum to the total.
package struct FunnelSegment: Sendable {
  package var by: InputText
  package var value: InputText
  /// One count a step, in step order.
  package var counts: [Int]

  package init(by: InputText, value: InputText, counts: [Int]) {
    self.by = by
    self.value = value
    self.counts = counts
  }
}

/// Carts and why they were abandoned.
package struct AbandonmentSection: Sendable {
  package var unit = "session"
  package var carts = 0
  package var purchased = 0
  package var purchasedWithoutCart = 0
  package var open = 0
  package var emptied = 0
  package var abandoned = 0
  /// Nil for the unit `journey`.
  package var recovered: Int? = 0
  package var recoveryOpen: Int? = 0
  package var lost: Int? = 0
  package var value: [Money] = []
  package var lostValue: [Money]? = []
  package var reasons: [ReasonLine] = []
  /// Reasons by what they cost, by excess value; those that cannot be judged last.
  package var fixFirst: [FixLine] = []
  package var noSignal = NoSignalLine()

  package init() {}
}

/// Abandoned carts by their primary signal.
package struct ReasonLine: Sendable {
  package var reason: InputText
  /// 1 to 3; the lowest wins.
  package var signalClass: Int
  /// `shown` or `answer`.
  package var kind: String
  package var carts = 0
  /// Abandoned carts in which the signal is unresolved, primary or not.
  package var any = 0
  /// Carts of this reason whose signal is stale.
  package var stale = 0
  /// Abandoned carts that met the signal and resolved every one.
  package var resolved = 0
  package var recovered: Int? = 0
  package var lost: Int? = 0
  package var value: [Money] = []
  package var lostValue: [Money]? = []
  /// From the primary signal to the cart's last event.
  package var toLeaving = DurationQuantiles()
  package var codes: [Tally] = []
  package var stages: [Tally] = []
  package var devices: [Tally] = []
  package var channels: [Tally] = []
  package var evidence = EvidenceLine()

  package init(reason: InputText, signalClass: Int, kind: String) {
    self.reason = reason
    self.signalClass = signalClass
    self.kind = kind
  }
}

/// One reason among those that are worth fixing.
package struct FixLine: Sendable {
  package var reason: InputText
  package var evidence: EvidenceLine

  package init(reason: InputText, evidence: EvidenceLine) {
    self.reason = reason
    self.evidence = evidence
  }
}

/// What evidence says of a reason.
package enum Finding: String, Sendable {
  /// The interval lies above 0.
  case proven
  /// The interval holds 0, or there is none.
  case unproven
  /// The interval lies below 0: fewer carts than expected were abandoned.
  case notMore = "not_more"
  /// No comparable cart without it.
  case cannotBeJudged = "cannot_be_judged"
}

/// How many carts the reason cost, by comparison with carts that had not met it (docs/definitions.md, "Evidence").
package struct EvidenceLine: Sendable {
  /// Carts that met the reason.
  package var exposed = 0
  package var exposedAbandoned = 0
  /// Exposed carts with too few comparable ones.
  package var unjudged = 0
  /// Abandoned carts more than expected; nil when nothing could be judged.
  package var excess: Double?
  /// Bounds of the 95 % interval; nil also when too few groups of persons met the reason.
  package var low: Double?
  package var high: Double?
  /// The excess if the reason were of the other kind.
  package var otherKind: Double?
  /// The excess of an answer over carts whose next move reached a higher stage, with its interval; nil for reasons shown.
  package var advancing: Double?
  package var advancingLow: Double?
  package var advancingHigh: Double?
  /// The excess weighted by value; nil when nothing could be judged.
  package var value: [EvidenceMoney]?

  package init() {}
}

/// An estimated amount with its interval.
package struct EvidenceMoney: Sendable {
  package var money: Money
  /// In millionths; nil without an interval.
  package var low: Int128?
  package var high: Int128?

  package init(money: Money, low: Int128? = nil, high: Int128? = nil) {
    self.money = money
    self.low = low
    self.high = high
  }
}

/// Abandoned carts without an unresolved signal, by the highest stage they reached.
package struct NoSignalLine: Sendable {
  package var carts = 0
  package var value: [Money] = []
  package var stages: [Tally] = []

  package init() {}
}

/// One day of the time zone, by the start of the session.
package struct DaySection: Sendable {
  /// `2026-11-01`.
  package var day: String
  package var sessions = 0
  /// Sessions with a purchase.
  package var converted = 0
  package var carts = 0
  package var purchased = 0
  package var abandoned = 0
  package var orders = 0

  package init(day: String) {
    self.day = day
  }
}
