public import Abandonment
public import Clickstream
public import Funnels
public import RowReader

/// Everything that decides a report, beside the input: the configuration and the flags, resolved to values.
public struct AnalysisSettings: Sendable {
  /// Header names by role, from `--map` or the configuration.
  public var columns: [Role: [UInt8]] = [:]
  /// The zone of times without one, of days and of midnight.
  package var timeZone = TimeZoneRules.utc
  /// What else counts as an event.
  public var eventRules: [EventRule] = []
  /// Rows that take part; nil for all.
  public var rowCondition: Condition?
  /// Sessions and journeys.
  public var sessions = SessionRules()
  /// Nil for the default funnel: the stages that occur.
  public var funnels: [FunnelPlan]?
  /// Breakdowns of the default funnel.
  public var defaultBreakdowns: [Field] = []
  /// The trend of every funnel that names none of its own; nil for none.
  public var trend: TrendPeriod?
  /// Carts, reasons, recovery.
  public var abandonment = AbandonmentPlan()
  /// What the value column holds; nil to tell by its header.
  public var valueMeaning: ValueMeaning?
  /// Units that start in `since..<until` count; in milliseconds since 1970 UTC.
  public var sinceMilliseconds: Int64?
  /// See `sinceMilliseconds`.
  public var untilMilliseconds: Int64?
  /// What stands for the newest event read; in milliseconds since 1970 UTC.
  public var endOfDataMilliseconds: Int64?
  /// Exact duplicates are dropped and counted.
  public var dropsDuplicates = false
  /// Segments of one breakdown, the largest first, before the rest is `(other)`; at least 1.
  public var maxSegments = 25
  /// Worker threads; changes no result.
  public var threads = 1
  /// How much memory events may take, and where they go beyond it; changes no result.
  package var memory = MemoryPlan()
  /// Damaged inputs are left out instead of ending the run.
  public var keepsGoing = false
  /// Rejected rows are wanted with their places, not only counted.
  public var listsRejections = true
  /// Which units to list beside the report; nil for none.
  public var list: ListRequest?
  /// Limits and buffer sizes of reading.
  public var reading = ReadOptions()

  /// The defaults of docs/definitions.md.
  public init() {}

  var periodMilliseconds: Range<Int64> {
    let since = sinceMilliseconds ?? .min
    return since..<max(since, untilMilliseconds ?? .max)
  }
}

/// One input: a file by path, or standard input.
public enum InputFile: Sendable, Hashable {
  case path([UInt8])
  case standardInput

  /// The name in reports and messages.
  public var name: [UInt8] {
    switch self {
    case .path(let path): path
    case .standardInput: Array("-".utf8)
    }
  }
}

/// Why there is no report.
public enum AnalysisError: Error, Sendable {
  /// Events could not be moved out of memory, or back; the folder of temporary files and the system's words.
  case cannotSpill(folder: [UInt8], words: String)
  /// An input cannot be used; the first by path.
  case input(InputFile, ReadError)
  /// Sessions were to come from a column, and no file has one.
  case noSessionColumn
  /// A property that no file has, and the headers seen.
  case unknownColumn([UInt8], seen: [[UInt8]])
  /// More distinct combinations of event name, code and answers to conditions than symbols.
  case tooManyEventNames(limit: Int)
  /// A condition on the time of an event.
  case timeInCondition
  /// A breakdown by something that is no property of an event.
  case noBreakdown([UInt8])
  /// A list of a funnel or a step that is not there: what it would be, its name, and those that are.
  case nothingToList(String, String, seen: [String])
  /// A list of lost carts where carts are those of journeys, which are never lost.
  case noLostCarts
  /// A breakdown with more distinct values than a report can use.
  case tooManySegments([UInt8], limit: Int)
}
