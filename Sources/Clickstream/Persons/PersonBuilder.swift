/// Builds each person's sessions and journeys from a partition, and hands them on.
package struct PersonBuilder {
  private let rowMeanings: [RowMeaning]
  /// By event meaning.
  private let traits: [MomentTraits]
  private let rules: SessionRules
  /// The newest event read, or what stands for it.
  private let endOfDataMilliseconds: Int64
  private let hasPageColumn: Bool
  private var sessionizer: Sessionizer
  private var person = Person()
  // Scratch space, reused from user to user.
  private var times: [Int64] = []
  private var values: [UInt32] = []
  /// By row of a person of several users; else empty.
  private var users: [UInt32] = []
  private var numbers: [Int] = []
  /// Rows by session; empty when they lie in the order of sessions already.
  private var rowsBySession: [Int] = []
  /// One past each session's last row.
  private var places: [Int] = []

  /// - Parameter endOfDataMilliseconds: in milliseconds since 1970 UTC.
  package init(
    archive: EventArchive, rules: SessionRules, endOfDataMilliseconds: Int64, hasPageColumn: Bool
  ) {
    rowMeanings = archive.meanings.rows
    traits = archive.meanings.events.map { MomentTraits($0) }
    self.rules = rules
    self.endOfDataMilliseconds = endOfDataMilliseconds
    self.hasPageColumn = hasPageColumn
    sessionizer = Sessionizer(rules: rules, zone: archive.plan.timeZone)
  }

  /// Pushes every person of the partition that has events.
  package mutating func build<Sink: PersonSink>(
    _ partition: borrowing UserPartition, into sink: inout Sink
  ) {
    for index in partition.personEnds.indices {
      let rows = partition.events(of: index)
      guard !rows.isEmpty else { continue }
      person.group = partition.withName(ofPerson: index) { Person.group(ofPerson: $0) }
      buildSessions(rows, partition)
      buildJourneys()
      orderMoments()
      sink.receive(person, in: partition)
    }
  }

  // MARK: Sessions

  private mutating func buildSessions(_ rows: Range<Int>, _ partition: borrowing UserPartition) {
    times.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    users.removeAll(keepingCapacity: true)
    for row in rows {
      let event = partition.events[row]
      times.append(event.timeMilliseconds)
      values.append(partition.origin(.session, of: event))
      if partition.joinsUsers { users.append(partition.origin(.user, of: event)) }
    }
    if let first = users.first, users.allSatisfy({ $0 == first }) {
      users.removeAll(keepingCapacity: true)
    }
    let (times, values, users) = (self.times, self.values, self.users)
    let count = sessionizer.assign(
      times: times.span, values: values.span, users: users.span, to: &numbers)
    groupRows(rows, count)
    person.moments.removeAll(keepingCapacity: true)
    person.sessions.removeAll(keepingCapacity: true)
    for number in 0..<count {
      let start = number == 0 ? rows.lowerBound : places[number - 1]
      appendSession(start..<places[number], rows.lowerBound, partition)
    }
  }

  /// Lists rows by session, in total order within each; afterwards `places` holds each session's end.
  private mutating func groupRows(_ rows: Range<Int>, _ count: Int) {
    places.removeAll(keepingCapacity: true)
    rowsBySession.removeAll(keepingCapacity: true)
    if noteEndsInOrder(rows) { return }
    places.removeAll(keepingCapacity: true)
    for _ in 0...count { places.append(0) }
    places[0] = rows.lowerBound
    for number in numbers { places[number + 1] += 1 }
    for number in 0..<count { places[number + 1] += places[number] }
    rowsBySession.append(contentsOf: rows)
    for (index, number) in numbers.enumerated() {
      rowsBySession[places[number] - rows.lowerBound] = rows.lowerBound + index
      places[number] += 1
    }
  }

  /// Notes the sessions' ends when no session begins before the one in front of it has ended, as is usual.
  private mutating func noteEndsInOrder(_ rows: Range<Int>) -> Bool {
    var last = 0
    for (index, number) in numbers.enumerated() where number != last {
      if number < last { return false }
      places.append(rows.lowerBound + index)
      last = number
    }
    places.append(rows.upperBound)
    return true
  }

  @inline(__always)
  private func row(_ place: Int, _ firstRow: Int) -> Int {
    rowsBySession.isEmpty ? place : rowsBySession[place - firstRow]
  }

  private mutating func appendSession(
    _ places: Range<Int>, _ firstRow: Int, _ partition: borrowing UserPartition
  ) {
    let first = partition.events[row(places.lowerBound, firstRow)].timeMilliseconds
    let last = partition.events[row(places.upperBound - 1, firstRow)].timeMilliseconds
    let start = person.moments.count
    var session = Session(moments: start..<start, startMilliseconds: first, endMilliseconds: last)
    var progress = SessionProgress()
    var pages = PageCounter()
    for place in places {
      let row = row(place, firstRow)
      let event = partition.events[row]
      if session.channel == 0 { session.channel = partition.origin(.channel, of: event) }
      if session.device == 0 { session.device = partition.origin(.device, of: event) }
      let eventsBefore = progress.events
      appendMoments(of: event, row: row, to: &progress)
      if pages.distinct < 2 && progress.events > eventsBefore {
        pages.count(partition.values.detail(.page, of: event))
      }
    }
    session.moments = start..<person.moments.count
    session.isOpen = !rules.assumesComplete && endOfDataMilliseconds - last <= rules.gapMilliseconds
    progress.finish(&session)
    session.isBounce =
      !(session.highestStage?.isCartStage ?? false) && !session.hasSignal
      && (hasPageColumn ? pages.distinct <= 1 : session.events <= 1)
    person.sessions.append(session)
  }

  /// Appends the one event that a row is, or the two that it acts as.
  @inline(__always)
  private mutating func appendMoments(
    of event: Event, row: Int, to progress: inout SessionProgress
  ) {
    let meaning = rowMeanings[Int(event.symbol)]
    if meaning.code == .none {
      append(meaning.plain, event, row, to: &progress)
    } else {
      appendCoded(meaning, event, row, to: &progress)
    }
  }

  private mutating func appendCoded(
    _ meaning: RowMeaning, _ event: Event, _ row: Int, to progress: inout SessionProgress
  ) {
    let level = max(progress.level, traits[Int(meaning.first)].level)
    let isInCheckout = level >= MomentTraits.level(of: .beginCheckout)
    if meaning.code == .always || isInCheckout {
      append(meaning.first, event, row, to: &progress)
      append(meaning.second, event, row, to: &progress)
    } else {
      append(meaning.plain, event, row, to: &progress)
    }
  }

  @inline(__always)
  private mutating func append(
    _ meaning: UInt32, _ event: Event, _ row: Int, to progress: inout SessionProgress
  ) {
    person.moments.append(
      Moment(
        timeMilliseconds: event.timeMilliseconds, meaning: meaning,
        row: UInt32(truncatingIfNeeded: row)))
    progress.count(traits[Int(meaning)])
  }
}

/// What sessions ask of an event, in two bytes.
private struct MomentTraits {
  /// 0 without a stage, else 1 more than its raw value.
  var level: UInt8 = 0
  /// See the masks.
  var flags: UInt8 = 0

  static let isForeground: UInt8 = 1
  static let isNotAutomatic: UInt8 = 2
  static let isSignal: UInt8 = 4
  static let isPurchase: UInt8 = 8

  init(_ meaning: EventMeaning) {
    if let stage = meaning.stage { level = MomentTraits.level(of: stage) }
    if meaning.isForeground { flags |= MomentTraits.isForeground }
    if !meaning.isAutomatic { flags |= MomentTraits.isNotAutomatic }
    if meaning.reason != nil { flags |= MomentTraits.isSignal }
    if meaning.stage == .purchase { flags |= MomentTraits.isPurchase }
  }

  static func level(of stage: Stage) -> UInt8 { stage.rawValue + 1 }
}

/// What the events of a session come to so far.
private struct SessionProgress {
  private(set) var level: UInt8 = 0
  private var flags: UInt8 = 0
  /// Events that are not automatic.
  private(set) var events = 0

  @inline(__always)
  mutating func count(_ traits: MomentTraits) {
    level = max(level, traits.level)
    flags |= traits.flags
    // One a moment: far below any overflow.
    events &+= Int(traits.flags & MomentTraits.isNotAutomatic) &>> 1
  }

  func finish(_ session: inout Session) {
    session.events = events
    session.highestStage = level == 0 ? nil : Stage(rawValue: level - 1)
    session.isBackground = flags & MomentTraits.isForeground == 0
    session.hasSignal = flags & MomentTraits.isSignal != 0
    session.hasPurchase = flags & MomentTraits.isPurchase != 0
  }
}

/// Tells no page, one page and several apart.
private struct PageCounter {
  private var first: UInt32 = 0
  private(set) var distinct = 0

  mutating func count(_ page: UInt32) {
    guard page != 0 else { return }
    if distinct == 0 {
      first = page
      distinct = 1
    } else if page != first {
      distinct = 2
    }
  }
}

// MARK: Journeys

extension PersonBuilder {
  private mutating func buildJourneys() {
    person.journeys.removeAll(keepingCapacity: true)
    for (index, session) in person.sessions.enumerated() {
      if index == 0 || beginsJourney(session) {
        person.journeys.append(
          Journey(
            sessions: index..<index, startMilliseconds: session.startMilliseconds,
            endMilliseconds: session.endMilliseconds))
      }
      extendLastJourney(with: session, at: index)
    }
    for index in person.journeys.indices {
      person.journeys[index] = finished(person.journeys[index])
    }
  }

  private func beginsJourney(_ session: Session) -> Bool {
    guard let journey = person.journeys.last else { return true }
    let silence = session.startMilliseconds - journey.endMilliseconds
    return silence > rules.journeyWindowMilliseconds
      || (journey.hasPurchase && !session.isBackground)
  }

  private mutating func extendLastJourney(with session: Session, at index: Int) {
    let last = person.journeys.count - 1
    person.journeys[last].sessions = person.journeys[last].sessions.lowerBound..<index + 1
    person.journeys[last].endMilliseconds = max(
      person.journeys[last].endMilliseconds, session.endMilliseconds)
    if session.hasPurchase { person.journeys[last].hasPurchase = true }
    if !session.isBackground { person.journeys[last].isBackground = false }
  }

  private func finished(_ begun: Journey) -> Journey {
    var journey = begun
    let window = rules.journeyWindowMilliseconds
    let isSilent = rules.assumesComplete || endOfDataMilliseconds - journey.endMilliseconds > window
    journey.isRipe = endOfDataMilliseconds - journey.startMilliseconds >= window
    if journey.hasPurchase {
      journey.outcome = .converted
    } else if !isSilent {
      journey.outcome = .open
    } else {
      let hasCart = person.sessions[journey.sessions].contains {
        $0.highestStage?.isCartStage ?? false
      }
      journey.outcome = hasCart ? .abandoned : .browsed
    }
    return journey
  }

  /// Rows are numbered in total order, so a stable sort by row merges interleaved sessions; the two events of one row
  /// stay in order.
  private mutating func orderMoments() {
    person.isInterleaved = zip(person.moments, person.moments.dropFirst())
      .contains { $0.row > $1.row }
    guard person.isInterleaved else { return }
    person.journeyMoments = person.moments
    person.userMoments = person.moments.sorted { $0.row < $1.row }
    for journey in person.journeys {
      let range = person.range(of: journey)
      person.journeyMoments[range].sort { $0.row < $1.row }
    }
  }
}
