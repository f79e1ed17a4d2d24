/// Ids of a store that one block uses, numbered anew in the order in which they come.
struct IDRenumbering {
  private var newIDs = IDMemo()
  /// Old ids by new one.
  private(set) var used: [UInt32] = []

  @inline(__always)
  mutating func newID(of id: UInt32) -> UInt32 {
    if let known = newIDs[id] { return known }
    let new = UInt32(used.count)
    newIDs[id] = new
    used.append(id)
    return new
  }

  /// Begins again; costs only what was used.
  mutating func removeAll() {
    for id in used { newIDs[id] = nil }
    used.removeAll(keepingCapacity: true)
  }
}

/// Turns the events of one partition into a block that stands by itself.
///
/// ```
/// block:   tape | origins | digests | persons of users | details
///          | texts of users, sessions, customers, persons, then of each detail not kept
/// ```
/// Ids in a block are its own, but for symbols, channels, devices and kept details: those are the worker's, whose
/// tables stay in memory.
struct BlockEncoder {
  private var origins = IDRenumbering()
  private var details = IDRenumbering()
  private var users = IDRenumbering()
  private var sessions = IDRenumbering()
  private var customers = IDRenumbering()
  private var persons = IDRenumbering()
  /// By details column; unused for kept ones.
  private var texts: [IDRenumbering]
  private var writer = BlockWriter()

  init(detailWidth: Int) {
    texts = Array(repeating: IDRenumbering(), count: detailWidth)
  }

  /// The block made last.
  var bytes: [UInt8] { writer.bytes }

  /// Makes the block of a partition's events between two marks.
  mutating func encode(
    _ store: borrowing EventStore, partition index: Int, from start: EventStore.Mark?,
    upTo end: EventStore.Mark?
  ) {
    removeAll()
    writeTape(store.tapes[index], from: start?.tapes[index], upTo: end?.tapes[index])
    writeOrigins(store.partitions[index].origins)
    let digests = store.partitions[index].digests
    let first = start?.partitions[index].digests ?? 0
    let last = end?.partitions[index].digests ?? digests.count
    digests[first..<last].withUnsafeBytes { writer.append($0) }
    writePersons(store.partitions[index].personOfUser)
    writeDetails(store)
    writer.appendTexts(store.partitions[index].users.list, users.used)
    writer.appendTexts(store.partitions[index].sessions.list, sessions.used)
    writer.appendTexts(store.partitions[index].customers.list, customers.used)
    writer.appendTexts(store.partitions[index].persons.list, persons.used)
    for slot in texts.indices where !store.keptDetails[slot] {
      writer.appendTexts(store.detailTexts[slot].list, texts[slot].used)
    }
  }

  private mutating func removeAll() {
    writer.removeAll()
    origins.removeAll()
    details.removeAll()
    users.removeAll()
    sessions.removeAll()
    customers.removeAll()
    persons.removeAll()
    for slot in texts.indices { texts[slot].removeAll() }
  }

  private mutating func writeTape(
    _ tape: EventTape, from start: EventTape.Mark?, upTo end: EventTape.Mark?
  ) {
    var renumbered = EventTape()
    tape.forEach(from: start ?? EventTape.Mark(), upTo: end) { event in
      renumbered.append(
        timeMilliseconds: event.timeMilliseconds, symbol: event.symbol,
        origin: origins.newID(of: event.origin), details: details.newID(of: event.details))
    }
    renumbered.write(to: &writer)
  }

  private mutating func writeOrigins(_ table: OriginTable) {
    var tuples: [UInt32] = []
    for origin in origins.used {
      let first = Int(origin) * OriginSlot.width
      // In the order of `OriginSlot`; channel and device keep their ids.
      tuples.append(users.newID(of: table.elements[first]))
      tuples.append(sessions.newID(of: table.elements[first + 1]))
      tuples.append(customers.newID(of: table.elements[first + 2]))
      tuples.append(table.elements[first + 3])
      tuples.append(table.elements[first + 4])
    }
    writer.append(tuples)
  }

  /// Nothing where every user is a person.
  private mutating func writePersons(_ personOfUser: [UInt32]) {
    writer.append(
      personOfUser.isEmpty ? [] : users.used.map { persons.newID(of: personOfUser[Int($0)]) })
  }

  private mutating func writeDetails(_ store: borrowing EventStore) {
    var tuples: [UInt32] = []
    for tuple in details.used {
      for slot in texts.indices {
        let id = store.details.elements[Int(tuple) * texts.count + slot]
        tuples.append(store.keptDetails[slot] ? id : texts[slot].newID(of: id))
      }
    }
    writer.append(tuples)
  }
}

extension BlockWriter {
  /// The texts of some ids, in their order, behind how many there are and how many bytes they have.
  fileprivate mutating func appendTexts(_ list: StringList, _ ids: [UInt32]) {
    append(ids.count)
    append(ids.reduce(0) { sum, id in sum + list.withBytes(id) { $0.count } })
    for id in ids {
      list.withBytes(id) { text in text.withUnsafeBytes { append($0) } }
    }
  }
}
