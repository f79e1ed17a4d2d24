/// Which rule cuts a user's events into sessions.
public enum SessionSource: String, Sendable {
  /// By the session column; an error without one.
  case column
  /// By pauses alone.
  case gap
  /// By the column where some file has one, else by pauses.
  case auto
}

/// How sessions and journeys are built.
public struct SessionRules: Sendable {
  /// See `SessionSource`; `auto` is resolved by the command before the analysis begins.
  public var source = SessionSource.auto
  /// Longest pause inside a session, in milliseconds, inclusive.
  public var gapMilliseconds: Int64 = 1_800_000
  /// No session spans two local days.
  public var cutsAtMidnight = false
  /// Longest silence inside a journey, in milliseconds, inclusive.
  public var journeyWindowMilliseconds: Int64 = 2_592_000_000
  /// Nothing more is to come: no session and no journey is open.
  public var assumesComplete = false

  /// The defaults of docs/definitions.md.
  public init() {}
}

/// One event of a user: a row, or one of the two that a row with a code acts as.
package struct Moment: Sendable {
  package var timeMilliseconds: Int64
  /// Index of an event meaning.
  package var meaning: UInt32
  /// Index of the row among the partition's events: its place in the total order.
  package var row: UInt32
}

/// A run of one user's events without a long pause.
package struct Session: Sendable {
  /// The session's moments in `Person.moments`.
  package var moments: Range<Int>
  package var startMilliseconds: Int64
  package var endMilliseconds: Int64
  /// First non-empty value, in the archive's tables; 0 for none.
  package var channel: UInt32 = 0
  package var device: UInt32 = 0
  /// Events that are not automatic.
  package var events = 0
  package var highestStage: Stage?
  package var hasSignal = false
  package var hasPurchase = false
  /// Holds automatic and after-phase events only.
  package var isBackground = true
  package var isOpen = false
  package var isBounce = false
}

/// All sessions of one person, up to a purchase or a long silence.
package struct Journey: Sendable {
  package enum Outcome: Sendable { case converted, open, abandoned, browsed }

  /// Its sessions in `Person.sessions`.
  package var sessions: Range<Int>
  package var startMilliseconds: Int64
  package var endMilliseconds: Int64
  package var hasPurchase = false
  /// Holds background sessions only: then it is none.
  package var isBackground = true
  package var isRipe = false
  package var outcome = Outcome.browsed
}
