import RowReader

/// Finds out whom and where rows come from: a partition, and an origin in it.
struct OriginReader {
  private var memo = OriginMemo()
  /// By row of the block at hand.
  private var fields = [OriginFields](repeating: OriginFields(), count: rowLimit)
  /// By row of the block: the hash for the memo; 0 where the fields are too long to be remembered.
  private var hashes = [UInt64](repeating: 0, count: rowLimit)
  /// Partition and hash of users that are not remembered.
  private var newUsers: [(partition: Int, hash: UInt64)] = []
  private var standIn: [UInt8] = []

  /// Rows of a block: few enough that what was asked for is still near when it is used.
  static let rowLimit = 32

  /// Forgets ids that the store has given up.
  mutating func removeAll() { memo.removeAll() }

  /// The fields of a row of the block at hand.
  func fields(ofRow index: Int) -> OriginFields { fields[index] }

  /// Finds the origins of a block of rows in the bytes, and asks for the memory that looking them up will need.
  ///
  /// Memory is slow and comes for many rows at a time as fast as for one: so every address is asked for some rows
  /// before it is used.
  mutating func prepare(
    _ rows: Range<Int>, _ layout: borrowing FileLayout, _ batch: borrowing RowBatch,
    _ bytes: Span<UInt8>, for store: borrowing EventStore
  ) {
    for row in rows {
      let fields = OriginFields(
        user: batch.field(orEmpty: layout.user, ofRow: row),
        session: batch.field(orEmpty: layout.session, ofRow: row),
        customer: batch.field(orEmpty: layout.customer, ofRow: row),
        channel: batch.field(orEmpty: layout.channel, ofRow: row),
        device: batch.field(orEmpty: layout.device, ofRow: row))
      let hash = OriginMemo.fits(fields) ? hash(fields, bytes, store.key) : 0
      memo.prefetch(hash: hash)
      self.fields[row - rows.lowerBound] = fields
      hashes[row - rows.lowerBound] = hash
    }
    prefetchNewUsers(rows.count, bytes, store)
  }

  private mutating func prefetchNewUsers(
    _ count: Int, _ bytes: Span<UInt8>, _ store: borrowing EventStore
  ) {
    newUsers.removeAll(keepingCapacity: true)
    for index in 0..<count where !memo.mayHold(hash: hashes[index]) {
      let hash = store.key.hash(bytes.extracting(fields[index].user))
      let partition = EventStore.partition(ofHash: hash)
      store.partitions[partition].users.prefetchSlot(hash: hash)
      store.partitions[partition].sessions.prefetchSlot(hash: hashes[index])
      newUsers.append((partition, hash))
    }
    for (partition, hash) in newUsers {
      store.partitions[partition].users.prefetchText(hash: hash)
    }
  }

  /// The session tells rows apart, or where there is none the user, or the customer who stands in for one: the memo
  /// compares the rest.
  @inline(__always)
  private func hash(
    _ fields: OriginFields, _ bytes: Span<UInt8>, _ key: KeyedHash
  ) -> UInt64 {
    if !fields.session.isEmpty { return key.hash(bytes.extracting(fields.session)) }
    return key.hash(bytes.extracting(fields.user.isEmpty ? fields.customer : fields.user))
  }

  /// The origin of a row of the block at hand; it is added to the store if it is new.
  @inline(__always)
  mutating func place(
    ofRow index: Int, _ bytes: Span<UInt8>, in store: inout EventStore
  ) -> OriginMemo.Place {
    let (fields, hash) = (fields[index], hashes[index])
    guard OriginMemo.fits(fields) else { return lookUp(fields, bytes, in: &store) }
    let known = bytes.withUnsafeBytes { memo.find(fields, in: $0, hash: hash) }
    if let known { return known }
    let place = lookUp(fields, bytes, in: &store)
    bytes.withUnsafeBytes { memo.keep(place, of: fields, in: $0, hash: hash) }
    return place
  }

  @inline(never)
  private mutating func lookUp(
    _ fields: OriginFields, _ bytes: Span<UInt8>, in store: inout EventStore
  ) -> OriginMemo.Place {
    guard fields.user.isEmpty else {
      return lookUp(fields, user: bytes.extracting(fields.user), bytes, in: &store)
    }
    // 0xff never occurs in UTF-8, so a customer who stands in for a user is nobody's user id.
    standIn.removeAll(keepingCapacity: true)
    standIn.append(0xff)
    for index in fields.customer { standIn.append(bytes[index]) }
    return lookUp(fields, user: standIn.span, bytes, in: &store)
  }

  private func lookUp(
    _ fields: OriginFields, user: Span<UInt8>, _ bytes: Span<UInt8>, in store: inout EventStore
  ) -> OriginMemo.Place {
    let hash = store.key.hash(user)
    let index = EventStore.partition(ofHash: hash)
    let channel = store.channels.id(of: bytes.extracting(fields.channel))
    let device = store.devices.id(of: bytes.extracting(fields.device))
    // In the order of `OriginSlot`.
    let origin: InlineArray<5, UInt32> = [
      store.partitions[index].users.id(of: user, hash: hash),
      store.partitions[index].sessions.id(of: bytes.extracting(fields.session)),
      store.partitions[index].customers.id(of: bytes.extracting(fields.customer)), channel, device,
    ]
    return OriginMemo.Place(
      partition: index, origin: store.partitions[index].origins.id(of: origin))
  }
}
