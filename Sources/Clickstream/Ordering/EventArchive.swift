/// Every worker's events under common ids: what the analysis reads from, partition by partition.
///
/// Values that only one user's events are compared by (users, sessions, customers) stay with their
/// partition and are merged when it is loaded; all others are merged here.
package final class EventArchive: Sendable {
  package let plan: ReadingPlan
  package let meanings: MeaningTable
  /// Stages that occur, before any condition on rows, in the order of the shop.
  package let occurringStages: [Stage]
  /// More symbols than an event can hold: times of events would be wrong.
  package let hasTooManySymbols: Bool
  package let pages: StringTable
  package let channels: StringTable
  package let devices: StringTable
  /// By `DetailSlot`, then by property.
  package let detailTexts: [StringTable]
  package let detailWidth: Int
  /// Raw event names that were seen.
  package let rawNames: [[UInt8]]

  let key: KeyedHash
  let details: [UInt32]
  let remaps: [StoreRemap]
  private let facts: DetailFacts
  private let shelf: PartitionShelf

  /// Merges what the workers hold.
  ///
  /// - Parameters:
  ///   - collected: one a worker; given up, so that memory can be freed as partitions are folded.
  ///   - resolveSteps: gives the step conditions by funnel, once it is known which stages occur.
  package init(
    merging collected: consuming [CollectedEvents], plan: ReadingPlan,
    resolveSteps: ([Stage]) -> [[Condition]]
  ) {
    let stores = collected.map(\.store)
    let key = stores.first?.key ?? KeyedHash()
    let merged = MergedMeanings(collected, plan: plan, key: key, resolveSteps)
    detailWidth = DetailSlot.allCases.count + plan.properties.count
    let tables = MergedTables(stores, key: key, detailWidth: detailWidth)
    self.plan = plan
    self.key = key
    meanings = merged.table
    occurringStages = merged.occurringStages
    hasTooManySymbols = (stores.map(\.symbols.count) + [merged.table.rows.count])
      .contains { $0 > Event.symbolLimit }
    pages = tables.pages
    channels = tables.channels
    devices = tables.devices
    detailTexts = tables.detailTexts
    rawNames = tables.rawNames
    details = tables.details
    remaps = zip(tables.remaps, merged.symbolMaps).map { remap, symbolMap in
      var complete = remap
      complete.rowMeanings = symbolMap
      return complete
    }
    facts = DetailFacts(tables.detailTexts)
    shelf = PartitionShelf(stores)
  }

  /// One partition's parts by worker; each can be taken once.
  func takePartition(_ index: Int) -> [EventStore.Partition] { shelf.take(index) }

  // MARK: Details of an event

  /// The id of a detail's text, in `detailTexts[slot]`.
  @inline(__always)
  package func detail(_ slot: DetailSlot, of event: Event) -> UInt32 {
    details[Int(event.details) * detailWidth + slot.rawValue]
  }

  /// The same by number: `DetailSlot` first, then properties.
  package func detail(slot: Int, of event: Event) -> UInt32 {
    details[Int(event.details) * detailWidth + slot]
  }

  /// Whether a code's text, by id, tells of friction; approvals and empty ones do not.
  package func isFrictionCode(_ id: UInt32) -> Bool { facts.frictionCodes[Int(id)] }

  /// Value in millionths; nil for none.
  package func value(of event: Event) -> Int64? { facts.values[Int(detail(.value, of: event))] }

  /// Quantity in millionths; nil for none.
  package func quantity(of event: Event) -> Int64? {
    facts.quantities[Int(detail(.quantity, of: event))]
  }

  /// The sequence value of a text's id.
  func sequenceNumber(_ id: UInt32) -> SequenceNumber { facts.sequenceNumbers[Int(id)] }
}

/// The workers' symbols as common meanings.
private struct MergedMeanings {
  let table: MeaningTable
  let occurringStages: [Stage]
  /// By worker: the row meaning of each of its symbols.
  let symbolMaps: [[UInt32]]

  init(
    _ collected: borrowing [CollectedEvents], plan: ReadingPlan, key: KeyedHash,
    _ resolveSteps: ([Stage]) -> [[Condition]]
  ) {
    let symbols = collected.map(\.symbols)
    // Which steps there are depends on which stages occur, so names and codes are looked at first.
    var stageFinder = MeaningBuilder(plan: plan, stepConditions: [], key: key)
    for symbol in symbols.joined() { _ = stageFinder.rowMeaning(of: symbol) }
    occurringStages = MeaningBuilder.occurringStages(stageFinder.table)
    var builder = MeaningBuilder(
      plan: plan, stepConditions: resolveSteps(occurringStages), key: key)
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
