package import Machine

/// Takes the events of users who are known as customers out of partitions by user and gathers them in partitions by
/// customer, so that all users of a customer can be folded as one person.
///
/// Symbols, channels, devices and kept details are the run's already and keep their ids.
package struct PersonCollector: Sendable {
  private let archive: EventArchive
  private var store: EventStore
  private var spill: SpillFile
  private let storeLimit: Int
  /// From a partition's details to the store's; the same for all partitions while nothing is spilled.
  private var detailMap = IDMemo()

  /// - Parameter storeLimit: bytes that may be held before they are spilled to `folder`.
  package init(archive: EventArchive, folder: [UInt8], storeLimit: Int) {
    self.archive = archive
    self.storeLimit = storeLimit
    store = EventStore(key: archive.key, plan: archive.plan)
    spill = SpillFile(folder: folder, plan: archive.plan)
  }

  /// Takes every row of the partition's users who have a customer; the rows of all others stay.
  package mutating func take(
    _ customers: KnownCustomers, from partition: inout UserPartition
  ) throws(SpillError) {
    if archive.hasSpilled { detailMap.removeAll() }
    for (user, customer) in customers.customerOfUser.enumerated() where customer != 0 {
      add(user, customer, partition)
      // Looking is cheap, but not for every user.
      if user % 256 == 0 { try spillIfFull() }
    }
    try spillIfFull()
    partition.removePersons { customers.customerOfUser[$0] != 0 }
  }

  /// Ends the collecting.
  package consuming func finish() -> CollectedEvents {
    CollectedEvents(store: store, spill: spill, answers: [])
  }

  private mutating func spillIfFull() throws(SpillError) {
    guard store.spillableBytes > storeLimit else { return }
    try spill.write(store)
    store.removeSpilled()
    detailMap.removeAll()
  }

  private mutating func add(
    _ user: Int, _ customer: UInt32, _ partition: borrowing UserPartition
  ) {
    let hash = partition.customers.withBytes(customer) { archive.key.hash($0) }
    let index = EventStore.partition(ofHash: hash)
    let userID = partition.users.withBytes(UInt32(user)) {
      store.partitions[index].users.id(of: $0)
    }
    let person = partition.customers.withBytes(customer) {
      store.partitions[index].persons.id(of: $0)
    }
    while store.partitions[index].personOfUser.count <= Int(userID) {
      store.partitions[index].personOfUser.append(0)
    }
    store.partitions[index].personOfUser[Int(userID)] = person
    var latest: (old: UInt32, new: UInt32)?
    for row in partition.events(of: user) {
      let event = partition.events[row]
      if latest?.old != event.origin {
        latest = (event.origin, origin(of: event, userID, index, partition))
      }
      store.tapes[index].append(
        timeMilliseconds: event.timeMilliseconds, symbol: event.symbol,
        origin: latest?.new ?? 0, details: details(of: event, partition.values))
    }
  }

  private mutating func origin(
    of event: Event, _ userID: UInt32, _ index: Int, _ partition: borrowing UserPartition
  ) -> UInt32 {
    let session = partition.sessions.withBytes(partition.origin(.session, of: event)) {
      store.partitions[index].sessions.id(of: $0)
    }
    let customer = partition.customers.withBytes(partition.origin(.customer, of: event)) {
      store.partitions[index].customers.id(of: $0)
    }
    // In the order of `OriginSlot`.
    return store.partitions[index].origins.id(of: [
      userID, session, customer, partition.origin(.channel, of: event),
      partition.origin(.device, of: event),
    ])
  }

  private mutating func details(of event: Event, _ values: ValueTables) -> UInt32 {
    if let known = detailMap[event.details] { return known }
    var tuple: [UInt32] = []
    for slot in store.detailTexts.indices {
      let id = values.detail(slot: slot, of: event)
      tuple.append(
        store.keptDetails[slot]
          ? id : values.texts[slot].withBytes(id) { store.detailTexts[slot].id(of: $0) })
    }
    let id = store.details.id(of: tuple.span)
    detailMap[event.details] = id
    return id
  }
}
