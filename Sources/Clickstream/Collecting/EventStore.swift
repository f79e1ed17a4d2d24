/// All events that one worker has decoded and not spilled, with the distinct values behind their ids.
///
/// ```
/// partitions (64, by user)    users, sessions, customers    values that never leave a user's partition
///                             origins                       user, session, customer, channel, device
///                             tape                          the events
/// worker                      names, symbols, channels, devices, some details      few values, asked for by tallies
///                             other details                 given up when the store is spilled
/// ```
/// Every table only grows, so a file that turns out damaged is forgotten by cutting all tables back to where they
/// stood before it.
package struct EventStore: Sendable {
  /// Events of the users whose hash begins with the partition's number, and values that never leave a user.
  struct Partition: Sendable {
    var users: StringTable
    var sessions: StringTable
    var customers: StringTable
    var origins = OriginTable()
    /// Persons and, by user id, whose user each is; only in a store that was filled by `PersonCollector`.
    var persons: StringTable
    var personOfUser: [UInt32] = []
    /// One a row, in the order of the tape; only when duplicates are dropped.
    var digests: [RowDigest] = []

    init(key: KeyedHash) {
      users = StringTable(key: key)
      sessions = StringTable(key: key)
      customers = StringTable(key: key)
      persons = StringTable(key: key)
    }

    /// Memory held, in bytes.
    var bytes: Int {
      users.bytesHeld + sessions.bytesHeld + customers.bytesHeld + origins.bytesHeld
        + persons.bytesHeld + personOfUser.capacity * 4
        + digests.count * MemoryLayout<RowDigest>.stride
    }
  }

  /// A power of two: a partition is chosen by the top bits of the user's hash.
  package static let partitionCount = 64
  static let partitionBits = 6

  /// The partition of a user with this hash.
  @inline(__always)
  static func partition(ofHash hash: UInt64) -> Int { Int(hash >> UInt64(64 - partitionBits)) }

  let key: KeyedHash
  var partitions: [Partition]
  /// By partition; apart from the rest, because every row touches one.
  var tapes: [EventTape]
  var names: StringTable
  var channels: StringTable
  var devices: StringTable
  /// By `DetailSlot`, then by property.
  var detailTexts: [StringTable]
  /// Details whose texts stay with the worker when events are spilled: tallies refer to them.
  let keptDetails: [Bool]
  var symbols: TupleTable
  var details: TupleTable
  private var spilledCustomers = false

  init(key: KeyedHash, plan: ReadingPlan) {
    self.key = key
    partitions = (0..<EventStore.partitionCount).map { _ in Partition(key: key) }
    tapes = (0..<EventStore.partitionCount).map { _ in EventTape() }
    names = StringTable(key: key)
    channels = StringTable(key: key)
    devices = StringTable(key: key)
    let detailWidth = plan.detailWidth
    detailTexts = (0..<detailWidth).map { _ in StringTable(key: key) }
    keptDetails = plan.keptDetails
    symbols = TupleTable(width: SymbolSlot.width + plan.classifiedFields.count, key: key)
    details = TupleTable(width: detailWidth, key: key)
  }

  /// Memory held by what spilling gives up, in bytes.
  var spillableBytes: Int {
    var bytes = details.bytesHeld
    for index in partitions.indices { bytes += partitions[index].bytes + tapes[index].bytes }
    for slot in detailTexts.indices where !keptDetails[slot] {
      bytes += detailTexts[slot].bytesHeld
    }
    return bytes
  }

  /// Whether some event in memory names a customer, or one was spilled.
  var hasCustomers: Bool {
    spilledCustomers || partitions.contains { $0.customers.count > 1 }
  }

  /// Forgets everything that was spilled.
  mutating func removeSpilled() {
    spilledCustomers = hasCustomers
    for index in partitions.indices {
      partitions[index] = Partition(key: key)
      tapes[index].truncate(to: EventTape.Mark())
    }
    for slot in detailTexts.indices where !keptDetails[slot] {
      detailTexts[slot] = StringTable(key: key)
    }
    details = TupleTable(width: details.width, key: key)
  }
}

// MARK: Marks

extension EventStore {
  /// How far everything had grown at some moment.
  struct Mark: Sendable {
    struct Partition: Sendable {
      var users: Int
      var sessions: Int
      var customers: Int
      var origins: Int
      var digests: Int
    }

    var partitions: [Partition]
    var tapes: [EventTape.Mark]
    fileprivate var tables: [Int]
    fileprivate var details: [Int]
    fileprivate var symbols: Int
    fileprivate var detailTuples: Int
  }

  var mark: Mark {
    Mark(
      partitions: partitions.map {
        Mark.Partition(
          users: $0.users.count, sessions: $0.sessions.count, customers: $0.customers.count,
          origins: $0.origins.count, digests: $0.digests.count)
      },
      tapes: tapes.map(\.mark), tables: [names.count, channels.count, devices.count],
      details: detailTexts.map(\.count), symbols: symbols.count, detailTuples: details.count)
  }

  /// Forgets everything since `mark`.
  mutating func rollBack(to mark: Mark) {
    for (index, old) in mark.partitions.enumerated() {
      partitions[index].users.truncate(to: old.users)
      partitions[index].sessions.truncate(to: old.sessions)
      partitions[index].customers.truncate(to: old.customers)
      partitions[index].origins.truncate(to: old.origins)
      let digests = partitions[index].digests.count
      partitions[index].digests.removeLast(digests - min(digests, old.digests))
      tapes[index].truncate(to: mark.tapes[index])
    }
    names.truncate(to: mark.tables[0])
    channels.truncate(to: mark.tables[1])
    devices.truncate(to: mark.tables[2])
    for index in detailTexts.indices { detailTexts[index].truncate(to: mark.details[index]) }
    symbols.truncate(to: mark.symbols)
    details.truncate(to: mark.detailTuples)
  }

  /// A mark of before the spilling: what stays is where it was, the rest is empty.
  func markAfterSpilling(of mark: Mark) -> Mark {
    var moved = self.mark
    moved.tables = mark.tables
    moved.symbols = mark.symbols
    for slot in keptDetails.indices where keptDetails[slot] {
      moved.details[slot] = mark.details[slot]
    }
    return moved
  }
}

/// 128 bits that stand for all columns of a row: equal rows have equal digests, and others do not but by a chance
/// below 2^-64 for any number of rows that fits a disk.
package struct RowDigest: Hashable, Sendable {
  var first: UInt64
  var second: UInt64
}
