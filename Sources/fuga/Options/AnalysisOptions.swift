import Analysis
import ArgumentParser
import Clickstream
import Configuration
import Funnels

/// What to count: the flags that change figures.
struct AnalysisOptions: ParsableArguments {
  @Option(help: "Steps of a funnel, as a,b,c (default: the stages that occur).")
  var funnel: String?

  @Option(help: "Break funnels down by roles or columns, as a,b.")
  var by: [String] = []

  @Option(
    name: .customLong("where"),
    help: "Only events with column=value, !=, ~regex, > >= < <= amount; repeatable.")
  var conditions: [String] = []

  @Option(help: "Only units that start at or after this date or time.")
  var since: String?

  @Option(help: "Only units that start before this date or time.")
  var until: String?

  @Option(help: "Longest pause inside a session (default: 30m).")
  var sessionGap: String?

  @Option(help: "Funnels by the entry's day, week or month, too.")
  var trend: String?

  @Flag(help: "Drop rows that are equal in every column.")
  var dedupe = false

  @Flag(help: "Nothing more is to come: no session and no journey is open.")
  var assumeComplete = false

  @Option(help: "What stands for the newest event read.")
  var endOfData: String?

  @Option(help: "Segments of a breakdown before the rest is (other) (default: 25).")
  var maxSegments: Int?

  /// Lays the flags over the settings of the configuration.
  func apply(to settings: inout AnalysisSettings) throws {
    try applyTrend(to: &settings)
    let names = EventNames(rules: settings.eventRules)
    if let funnel {
      settings.funnels = [
        try flag("--funnel") { () throws(FlagValueError) in
          try FlagValues.funnel(funnel, names: names)
        }
      ]
    }
    try applyBreakdowns(to: &settings)
    for text in conditions {
      let condition = try flag("--where") { () throws(FlagValueError) in
        try FlagValues.rowCondition(text, names: names)
      }
      settings.rowCondition = settings.rowCondition.map { .all([$0, condition]) } ?? condition
    }
    try applyTimes(to: &settings)
    if dedupe { settings.dropsDuplicates = true }
    if assumeComplete { settings.sessions.assumesComplete = true }
    if let maxSegments {
      guard maxSegments >= 1 else { throw ValidationError("--max-segments: at least 1") }
      settings.maxSegments = maxSegments
    }
  }

  private func applyTrend(to settings: inout AnalysisSettings) throws {
    guard let trend else { return }
    guard let period = TrendPeriod(rawValue: trend) else {
      throw ValidationError("--trend: day, week or month")
    }
    settings.trend = period
  }

  private func applyBreakdowns(to settings: inout AnalysisSettings) throws {
    guard !by.isEmpty else { return }
    let fields = try by.flatMap { text in
      try flag("--by") { () throws(FlagValueError) in try FlagValues.breakdowns(text) }
    }
    settings.defaultBreakdowns = fields
    if let funnels = settings.funnels {
      settings.funnels = funnels.map { funnel in
        var copy = funnel
        copy.breakdowns = fields
        return copy
      }
    }
  }

  private func applyTimes(to settings: inout AnalysisSettings) throws {
    let zone = settings.timeZone
    func time(_ name: String, _ text: String) throws -> Int64 {
      try flag(name) { () throws(FlagValueError) in try FlagValues.timeMilliseconds(text, in: zone)
      }
    }
    if let since { settings.sinceMilliseconds = try time("--since", since) }
    if let until { settings.untilMilliseconds = try time("--until", until) }
    if let since = settings.sinceMilliseconds, let until = settings.untilMilliseconds,
      since >= until
    {
      throw ValidationError("--since: must lie before --until")
    }
    if let endOfData { settings.endOfDataMilliseconds = try time("--end-of-data", endOfData) }
    if let sessionGap {
      settings.sessions.gapMilliseconds = try flag("--session-gap") { () throws(FlagValueError) in
        try FlagValues.durationMilliseconds(sessionGap)
      }
    }
  }
}
