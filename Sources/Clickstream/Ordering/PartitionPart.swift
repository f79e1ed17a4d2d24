/// What one worker gives to a partition: all that it holds in memory, or one block of what it has spilled.
struct PartitionPart: Sendable {
  var tape: EventTape
  /// By `OriginSlot`; users, sessions and customers of the part, channels and devices of the worker.
  var origins: [UInt32]
  var digests: [RowDigest]
  var users: StringList
  var sessions: StringList
  var customers: StringList
  var persons: StringList
  /// By user; empty where every user is a person.
  var personOfUser: [UInt32]
  /// Set for a block, which has details of its own; nil where they are the worker's.
  var details: BlockDetails?

  /// Details that came with a block.
  struct BlockDetails: Sendable {
    /// By details column: the part's own ids but for kept columns, whose ids are the worker's.
    var tuples: [UInt32]
    /// By details column; of no text at all for kept ones.
    var texts: [StringList]
  }
}

extension PartitionPart {
  /// Everything that a worker holds of a partition.
  init(_ partition: consuming EventStore.Partition, tape: EventTape) {
    self.tape = tape
    origins = partition.origins.elements
    digests = partition.digests
    users = partition.users.list
    sessions = partition.sessions.list
    customers = partition.customers.list
    persons = partition.persons.list
    personOfUser = partition.personOfUser
  }

  /// A block as `BlockEncoder` wrote it.
  init(block: consuming BlockReader, keptDetails: [Bool]) {
    var reader = block
    tape = EventTape(from: &reader)
    origins = reader.ids()
    digests = reader.raw { raw in
      stride(from: 0, to: raw.count, by: MemoryLayout<RowDigest>.stride).map {
        raw.loadUnaligned(fromByteOffset: $0, as: RowDigest.self)
      }
    }
    personOfUser = reader.ids()
    let tuples = reader.ids()
    users = reader.texts()
    sessions = reader.texts()
    customers = reader.texts()
    persons = reader.texts()
    var texts: [StringList] = []
    for isKept in keptDetails { texts.append(isKept ? .none : reader.texts()) }
    details = BlockDetails(tuples: tuples, texts: texts)
  }
}

extension BlockReader {
  fileprivate mutating func texts() -> StringList {
    let count = number()
    var list = StringList(roomFor: count, byteCount: number())
    for _ in 0..<count { raw { list.append($0) } }
    return list
  }
}
