/// Builds each user's sessions and journeys from a partition, and hands them on.
package struct PersonBuilder {
  private let archive: EventArchive
  private let rules: SessionRules
  /// The newest event read, or what stands for it.
  private let endOfDataMilliseconds: Int64
  private let hasPageColumn: Bool
  private var sessionizer: Sessionizer
  private var person = Person()
  // Scratch space, reused from user to user.
  private var times: [Int64] = []
  private var values: [UInt32] = []
  private var numbers: [Int] = []
  private var rowsBySession: [Int] = []
  private var places: [Int] = []

  /// - Parameter endOfDataMilliseconds: in milliseconds since 1970 UTC.
  package init(
    archive: EventArchive, rules: SessionRules, endOfDataMilliseconds: Int64, hasPageColumn: Bool
  ) {
    self.archive = archive
    self.rules = rules
    self.endOfDataMilliseconds = endOfDataMilliseconds
    self.hasPageColumn = hasPageColumn
    sessionizer = Sessionizer(rules: rules, zone: archive.plan.timeZone)
  }

  /// Pushes every user of the partition that has events.
  package mutating func build<Sink: PersonSink>(
    _ partition: borrowing UserPartition, into sink: inout Sink
  ) {
    for user in partition.userEnds.indices {
      let rows = partition.events(of: user)
      guard !rows.isEmpty else { continue }
      person.group = partition.users.withBytes(UInt32(user)) { Person.group(ofUser: $0) }
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
    for row in rows {
      times.append(partition.events[row].timeMilliseconds)
      values.append(partition.origin(.session, of: partition.events[row]))
    }
    let (times, values) = (self.times, self.values)
    let count = sessionizer.assign(times: times.span, values: values.span, to: &numbers)
    groupRows(rows, count)
    person.moments.removeAll(keepingCapacity: true)
    person.sessions.removeAll(keepingCapacity: true)
    for number in 0..<count {
      let start = number == 0 ? 0 : places[number - 1]
      appendSession(start..<places[number], partition)
    }
  }

  /// Lists rows by session, in total order within each; afterwards `places` holds each session's end.
  private mutating func groupRows(_ rows: Range<Int>, _ count: Int) {
    places.removeAll(keepingCapacity: true)
    for _ in 0...count { places.append(0) }
    for number in numbers { places[number + 1] += 1 }
    for number in 0..<count { places[number + 1] += places[number] }
    rowsBySession.removeAll(keepingCapacity: true)
    rowsBySession.append(contentsOf: rows)
    for (index, number) in numbers.enumerated() {
      rowsBySession[places[number]] = rows.lowerBound + index
      places[number] += 1
    }
  }

  private mutating func appendSession(_ rows: Range<Int>, _ partition: borrowing UserPartition) {
    let first = partition.events[rowsBySession[rows.lowerBound]].timeMilliseconds
    let last = partition.events[rowsBySession[rows.upperBound - 1]].timeMilliseconds
    let start = person.moments.count
    var session = Session(moments: start..<start, startMilliseconds: first, endMilliseconds: last)
    var pages = PageCounter()
    for index in rows {
      let row = rowsBySession[index]
      let event = partition.events[row]
      if session.channel == 0 { session.channel = partition.origin(.channel, of: event) }
      if session.device == 0 { session.device = partition.origin(.device, of: event) }
      appendMoments(of: event, row: row, to: &session, &pages)
    }
    session.moments = start..<person.moments.count
    session.isOpen = !rules.assumesComplete && endOfDataMilliseconds - last <= rules.gapMilliseconds
    session.isBounce =
      !(session.highestStage?.isCartStage ?? false) && !session.hasSignal
      && (hasPageColumn ? pages.distinct <= 1 : session.events <= 1)
    person.sessions.append(session)
  }

  /// Appends the one event that a row is, or the two that it acts as.
  private mutating func appendMoments(
    of event: Event, row: Int, to session: inout Session, _ pages: inout PageCounter
  ) {
    let meaning = archive.meanings.rows[Int(event.symbol)]
    let firstStage = archive.meanings.events[Int(meaning.first)].stage
    let isInCheckout =
      max(session.highestStage ?? .viewItem, firstStage ?? .viewItem)
      >= .beginCheckout
    let actsAsTwo =
      meaning.code == .always || (meaning.code == .afterCheckout && isInCheckout)
    if actsAsTwo {
      append(meaning.first, event, row, to: &session, &pages)
      append(meaning.second, event, row, to: &session, &pages)
    } else {
      append(meaning.plain, event, row, to: &session, &pages)
    }
  }

  private mutating func append(
    _ meaningID: UInt32, _ event: Event, _ row: Int, to session: inout Session,
    _ pages: inout PageCounter
  ) {
    person.moments.append(
      Moment(
        timeMilliseconds: event.timeMilliseconds, meaning: meaningID, row: UInt32(row)))
    let meaning = archive.meanings.events[Int(meaningID)]
    if meaning.isForeground { session.isBackground = false }
    if !meaning.isAutomatic {
      session.events += 1
      pages.count(event.page)
    }
    if meaning.signal != nil { session.hasSignal = true }
    if let stage = meaning.stage {
      session.highestStage = max(session.highestStage ?? stage, stage)
      if stage == .purchase { session.hasPurchase = true }
    }
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
