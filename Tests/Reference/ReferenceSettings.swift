/// Where sessions come from (SPEC §4).
public enum ReferenceSessionSource: Sendable {
  /// The session column where the run has one, else by gap.
  case auto
  /// The session column.
  case column
  /// Pauses only; session values are ignored.
  case gap
}

/// What a funnel or the carts count: a session, a journey, or a user (a person; not for carts).
public enum ReferenceUnit: String, Sendable {
  case session
  case journey
  case user
}

/// Everything that steers the analysis; each default is SPEC's.
public struct ReferenceSettings: Sendable {
  /// Where sessions come from; default `auto`.
  public var sessionsFrom = ReferenceSessionSource.auto
  /// Any file of the run has a session column; default true.
  public var hasSessionColumn = true
  /// Any file of the run has a page column; default true.
  public var hasPageColumn = true
  /// Longest pause inside a session; default 30 minutes.
  public var gapMilliseconds: Int64 = 30 * 60_000
  /// Two events of different local days are never in one session; default false.
  public var cutAtMidnight = false
  /// What to add to a time to get local time, for `cutAtMidnight` and trends; default 0.
  public var localOffsetMilliseconds: Int64 = 0
  /// The local day of a time in days since 1970-01-01; default nil: by `localOffsetMilliseconds`.
  public var localDayOfTime: (@Sendable (Int64) -> Int64)?
  /// Longest silence inside a journey; default 30 days.
  public var journeyWindowMilliseconds: Int64 = 30 * 86_400_000
  /// How long after an abandoned cart a purchase recovers it; default 7 days.
  public var recoveryWindowMilliseconds: Int64 = 7 * 86_400_000
  /// No session and no journey is open; default false.
  public var assumeComplete = false
  /// The end of data; default nil: the newest event.
  public var endOfDataMilliseconds: Int64?
  /// `value_of: item`; default false: `order`.
  public var valueOfItem = false
  /// What a cart lives in: `session` (default) or `journey`.
  public var abandonmentUnit = ReferenceUnit.session
  /// Fees are derived from rising totals; default false.
  public var deriveFee = false
  /// A rise above this share is a fee, in millionths; default 1 %.
  public var feeToleranceMillionths: Int64 = 10_000
  /// Own reasons, in the order in which a row is asked for them; default none.
  public var ownReasons: [ReferenceReason] = []
  /// Roles that carts are told apart by in evidence; default none.
  public var strata: [String] = []
  /// The funnels; default none: the stages that occur, named `stages`.
  public var funnels: [ReferenceFunnel] = []
  /// Breakdowns of the default funnel; default none.
  public var defaultFunnelBy: [String] = []
  /// Segments beyond so many are one, `(other)`; default 25.
  public var maxSegments = 25
  /// Only units that start at or after this; default nil: all.
  public var sinceMilliseconds: Int64?
  /// Only units that start before this; default nil: all.
  public var untilMilliseconds: Int64?
  /// Roles and properties that the run does not use and that therefore order nothing; default none.
  ///
  /// They must be used nowhere else in these settings; `sequence` is left out by leaving it out of the
  /// events.
  public var unusedColumns: Set<String> = []

  /// Creates the default settings.
  public init() {}

  /// Class and kind of a reason, built-in or own.
  func traits(_ reason: Text) -> (signalClass: Int, kind: String) {
    if let own = ownReasons.first(where: { Text($0.name) == reason }) {
      return (own.signalClass, own.kind)
    }
    return Vocabulary.signals[reason] ?? (0, "")
  }

  /// The local day of a time, in days since 1970-01-01.
  func localDay(_ time: Int64) -> Int64 {
    if let localDayOfTime { return localDayOfTime(time) }
    let local = time + localOffsetMilliseconds
    let day = local / 86_400_000
    return local % 86_400_000 < 0 ? day - 1 : day
  }

  /// Whether a unit that starts at `start` was asked for.
  func chooses(start: Int64) -> Bool {
    if let since = sinceMilliseconds, start < since { return false }
    if let until = untilMilliseconds, start >= until { return false }
    return true
  }
}
