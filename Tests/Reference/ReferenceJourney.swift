/// A journey as its figures, for tests that look at single journeys.
public struct ReferenceJourney: Sendable, Equatable {
  /// The person: its customer id, or the id of its only user.
  public var person: String
  /// Time of its first event, in milliseconds since 1970-01-01 UTC.
  public var startMilliseconds: Int64
  /// Time of its last event.
  public var endMilliseconds: Int64
  /// `converted`, `open`, `abandoned` or `browsed`.
  public var outcome: String
  /// Its first event is at least the journeys' window before the end of data.
  public var isRipe: Bool
  /// Sessions that are not background.
  public var sessions: Int
  /// Sessions of only automatic and after-phase events.
  public var backgroundSessions: Int
  /// Events that are not automatic.
  public var touchpoints: Int
  /// The channels of its sessions in order; neighbours differ, unknown ones are left out.
  public var channels: [String]
  /// Sessions up to and with the one of the first purchase; nil if there is none.
  public var sessionsToConversion: Int?
  /// Touchpoints up to and with the first purchase.
  public var touchpointsToConversion: Int?
  /// From the first touchpoint to the first purchase.
  public var millisecondsToConversion: Int64?
}

extension ReferenceJourney {
  init(_ journey: Journey) {
    person = journey.unit.user.string
    startMilliseconds = journey.unit.start
    endMilliseconds = journey.unit.end
    outcome = journey.outcome
    isRipe = journey.unit.isRipe
    sessions = journey.visits.count
    backgroundSessions = journey.sessions.count - journey.visits.count
    touchpoints = journey.unit.acts.count { !$0.isAutomatic }
    channels = []
    for channel in journey.visits.map({ $0.first("channel").string })
    where !channel.isEmpty && channel != channels.last {
      channels.append(channel)
    }
    sessionsToConversion = Reference.sessionsToConversion(journey)
    touchpointsToConversion = Reference.touchpointsToConversion(journey)
    millisecondsToConversion = Reference.millisecondsToConversion(journey)
  }
}

/// All journeys: persons by their first user's bytes, each one's journeys in order.
///
/// - Parameters:
///   - events: every understood row, in any order.
///   - settings: the run's settings.
public func referenceJourneys(
  _ events: [ReferenceEvent], _ settings: ReferenceSettings
) -> [ReferenceJourney] {
  shoppers(events, settings).flatMap { $0.journeys }.filter {
    settings.chooses(start: $0.unit.start)
  }.map { ReferenceJourney($0) }
}
