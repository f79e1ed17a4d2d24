package import Machine

/// One piece of a partition, gathered from all workers and put in each person's total order.
///
/// A person is a user, or all users of one customer in an archive that holds persons.
package struct UserPartition: Sendable {
  /// Sorted by person, then by the total order.
  package private(set) var events: [Event] = []
  /// One past the last event of each person, by person id.
  package private(set) var personEnds: [Int] = []
  package let users: StringList
  package let sessions: StringList
  let customers: StringList
  /// Customers whose users are joined; without any, every user is a person.
  let persons: StringList
  private let personOfUser: [UInt32]
  /// User, session, customer, channel, device of each origin.
  package let origins: [UInt32]
  /// What the events say.
  package let values: ValueTables
  /// Rows dropped as exact duplicates.
  package let duplicates: Int

  /// Gathers a piece; what of it was in memory the archive then no longer holds.
  ///
  /// - Complexity: O(n) in the events of the piece where those of each person come in order of time or are few, else
  ///   O(n log n) in the events of that person.
  package init(_ piece: PartitionPiece, of archive: EventArchive) throws(SpillError) {
    var gatherer = PartitionGatherer(piece, of: archive)
    try archive.forEachPart(of: piece.partition) { part, remap in gatherer.add(part, remap) }
    users = gatherer.users.list
    sessions = gatherer.sessions.list
    customers = gatherer.customers.list
    persons = gatherer.persons.list
    personOfUser = gatherer.personOfUser
    origins = gatherer.origins
    values = gatherer.finishedValues
    duplicates = gatherer.duplicates
    groupByPerson(gatherer.takeEvents())
    sortPersons(archive)
  }

  /// Users joined to persons, or nothing but users.
  var joinsUsers: Bool { persons.count > 1 }

  /// Number of persons; the first id, 0, is nobody's.
  package var personCount: Int { (joinsUsers ? persons.count : users.count) - 1 }

  /// A person's events, in total order.
  package func events(of person: Int) -> Range<Int> {
    (person == 0 ? 0 : personEnds[person - 1])..<personEnds[person]
  }

  /// Calls `body` with the name by which a person is known: the user id or the customer.
  func withName<Result>(ofPerson person: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    (joinsUsers ? persons : users).withBytes(UInt32(person), body)
  }

  /// An id of an event's origin.
  @inline(__always)
  package func origin(_ slot: OriginSlot, of event: Event) -> UInt32 {
    origins[Int(event.origin) * OriginSlot.width + slot.rawValue]
  }

  private func person(of event: Event) -> Int {
    let user = origin(.user, of: event)
    return Int(joinsUsers ? personOfUser[Int(user)] : user)
  }

  /// Counts, then places: stable, so that files in order of time stay so within each person.
  private mutating func groupByPerson(_ gathered: [Event]) {
    var places = [Int](repeating: 0, count: personCount + 2)
    for event in gathered { places[person(of: event) + 1] += 1 }
    for person in 1..<places.count { places[person] += places[person - 1] }
    personEnds = Array(places.dropFirst())
    guard let filler = gathered.first else { return }
    events = [Event](repeating: filler, count: gathered.count)
    for event in gathered {
      let person = person(of: event)
      events[places[person]] = event
      places[person] += 1
    }
  }

  private mutating func sortPersons(_ archive: EventArchive) {
    var events = self.events
    self.events = []
    let order = EventOrder(archive: archive, partition: self)
    for person in personEnds.indices {
      order.sort(&events, self.events(of: person))
    }
    self.events = events
  }

  /// Drops the rows that take no part in the analysis.
  package mutating func removeFiltered(_ meanings: MeaningTable) {
    guard !meanings.rows.allSatisfy(\.passes) else { return }
    keep { _, event in meanings.rows[Int(event.symbol)].passes }
  }

  /// Drops all rows of some persons.
  mutating func removePersons(where isRemoved: (Int) -> Bool) {
    keep { person, _ in !isRemoved(person) }
  }

  private mutating func keep(_ isKept: (_ person: Int, Event) -> Bool) {
    var kept = 0
    var start = 0
    for person in personEnds.indices {
      for index in start..<personEnds[person] where isKept(person, events[index]) {
        events[kept] = events[index]
        kept += 1
      }
      start = personEnds[person]
      personEnds[person] = kept
    }
    events.removeLast(events.count - kept)
  }
}
