/// One partition's events, gathered from all workers and put in each user's total order.
package struct UserPartition: Sendable {
  /// Sorted by user, then by the total order.
  package private(set) var events: [Event] = []
  /// One past the last event of each user, by user id.
  package private(set) var userEnds: [Int] = []
  package private(set) var users: StringTable
  package private(set) var sessions: StringTable
  package private(set) var customers: StringTable
  /// Session, customer, channel, device of each origin.
  package private(set) var origins: [UInt32] = []
  /// Rows dropped as exact duplicates.
  package private(set) var duplicates = 0

  /// Gathers partition `index`, which the archive then no longer holds.
  ///
  /// - Complexity: O(n log n) in the events of the longest user, O(n) where they come in order.
  package init(_ index: Int, of archive: EventArchive) {
    let parts = archive.takePartition(index)
    users = StringTable(key: archive.key)
    sessions = StringTable(key: archive.key)
    customers = StringTable(key: archive.key)
    var gathered: [Event] = []
    var digests: [RowDigest] = []
    gathered.reserveCapacity(parts.reduce(0) { $0 + $1.events.count })
    for (part, remap) in zip(parts, archive.remaps) {
      append(part, remap, to: &gathered)
      if archive.plan.dropsDuplicates { digests += part.digests }
    }
    if archive.plan.dropsDuplicates {
      gathered = withoutDuplicates(gathered, digests)
    }
    gathered.removeAll { !archive.meanings.rows[Int($0.symbol)].passes }
    groupByUser(gathered)
    sortUsers(archive)
  }

  /// A user's events, in total order.
  package func events(of user: Int) -> Range<Int> {
    (user == 0 ? 0 : userEnds[user - 1])..<userEnds[user]
  }

  /// An id of an event's origin.
  @inline(__always)
  package func origin(_ slot: OriginSlot, of event: Event) -> UInt32 {
    origins[Int(event.origin) * OriginSlot.width + slot.rawValue]
  }

  private mutating func append(
    _ part: EventStore.Partition, _ remap: StoreRemap, to gathered: inout [Event]
  ) {
    let userMap = users.merge(part.users)
    let sessionMap = sessions.merge(part.sessions)
    let customerMap = customers.merge(part.customers)
    let originBase = UInt32(origins.count / OriginSlot.width)
    let tuples = part.origins.elements
    for start in stride(from: 0, to: tuples.count, by: OriginSlot.width) {
      origins.append(sessionMap[Int(tuples[start])])
      origins.append(customerMap[Int(tuples[start + 1])])
      origins.append(remap.channels[Int(tuples[start + 2])])
      origins.append(remap.devices[Int(tuples[start + 3])])
    }
    for event in part.events.chunks.joined() {
      gathered.append(
        Event(
          timeMilliseconds: event.timeMilliseconds,
          symbol: remap.rowMeanings[Int(event.symbol)], user: userMap[Int(event.user)],
          origin: event.origin + originBase, page: remap.pages[Int(event.page)],
          details: event.details + remap.detailBase))
    }
  }

  /// Keeps the first of each set of equal rows; which one it is shows nowhere.
  private mutating func withoutDuplicates(_ all: [Event], _ digests: [RowDigest]) -> [Event] {
    var seen = Set<RowDigest>()
    var kept: [Event] = []
    for (event, digest) in zip(all, digests) {
      if seen.insert(digest).inserted { kept.append(event) } else { duplicates += 1 }
    }
    return kept
  }

  /// Counts, then places: stable, so that files in order of time stay so within each user.
  private mutating func groupByUser(_ gathered: [Event]) {
    var places = [Int](repeating: 0, count: users.count + 1)
    for event in gathered { places[Int(event.user) + 1] += 1 }
    for user in 1..<places.count { places[user] += places[user - 1] }
    userEnds = Array(places.dropFirst())
    guard let filler = gathered.first else { return }
    events = [Event](repeating: filler, count: gathered.count)
    for event in gathered {
      events[places[Int(event.user)]] = event
      places[Int(event.user)] += 1
    }
  }

  private mutating func sortUsers(_ archive: EventArchive) {
    var events = self.events
    self.events = []
    let order = EventOrder(archive: archive, partition: self)
    for user in userEnds.indices {
      order.sort(&events, self.events(of: user))
    }
    self.events = events
  }
}
