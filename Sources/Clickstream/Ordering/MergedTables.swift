/// The workers' distinct values under common ids: those that stay in memory when events are spilled, and the others
/// while nothing is spilled.
struct MergedTables {
  let channels: StringList
  let devices: StringList
  /// By `DetailSlot`, then by property; empty for details that came with spilled blocks.
  let detailTexts: [StringList]
  /// Raw event names that were seen.
  let rawNames: [[UInt8]]
  /// Every worker's details tuples, one worker behind the other, in common ids.
  private(set) var details: [UInt32] = []
  /// By worker; the row meanings of symbols are still to be filled in.
  private(set) var remaps: [StoreRemap] = []

  init(_ stores: [EventStore]) {
    let merger = TableMerger(stores: stores)
    let (channels, channelMaps) = merger.merge { $0.channels }
    let (devices, deviceMaps) = merger.merge { $0.devices }
    let width = stores.first?.details.width ?? 0
    let texts = (0..<width).map { slot in merger.merge { $0.detailTexts[slot] } }
    self.channels = channels
    self.devices = devices
    detailTexts = texts.map(\.list)
    rawNames = merger.merge { $0.names }.list.all
    for (worker, store) in stores.enumerated() {
      remaps.append(
        StoreRemap(
          rowMeanings: .same, channels: channelMaps[worker], devices: deviceMaps[worker],
          details: texts.map { $0.maps[worker] },
          detailBase: UInt32(details.count / max(1, width))))
      appendDetails(of: store, remaps[worker].details)
    }
  }

  /// Merges stores whose symbols, channels, devices and kept details have the run's ids already.
  init(_ stores: [EventStore], under base: EventArchive) {
    let merger = TableMerger(stores: stores)
    let kept = base.plan.keptDetails
    let texts: [(list: StringList, maps: [IDMap])] = kept.indices.map { slot in
      kept[slot]
        ? (base.values.texts[slot], stores.map { _ in IDMap.same })
        : merger.merge { $0.detailTexts[slot] }
    }
    channels = base.channels
    devices = base.devices
    detailTexts = texts.map(\.list)
    rawNames = base.rawNames
    for (worker, store) in stores.enumerated() {
      remaps.append(
        StoreRemap(
          rowMeanings: .same, channels: .same, devices: .same,
          details: texts.map { $0.maps[worker] },
          detailBase: UInt32(details.count / max(1, kept.count))))
      appendDetails(of: store, remaps[worker].details)
    }
  }

  private mutating func appendDetails(of store: EventStore, _ maps: [IDMap]) {
    for (place, id) in store.details.elements.enumerated() {
      details.append(maps[place % maps.count][id])
    }
  }
}

/// From some ids to others.
enum IDMap: Sendable {
  case same
  case table([UInt32])

  @inline(__always)
  subscript(id: UInt32) -> UInt32 {
    switch self {
    case .same: id
    case .table(let ids): ids[Int(id)]
    }
  }
}

/// From one worker's ids to the run's.
struct StoreRemap: Sendable {
  var rowMeanings: IDMap
  var channels: IDMap
  var devices: IDMap
  /// By details column.
  var details: [IDMap]
  /// The worker's first details tuple among all.
  var detailBase: UInt32
}

/// Merges the same table of every worker.
private struct TableMerger {
  let stores: [EventStore]

  /// The common strings, and by worker the common id of each of its ids.
  func merge(
    _ table: (borrowing EventStore) -> StringTable
  ) -> (list: StringList, maps: [IDMap]) {
    guard let first = stores.first else { return (StringList(), []) }
    var merged = table(first)
    var maps = [IDMap.same]
    for store in stores.dropFirst() { maps.append(.table(merged.merge(table(store).list))) }
    return (merged.list, maps)
  }
}
