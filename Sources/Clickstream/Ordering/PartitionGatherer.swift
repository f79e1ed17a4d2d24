/// Brings the parts of one piece of a partition under common ids.
struct PartitionGatherer {
  private(set) var users: StringTable
  private(set) var sessions: StringTable
  private(set) var customers: StringTable
  /// Persons, and whose user each is; empty where every user is a person.
  private(set) var persons: StringTable
  private(set) var personOfUser: [UInt32] = []
  /// By `OriginSlot`.
  private(set) var origins: [UInt32] = []
  /// Rows dropped as exact duplicates.
  private(set) var duplicates = 0
  private var events: [Event] = []
  private var seen: Set<RowDigest> = []
  private let piece: PartitionPiece
  private let archive: EventArchive
  /// Details of parts that bring their own, merged: texts by column, and the tuples.
  private var texts: [StringTable] = []
  private var tuples: [UInt32] = []

  /// Stands for an origin that belongs to another piece.
  private static let elsewhere = UInt32.max

  init(_ piece: PartitionPiece, of archive: EventArchive) {
    self.piece = piece
    self.archive = archive
    users = StringTable(key: archive.key)
    sessions = StringTable(key: archive.key)
    customers = StringTable(key: archive.key)
    persons = StringTable(key: archive.key)
    if archive.hasSpilled {
      texts = archive.values.texts.map { _ in StringTable(key: archive.key) }
    }
  }

  /// What the gathered events say.
  var finishedValues: ValueTables {
    guard archive.hasSpilled else { return archive.values }
    let kept = archive.plan.keptDetails
    let lists = texts.indices.map { kept[$0] ? archive.values.texts[$0] : texts[$0].list }
    return ValueTables(texts: lists, tuples: tuples)
  }

  /// Gives the events away: there is to be one owner.
  mutating func takeEvents() -> [Event] {
    defer { events = [] }
    return events
  }

  mutating func add(_ part: PartitionPart, _ remap: StoreRemap) {
    let originMap = addOrigins(of: part, remap)
    var details = DetailRemap(part, remap, texts: texts, tuples: tuples)
    (texts, tuples) = ([], [])
    events.reserveCapacity(events.count + part.tape.count / piece.sliceCount)
    let dropsDuplicates = archive.plan.dropsDuplicates && !archive.holdsPersons
    // Rows that take no part still say who a user is.
    let keepsAll = archive.hasCustomers
    var row = -1
    part.tape.forEach { event in
      row += 1
      let origin = originMap[Int(event.origin)]
      guard origin != PartitionGatherer.elsewhere else { return }
      if dropsDuplicates && !seen.insert(part.digests[row]).inserted {
        // The first of equal rows is kept; which one it is shows nowhere.
        duplicates += 1
        return
      }
      let meaning = remap.rowMeanings[event.symbol]
      guard keepsAll || archive.meanings.rows[Int(meaning)].passes else { return }
      events.append(
        Event(
          timeMilliseconds: event.timeMilliseconds, symbol: meaning, origin: origin,
          details: details.id(of: event.details)))
    }
    (texts, tuples) = details.takeTables()
  }

  /// Adds a part's origins of this piece's users; gives the new id of each of the part's.
  private mutating func addOrigins(of part: PartitionPart, _ remap: StoreRemap) -> [UInt32] {
    let userMap = addUsers(of: part)
    var map: [UInt32] = []
    map.reserveCapacity(part.origins.count / OriginSlot.width)
    for first in stride(from: 0, to: part.origins.count, by: OriginSlot.width) {
      let user = userMap[Int(part.origins[first])]
      guard user != PartitionGatherer.elsewhere else {
        map.append(user)
        continue
      }
      map.append(UInt32(origins.count / OriginSlot.width))
      origins.append(user)
      // In the order of `OriginSlot`.
      origins.append(part.sessions.withBytes(part.origins[first + 1]) { sessions.id(of: $0) })
      origins.append(part.customers.withBytes(part.origins[first + 2]) { customers.id(of: $0) })
      origins.append(remap.channels[part.origins[first + 3]])
      origins.append(remap.devices[part.origins[first + 4]])
    }
    return map
  }

  /// Adds a part's users that belong to this piece, with their persons; gives the new id of each of the part's.
  private mutating func addUsers(of part: PartitionPart) -> [UInt32] {
    (0..<UInt32(part.users.count)).map { id in
      guard archive.holdsPersons else {
        return part.users.withBytes(id) { text in
          piece.holds(archive.key.hash(text)) ? users.id(of: text) : PartitionGatherer.elsewhere
        }
      }
      // The empty user of a part without events is nobody's.
      guard Int(id) < part.personOfUser.count else { return PartitionGatherer.elsewhere }
      let person = part.persons.withBytes(part.personOfUser[Int(id)]) { text in
        piece.holds(archive.key.hash(text)) ? persons.id(of: text) : PartitionGatherer.elsewhere
      }
      guard person != PartitionGatherer.elsewhere else { return person }
      let user = part.users.withBytes(id) { users.id(of: $0) }
      while personOfUser.count <= Int(user) { personOfUser.append(0) }
      personOfUser[Int(user)] = person
      return user
    }
  }
}

/// From a part's details to the piece's: by adding up where they are the worker's, tuple by tuple as they are met where
/// the part has its own.
private struct DetailRemap {
  private let base: UInt32
  private let block: PartitionPart.BlockDetails?
  private let workerMaps: [IDMap]
  private var texts: [StringTable]
  private var tuples: [UInt32]
  private var map: [UInt32]
  private static let unknown = UInt32.max

  init(
    _ part: PartitionPart, _ remap: StoreRemap, texts: consuming [StringTable],
    tuples: consuming [UInt32]
  ) {
    base = remap.detailBase
    block = part.details
    workerMaps = remap.details
    self.texts = texts
    self.tuples = tuples
    let count = (part.details?.tuples.count ?? 0) / max(1, workerMaps.count)
    map = [UInt32](repeating: DetailRemap.unknown, count: count)
  }

  mutating func takeTables() -> (texts: [StringTable], tuples: [UInt32]) {
    defer { (texts, tuples) = ([], []) }
    return (texts, tuples)
  }

  @inline(__always)
  mutating func id(of details: UInt32) -> UInt32 {
    guard let block else { return details + base }
    let known = map[Int(details)]
    return known != DetailRemap.unknown ? known : add(details, block)
  }

  private mutating func add(
    _ details: UInt32, _ block: PartitionPart.BlockDetails
  ) -> UInt32 {
    let width = workerMaps.count
    let id = UInt32(tuples.count / width)
    for slot in 0..<width {
      let own = block.tuples[Int(details) * width + slot]
      let isKept = block.texts[slot].count == 0
      tuples.append(
        isKept
          ? workerMaps[slot][own]
          : block.texts[slot].withBytes(own) { texts[slot].id(of: $0) })
    }
    map[Int(details)] = id
    return id
  }
}
