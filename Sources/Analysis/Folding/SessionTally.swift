import Clickstream
import Measures

/// Counts sessions and journeys; tallies of disjoint persons add up.
struct SessionTally: Sendable {
  /// Sessions that are not background.
  var count = 0
  var background = 0
  var open = 0
  var bounced = 0
  var events = 0
  var durations: Sample
  var conversion = GroupedRate()
  var journeys: JourneyTally
  var days: [Int: (sessions: Int, converted: Int)] = [:]

  /// - Parameter scratch: takes measured values that are too many for memory.
  init(scratch: SampleScratch?) {
    durations = Sample(scratch: scratch)
    journeys = JourneyTally(scratch: scratch)
  }

  mutating func count(_ session: Session, day: Int, group: Int) {
    if session.isBackground {
      background += 1
      return
    }
    count += 1
    if session.isOpen { open += 1 }
    if session.isBounce { bounced += 1 }
    events += session.events
    durations.add(session.endMilliseconds - session.startMilliseconds)
    if !session.isOpen || session.hasPurchase {
      conversion.count(session.hasPurchase, group: group)
    }
    days[day, default: (0, 0)].sessions += 1
    if session.hasPurchase { days[day, default: (0, 0)].converted += 1 }
  }

  mutating func merge(_ other: SessionTally) {
    count += other.count
    background += other.background
    open += other.open
    bounced += other.bounced
    events += other.events
    durations.merge(other.durations)
    conversion.merge(other.conversion)
    journeys.merge(other.journeys)
    days.merge(other.days) { ($0.sessions + $1.sessions, $0.converted + $1.converted) }
  }
}

/// Counts journeys.
struct JourneyTally: Sendable {
  /// A change of channel between two sessions of a journey.
  struct Transition: Hashable {
    var from: UInt32
    var to: UInt32
  }

  var ripe = 0
  var ripeConverted = 0
  var converted = 0
  var open = 0
  var abandoned = 0
  var browsed = 0
  var sessionsToConversion: Sample
  var touchpointsToConversion: Sample
  var timeToConversion: Sample
  var transitions: [Transition: (count: Int, converted: Int)] = [:]
  /// By channel (0: none known): converted journeys that it was the first of, and the last.
  var conversionChannels: [UInt32: (first: Int, last: Int)] = [:]

  var count: Int { converted + open + abandoned + browsed }

  /// - Parameter scratch: takes measured values that are too many for memory.
  init(scratch: SampleScratch?) {
    sessionsToConversion = Sample(scratch: scratch)
    touchpointsToConversion = Sample(scratch: scratch)
    timeToConversion = Sample(scratch: scratch)
  }

  mutating func count(_ journey: Journey, _ person: borrowing Person, _ archive: EventArchive) {
    if journey.isRipe {
      ripe += 1
      if journey.hasPurchase { ripeConverted += 1 }
    }
    switch journey.outcome {
    case .converted: converted += 1
    case .open: open += 1
    case .abandoned: abandoned += 1
    case .browsed: browsed += 1
    }
    if journey.hasPurchase {
      measureConversion(journey, person, archive)
      countConversionChannels(journey, person)
    }
    countTransitions(journey, person)
  }

  private mutating func measureConversion(
    _ journey: Journey, _ person: borrowing Person, _ archive: EventArchive
  ) {
    var sessions: Int64 = 0
    for session in person.sessions[journey.sessions] where !session.isBackground {
      sessions += 1
      if session.hasPurchase { break }
    }
    sessionsToConversion.add(sessions)
    let moments = person.moments(of: journey)
    let events = archive.meanings.events
    var first: Int64?
    var touchpoints: Int64 = 0
    for moment in moments {
      let event = events[Int(moment.meaning)]
      guard !event.isAutomatic else { continue }
      touchpoints += 1
      first = first ?? moment.timeMilliseconds
      guard event.stage == .purchase else { continue }
      touchpointsToConversion.add(touchpoints)
      timeToConversion.add(moment.timeMilliseconds - (first ?? moment.timeMilliseconds))
      return
    }
  }

  /// The first and the last known channel of the journey's sessions, background ones aside.
  private mutating func countConversionChannels(_ journey: Journey, _ person: borrowing Person) {
    var (first, last): (UInt32, UInt32) = (0, 0)
    for session in person.sessions[journey.sessions]
    where !session.isBackground && session.channel != 0 {
      if first == 0 { first = session.channel }
      last = session.channel
    }
    conversionChannels[first, default: (0, 0)].first += 1
    conversionChannels[last, default: (0, 0)].last += 1
  }

  private mutating func countTransitions(_ journey: Journey, _ person: borrowing Person) {
    var previous: UInt32 = 0
    for session in person.sessions[journey.sessions] where !session.isBackground {
      let change = Transition(from: previous, to: session.channel)
      if change.from != 0 && change.to != 0 && change.from != change.to {
        transitions[change, default: (0, 0)].count += 1
        if journey.hasPurchase { transitions[change, default: (0, 0)].converted += 1 }
      }
      previous = session.channel
    }
  }

  mutating func merge(_ other: JourneyTally) {
    ripe += other.ripe
    ripeConverted += other.ripeConverted
    converted += other.converted
    open += other.open
    abandoned += other.abandoned
    browsed += other.browsed
    sessionsToConversion.merge(other.sessionsToConversion)
    touchpointsToConversion.merge(other.touchpointsToConversion)
    timeToConversion.merge(other.timeToConversion)
    transitions.merge(other.transitions) { ($0.count + $1.count, $0.converted + $1.converted) }
    conversionChannels.merge(other.conversionChannels) {
      ($0.first + $1.first, $0.last + $1.last)
    }
  }
}
