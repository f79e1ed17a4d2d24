import RowReader

/// Where the fields of an origin lie in a window's bytes.
struct OriginFields {
  var user: Range<Int>
  var session: Range<Int>
  var customer: Range<Int>
  var channel: Range<Int>
  var device: Range<Int>

  init(ofRow row: Int, _ layout: borrowing FileLayout, _ batch: borrowing RowBatch) {
    user = batch.field(orEmpty: layout.user, ofRow: row)
    session = batch.field(orEmpty: layout.session, ofRow: row)
    customer = batch.field(orEmpty: layout.customer, ofRow: row)
    channel = batch.field(orEmpty: layout.channel, ofRow: row)
    device = batch.field(orEmpty: layout.device, ofRow: row)
  }
}

/// Finds out whom and where rows come from: a partition, and an origin in it.
struct OriginReader {
  /// Partition and hash of users that are about to be looked up.
  private var newUsers: [(partition: Int, hash: UInt64)] = []
  private var standIn: [UInt8] = []

  /// Asks for the memory that looking up the rows of a block will need, for those that are not known.
  mutating func prefetch(
    _ rows: Range<Int>, unlessIn known: borrowing KnownRows, _ layout: borrowing FileLayout,
    _ batch: borrowing RowBatch, _ bytes: Span<UInt8>, for store: borrowing EventStore
  ) {
    newUsers.removeAll(keepingCapacity: true)
    for row in rows where known.origin(ofRow: row &- rows.lowerBound) == nil {
      let user = batch.field(orEmpty: layout.user, ofRow: row)
      let session = batch.field(orEmpty: layout.session, ofRow: row)
      let hash = store.key.hash(bytes.extracting(user))
      let partition = EventStore.partition(ofHash: hash)
      store.partitions[partition].users.prefetchSlot(hash: hash)
      store.partitions[partition].sessions.prefetchSlot(
        hash: store.key.hash(bytes.extracting(session)))
      newUsers.append((partition, hash))
    }
    for (partition, hash) in newUsers {
      store.partitions[partition].users.prefetchText(hash: hash)
    }
  }

  /// The partition and the origin of a row; it is added to the store if it is new.
  mutating func place(
    of fields: OriginFields, _ bytes: Span<UInt8>, in store: inout EventStore
  ) -> RunMemo.Answer {
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
  ) -> RunMemo.Answer {
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
    // There are few partitions.
    return RunMemo.Answer(
      first: UInt32(truncatingIfNeeded: index),
      second: store.partitions[index].origins.id(of: origin))
  }
}
