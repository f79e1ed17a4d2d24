/// All events that one worker has decoded, with the distinct values behind their ids.
///
/// Every table only grows, so a file that turns out damaged is forgotten by cutting all tables back to where they
/// stood before it.
package struct EventStore: Sendable {
  /// Events of the users whose hash begins with the partition's number, and values that never leave a user.
  struct Partition: Sendable {
    var users: StringTable
    var sessions: StringTable
    var customers: StringTable
    var origins: TupleTable
    var events = EventList()
    /// One a row, in the order of `events`; only when duplicates are dropped.
    var digests: [RowDigest] = []

    init(key: KeyedHash) {
      users = StringTable(key: key)
      sessions = StringTable(key: key)
      customers = StringTable(key: key)
      origins = TupleTable(width: OriginSlot.width, key: key)
    }

    /// Keeps one row of a user whose id and hash are given.
    mutating func append(
      _ row: DecodedRow, user: Span<UInt8>, hash: UInt64, session: Span<UInt8>,
      customer: Span<UInt8>
    ) {
      // In the order of `OriginSlot`.
      let origin: InlineArray<4, UInt32> = [
        sessions.id(of: session), customers.id(of: customer), row.channel, row.device,
      ]
      events.append(
        Event(
          timeMilliseconds: row.timeMilliseconds, symbol: row.symbol,
          user: users.id(of: user, hash: hash), origin: origins.id(of: origin.span),
          page: row.page, details: row.details))
      if let digest = row.digest { digests.append(digest) }
    }
  }

  /// A power of two: a partition is chosen by the top bits of the user's hash.
  package static let partitionCount = 64

  let key: KeyedHash
  var partitions: [Partition]
  var names: StringTable
  var pages: StringTable
  var channels: StringTable
  var devices: StringTable
  /// By `DetailSlot`, then by property.
  var detailTexts: [StringTable]
  var symbols: TupleTable
  var details: TupleTable

  init(key: KeyedHash, propertyCount: Int, classifiedFieldCount: Int) {
    self.key = key
    partitions = (0..<EventStore.partitionCount).map { _ in Partition(key: key) }
    names = StringTable(key: key)
    pages = StringTable(key: key)
    channels = StringTable(key: key)
    devices = StringTable(key: key)
    let detailWidth = DetailSlot.allCases.count + propertyCount
    detailTexts = (0..<detailWidth).map { _ in StringTable(key: key) }
    symbols = TupleTable(width: SymbolSlot.width + classifiedFieldCount, key: key)
    details = TupleTable(width: detailWidth, key: key)
  }

  /// How far everything had grown at some moment.
  struct Mark {
    fileprivate var partitions:
      [(users: Int, sessions: Int, customers: Int, origins: Int, events: Int)]
    fileprivate var tables: [Int]
    fileprivate var symbols: Int
    fileprivate var details: Int
  }

  var mark: Mark {
    Mark(
      partitions: partitions.map {
        ($0.users.count, $0.sessions.count, $0.customers.count, $0.origins.count, $0.events.count)
      },
      tables: [names.count, pages.count, channels.count, devices.count]
        + detailTexts.map(\.count),
      symbols: symbols.count, details: details.count)
  }

  /// Forgets everything since `mark`.
  mutating func rollBack(to mark: Mark) {
    for (index, old) in mark.partitions.enumerated() {
      partitions[index].users.truncate(to: old.users)
      partitions[index].sessions.truncate(to: old.sessions)
      partitions[index].customers.truncate(to: old.customers)
      partitions[index].origins.truncate(to: old.origins)
      partitions[index].events.truncate(to: old.events)
      let digests = partitions[index].digests.count
      partitions[index].digests.removeLast(digests - min(digests, old.events))
    }
    names.truncate(to: mark.tables[0])
    pages.truncate(to: mark.tables[1])
    channels.truncate(to: mark.tables[2])
    devices.truncate(to: mark.tables[3])
    for index in detailTexts.indices { detailTexts[index].truncate(to: mark.tables[4 + index]) }
    symbols.truncate(to: mark.symbols)
    details.truncate(to: mark.details)
  }
}

/// A row whose checks have passed, with the worker's ids for its values.
struct DecodedRow {
  var timeMilliseconds: Int64
  var symbol: UInt32
  var page: UInt32
  var details: UInt32
  var channel: UInt32
  var device: UInt32
  /// Nil unless duplicates are dropped.
  var digest: RowDigest?
}

/// 128 bits that stand for all columns of a row: equal rows have equal digests, and others do not but by a chance
/// below 2^-64 for any number of rows that fits a disk.
package struct RowDigest: Hashable, Sendable {
  var first: UInt64
  var second: UInt64
}
