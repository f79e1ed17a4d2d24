/// Every worker's events under common ids: what the analysis reads from, partition by partition.
///
/// Values that only one user's events are compared by (sessions, customers) stay with their partition and are merged when it is
/// loaded; all others are merged here.
package final class EventArchive: Sendable {
  package let plan: ReadingPlan
  package let meanings: MeaningTable
  /// Stages that occur, before any condition on rows, in the order of the shop.
  package let occurringStages: [Stage]
  package let pages: StringTable
  package let channels: StringTable
  package let devices: StringTable
  /// By `DetailSlot`, then by property.
  package let detailTexts: [StringTable]
  package let detailWidth: Int
  /// Raw event names that were seen.
  package let rawNames: [[UInt8]]

  /// Every worker's details tuples, one worker behind the other.
  let details: [UInt32]
  /// Millionths by id of the value text; nil for none.
  private let values: [Int64?]
  private let quantities: [Int64?]
  private let frictionCodes: [Bool]
  /// By id of the sequence text.
  let sequenceNumbers: [SequenceNumber]
  let stores: [EventStore]
  let remaps: [StoreRemap]

  /// Merges what the workers hold.
  ///
  /// - Parameters:
  ///   - collected: one a worker.
  ///   - resolveSteps: gives the step conditions by funnel, once it is known which stages occur.
  package init(
    merging collected: [CollectedEvents], plan: ReadingPlan,
    resolveSteps: ([Stage]) -> [[Condition]]
  ) {
    self.plan = plan
    let stores = collected.map(\.store)
    self.stores = stores
    let key = stores.first?.key ?? KeyedHash()
    detailWidth = DetailSlot.allCases.count + plan.properties.count

    let symbols = collected.map(EventArchive.symbols)
    var dry = MeaningBuilder(plan: plan, stepConditions: [], key: key)
    for symbol in symbols.joined() { _ = dry.rowMeaning(of: symbol) }
    occurringStages = MeaningBuilder.occurringStages(dry.table)
    let stepConditions = resolveSteps(occurringStages)
    var builder = MeaningBuilder(plan: plan, stepConditions: stepConditions, key: key)
    let symbolMaps = symbols.map { $0.map { builder.rowMeaning(of: $0) } }
    meanings = builder.table

    var merger = TableMerger(key: key, stores: stores)
    pages = merger.merge { $0.pages }
    let pageMaps = merger.takeMaps()
    channels = merger.merge { $0.channels }
    let channelMaps = merger.takeMaps()
    devices = merger.merge { $0.devices }
    let deviceMaps = merger.takeMaps()
    var texts: [StringTable] = []
    var textMaps: [[[UInt32]]] = []
    for slot in 0..<detailWidth {
      texts.append(merger.merge { $0.detailTexts[slot] })
      textMaps.append(merger.takeMaps())
    }
    detailTexts = texts
    rawNames = merger.merge { $0.names }.all

    var details: [UInt32] = []
    var remaps: [StoreRemap] = []
    for (index, store) in stores.enumerated() {
      remaps.append(
        StoreRemap(
          rowMeanings: symbolMaps[index], pages: pageMaps[index], channels: channelMaps[index],
          devices: deviceMaps[index], detailBase: UInt32(details.count / detailWidth)))
      for (place, id) in store.details.elements.enumerated() {
        details.append(textMaps[place % detailWidth][index][Int(id)])
      }
    }
    self.details = details
    self.remaps = remaps
    values = EventArchive.amounts(texts[DetailSlot.value.rawValue])
    quantities = EventArchive.amounts(texts[DetailSlot.quantity.rawValue])
    let sequences = texts[DetailSlot.sequence.rawValue]
    sequenceNumbers = (0..<sequences.count).map { SequenceNumber(sequences[UInt32($0)]) }
    let codes = texts[DetailSlot.code.rawValue]
    frictionCodes = (0..<codes.count).map { !ErrorCode.isApproval(codes[UInt32($0)]) }
  }

  private static func symbols(of collected: CollectedEvents) -> [MeaningBuilder.Symbol] {
    let store = collected.store
    let table = store.symbols
    return (0..<table.count).map { index in
      let tuple = table.elements[(index * table.width)..<((index + 1) * table.width)]
      let start = tuple.startIndex
      let classes = tuple[(start + SymbolSlot.width)...]
      return MeaningBuilder.Symbol(
        rawName: store.names[tuple[start + SymbolSlot.name.rawValue]],
        code: ErrorCode(rawValue: UInt8(tuple[start + SymbolSlot.codeClass.rawValue])) ?? .none,
        answers: zip(collected.answers, classes).map { $0[Int($1)] })
    }
  }

  private static func amounts(_ texts: StringTable) -> [Int64?] {
    (0..<texts.count).map { id in
      texts.withBytes(UInt32(id)) { text in
        if case .millionths(let amount) = Amount.read(text) { amount } else { nil }
      }
    }
  }

  /// More symbols than an event can hold: times of events would be wrong.
  package var hasTooManySymbols: Bool {
    let counts = stores.map(\.symbols.count) + [meanings.rows.count]
    return counts.contains { $0 > Event.symbolLimit }
  }

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
  package func isFrictionCode(_ id: UInt32) -> Bool { frictionCodes[Int(id)] }

  /// Value in millionths; nil for none.
  package func value(of event: Event) -> Int64? { values[Int(detail(.value, of: event))] }

  /// Quantity in millionths; nil for none.
  package func quantity(of event: Event) -> Int64? {
    quantities[Int(detail(.quantity, of: event))]
  }
}

/// From one worker's ids to the archive's.
struct StoreRemap: Sendable {
  var rowMeanings: [UInt32]
  var pages: [UInt32]
  var channels: [UInt32]
  var devices: [UInt32]
  /// The worker's first details tuple among all.
  var detailBase: UInt32
}

/// Merges the same table of every worker.
private struct TableMerger {
  let key: KeyedHash
  let stores: [EventStore]
  private var maps: [[UInt32]] = []

  init(key: KeyedHash, stores: [EventStore]) {
    self.key = key
    self.stores = stores
  }

  mutating func merge(_ table: (borrowing EventStore) -> StringTable) -> StringTable {
    maps = []
    guard let first = stores.first else { return StringTable(key: key) }
    var merged = table(first)
    maps.append((0..<UInt32(merged.count)).map { $0 })
    for store in stores.dropFirst() { maps.append(merged.merge(table(store))) }
    return merged
  }

  mutating func takeMaps() -> [[UInt32]] {
    defer { maps = [] }
    return maps
  }
}
