package import Machine

/// Every worker's events under common ids: what the analysis reads from, partition by partition.
///
/// Values that only one user's events are compared by (users, sessions, customers) stay with their
/// partition and are merged when it is loaded; all others are merged here, unless they were spilled.
package final class EventArchive: Sendable {
  package let plan: ReadingPlan
  package let meanings: MeaningTable
  /// Stages that occur, before any condition on rows, in the order of the shop.
  package let occurringStages: [Stage]
  /// More symbols than an event can hold: times of events would be wrong.
  package let hasTooManySymbols: Bool
  package let channels: StringList
  package let devices: StringList
  /// Raw event names that were seen.
  package let rawNames: [[UInt8]]
  /// Details of all events; in a run that has spilled, the texts of kept details only.
  package let values: ValueTables
  /// Whether any events were moved out of memory.
  package let hasSpilled: Bool

  /// Whether some event names a customer, so that users must be joined to persons.
  package let hasCustomers: Bool

  /// Whether some users are still to be taken out of their partitions and joined to persons.
  package var mustJoinUsers: Bool { hasCustomers && !holdsPersons }

  let key: KeyedHash
  /// Whether its events are those of persons: rows were counted, filtered and freed from duplicates before.
  package let holdsPersons: Bool
  private let remaps: [StoreRemap]
  private let shelf: PartitionShelf

  /// Merges what the workers hold.
  ///
  /// - Parameters:
  ///   - collected: one a worker; given up, so that memory can be freed as partitions are folded.
  ///   - resolveFunnels: gives the conditions by funnel, once it is known which stages occur.
  /// - Throws: when some worker has spilled and the rest of the events cannot be spilled too.
  package init(
    merging collected: consuming [CollectedEvents], plan: ReadingPlan,
    resolveFunnels: ([Stage]) -> [FunnelConditions]
  ) throws(SpillError) {
    hasSpilled = collected.contains { $0.hasSpilled }
    if hasSpilled {
      for index in collected.indices { try collected[index].spillRest() }
    }
    let stores = collected.map(\.store)
    hasCustomers = stores.contains(where: \.hasCustomers)
    holdsPersons = false
    let key = stores.first?.key ?? KeyedHash()
    let merged = MergedMeanings(collected, plan: plan, key: key, resolveFunnels)
    let tables = MergedTables(stores)
    self.plan = plan
    self.key = key
    meanings = merged.table
    occurringStages = merged.occurringStages
    hasTooManySymbols = (stores.map(\.symbols.count) + [merged.table.rows.count])
      .contains { $0 > Event.symbolLimit }
    channels = tables.channels
    devices = tables.devices
    rawNames = tables.rawNames
    remaps = zip(tables.remaps, merged.symbolMaps).map { remap, symbolMap in
      var complete = remap
      complete.rowMeanings = .table(symbolMap)
      return complete
    }
    values = ValueTables(texts: tables.detailTexts, tuples: tables.details)
    shelf =
      hasSpilled
      ? PartitionShelf(spilled: collected.map(\.spill), keptDetails: plan.keptDetails)
      : PartitionShelf(inMemory: stores)
  }

  /// Merges the events of persons, which were gathered from another archive.
  ///
  /// - Throws: as the other initializer does.
  package init(
    persons collected: consuming [CollectedEvents], of base: EventArchive
  ) throws(SpillError) {
    hasSpilled = collected.contains { $0.hasSpilled }
    if hasSpilled {
      for index in collected.indices { try collected[index].spillRest() }
    }
    let stores = collected.map(\.store)
    let tables = MergedTables(stores, under: base)
    plan = base.plan
    key = base.key
    meanings = base.meanings
    occurringStages = base.occurringStages
    hasTooManySymbols = false
    channels = base.channels
    devices = base.devices
    rawNames = base.rawNames
    hasCustomers = true
    holdsPersons = true
    remaps = tables.remaps
    values = ValueTables(texts: tables.detailTexts, tuples: tables.details)
    shelf =
      hasSpilled
      ? PartitionShelf(spilled: collected.map(\.spill), keptDetails: plan.keptDetails)
      : PartitionShelf(inMemory: stores)
  }

  /// The texts of a details column; only those of kept details are complete in a run that has spilled.
  package func texts(ofDetail slot: Int) -> StringList { values.texts[slot] }

  /// The pieces in which the events are best loaded when each may take about `byteLimit` bytes.
  package func pieces(byteLimit: Int) -> [PartitionPiece] {
    (0..<EventStore.partitionCount).flatMap { index in
      PartitionPiece.all(of: index, bytes: shelf.bytesWhenLoaded(index), byteLimit: byteLimit)
    }
  }

  /// Hands over the parts of one partition, one at a time; those in memory can be taken once.
  func forEachPart(
    of partition: Int, _ body: (PartitionPart, StoreRemap) -> Void
  ) throws(SpillError) {
    try shelf.forEachPart(of: partition) { part, worker in body(part, remaps[worker]) }
  }
}

/// One share of a partition's users: all of them, or those whose hash goes on with certain bits.
package struct PartitionPiece: Sendable {
  let partition: Int
  /// This piece among `sliceCount`, a power of two.
  let slice: Int
  let sliceCount: Int

  private static let sliceLimit = 4096

  static func all(of partition: Int, bytes: Int, byteLimit: Int) -> [PartitionPiece] {
    var count = 1
    while count < sliceLimit && bytes / count > byteLimit { count *= 2 }
    return (0..<count).map {
      PartitionPiece(partition: partition, slice: $0, sliceCount: count)
    }
  }

  /// Whether a user with this hash belongs to the piece; the top bits have chosen the partition already.
  func holds(_ hash: UInt64) -> Bool {
    sliceCount == 1
      || Int(truncatingIfNeeded: hash >> UInt64(64 - EventStore.partitionBits - 12))
        & (sliceCount - 1) == slice
  }
}

/// The workers' symbols as common meanings.
private struct MergedMeanings {
  let table: MeaningTable
  let occurringStages: [Stage]
  /// By worker: the row meaning of each of its symbols.
  let symbolMaps: [[UInt32]]

  init(
    _ collected: borrowing [CollectedEvents], plan: ReadingPlan, key: KeyedHash,
    _ resolveFunnels: ([Stage]) -> [FunnelConditions]
  ) {
    let symbols = collected.map(\.symbols)
    // Which steps there are depends on which stages occur, so names and codes are looked at first.
    var stageFinder = MeaningBuilder(plan: plan, funnels: [], key: key)
    for symbol in symbols.joined() { _ = stageFinder.rowMeaning(of: symbol) }
    occurringStages = MeaningBuilder.occurringStages(stageFinder.table)
    var builder = MeaningBuilder(
      plan: plan, funnels: resolveFunnels(occurringStages), key: key)
    symbolMaps = symbols.map { $0.map { builder.rowMeaning(of: $0) } }
    table = builder.table
  }
}

extension CollectedEvents {
  /// The worker's symbols by id, with the texts and answers behind them.
  fileprivate var symbols: [MeaningBuilder.Symbol] {
    let table = store.symbols
    return (0..<table.count).map { index in
      let tuple = table.elements[(index * table.width)..<((index + 1) * table.width)]
      let start = tuple.startIndex
      let classes = tuple[(start + SymbolSlot.width)...]
      return MeaningBuilder.Symbol(
        rawName: store.names[tuple[start + SymbolSlot.name.rawValue]],
        code: ErrorCode(rawValue: UInt8(tuple[start + SymbolSlot.codeClass.rawValue])) ?? .none,
        answers: zip(answers, classes).map { $0[Int($1)] })
    }
  }
}
