import Reference
import Testing

@Suite struct FunnelTrendTests {
  static func funnel(_ period: ReferencePeriod, window: Int64? = hour) -> ReferenceFunnel {
    var funnel = ReferenceFunnel(steps: [["a"], ["b"]], windowMilliseconds: window)
    funnel.trend = period
    return funnel
  }

  /// A user each: `a` at that time and `b` a second later where wanted.
  static func visits(_ times: [(time: Int64, isConverted: Bool)]) -> [ReferenceEvent] {
    times.enumerated().flatMap { index, visit -> [ReferenceEvent] in
      let first = ReferenceEvent(visit.time, "u\(index)", "a")
      let then = ReferenceEvent(visit.time + second, "u\(index)", "b")
      return visit.isConverted ? [first, then] : [first]
    }
  }

  static func settings(
    _ funnel: ReferenceFunnel, end: Int64? = nil, offset: Int64 = 0
  ) -> ReferenceSettings {
    var settings = ReferenceSettings()
    settings.hasSessionColumn = false
    settings.funnels = [funnel]
    settings.endOfDataMilliseconds = end
    settings.localOffsetMilliseconds = offset
    return settings
  }

  static let spread = visits([
    (november, true), (november + day - 1, false), (november + 3 * day, true),
    (november + 30 * day, false),
  ])

  /// 2026-11-01 is a Sunday: its week began on October 26; December 1 is a Tuesday.
  static let periods: [(ReferencePeriod, Int64, String)] = [
    (
      .week, 0,
      """
      [{"period":"2026-10-26","steps":[2,1]},{"period":"2026-11-02","steps":[1,1]},
       {"period":"2026-11-09","steps":[0,0]},{"period":"2026-11-16","steps":[0,0]},
       {"period":"2026-11-23","steps":[0,0]},{"period":"2026-11-30","steps":[1,0]}]
      """
    ),
    (
      .month, 0,
      #"[{"period":"2026-11-01","steps":[3,2]},{"period":"2026-12-01","steps":[1,0]}]"#
    ),
    (
      .month, -hour,
      #"[{"period":"2026-10-01","steps":[1,1]},{"period":"2026-11-01","steps":[3,1]}]"#
    ),
  ]

  @Test(arguments: periods)
  func entriesAreCountedByLocalPeriod(period: ReferencePeriod, offset: Int64, expected: String) {
    expect(
      Self.spread, Self.settings(Self.funnel(period), offset: offset),
      ["funnels.0.trend": expected])
  }

  @Test func daysWithoutEntriesAreThere() {
    expect(
      Array(Self.spread.dropLast()), Self.settings(Self.funnel(.day)),
      [
        "funnels.0.trend": """
        [{"period":"2026-11-01","steps":[2,1]},{"period":"2026-11-02","steps":[0,0]},
         {"period":"2026-11-03","steps":[0,0]},{"period":"2026-11-04","steps":[1,1]}]
        """
      ])
  }

  /// A zone may be any function of time: here the clock goes back an hour on the second day.
  @Test func dayMayBeAFunction() {
    var settings = Self.settings(Self.funnel(.day))
    settings.localDayOfTime = { time in
      (time + (time < november + day ? hour : 0)) / day
    }
    let events = Self.visits([(november + day - 1, false), (november + day, false)])
    expect(events, settings, ["funnels.0.trend": #"[{"period":"2026-11-02","steps":[2,0]}]"#])
  }

  /// An entry at 23:30 with an hour's window; the data end at that time of the next day.
  static let ends: [(Int64, String)] = [
    (30 * minute - 1, "true"), (30 * minute, "false"), (hour, "false"),
  ]

  @Test(arguments: ends) func windowPastTheEndOfDataIsIncomplete(end: Int64, expected: String) {
    let events = Self.visits([(november + day - 30 * minute, false)])
    expect(
      events, Self.settings(Self.funnel(.day), end: november + day + end),
      ["funnels.0.trend.0.incomplete": expected])
  }

  /// The only window closed at 01:00, but more may enter until midnight.
  @Test func periodThatIsNotOverIsIncomplete() {
    let events = Self.visits([(november, false)])
    for (end, expected) in [(day - 1, "true"), (day, "false")] {
      expect(
        events, Self.settings(Self.funnel(.day), end: november + end),
        ["funnels.0.trend.0.incomplete": expected])
    }
  }

  /// Without a window a visit's time is up when it is not open any more.
  @Test func withoutAWindowTheUnitMustBeOver() {
    let events = Self.visits([(november + day - minute, false)])
    for (end, expected) in [(29 * minute, "true"), (29 * minute + 1, "false")] {
      expect(
        events, Self.settings(Self.funnel(.day, window: nil), end: november + day + end),
        ["funnels.0.trend.0.incomplete": expected])
    }
  }
}
