/// The workers' distinct values under common ids.
struct MergedTables {
  let pages: StringTable
  let channels: StringTable
  let devices: StringTable
  /// By `DetailSlot`, then by property.
  let detailTexts: [StringTable]
  /// Raw event names that were seen.
  let rawNames: [[UInt8]]
  /// Every worker's details tuples, one worker behind the other, in common ids.
  private(set) var details: [UInt32] = []
  /// By worker; row meanings are still to be filled in.
  private(set) var remaps: [StoreRemap] = []

  init(_ stores: [EventStore], key: KeyedHash, detailWidth: Int) {
    let merger = TableMerger(key: key, stores: stores)
    let (pages, pageMaps) = merger.merge { $0.pages }
    let (channels, channelMaps) = merger.merge { $0.channels }
    let (devices, deviceMaps) = merger.merge { $0.devices }
    let texts = (0..<detailWidth).map { slot in merger.merge { $0.detailTexts[slot] } }
    self.pages = pages
    self.channels = channels
    self.devices = devices
    detailTexts = texts.map(\.table)
    rawNames = merger.merge { $0.names }.table.all
    for (worker, store) in stores.enumerated() {
      remaps.append(
        StoreRemap(
          pages: pageMaps[worker], channels: channelMaps[worker], devices: deviceMaps[worker],
          detailBase: UInt32(details.count / detailWidth)))
      for (place, id) in store.details.elements.enumerated() {
        details.append(texts[place % detailWidth].maps[worker][Int(id)])
      }
    }
  }
}

/// From one worker's ids to the archive's.
struct StoreRemap: Sendable {
  var rowMeanings: [UInt32] = []
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

  /// The common table, and by worker the common id of each of its ids.
  func merge(
    _ table: (borrowing EventStore) -> StringTable
  ) -> (table: StringTable, maps: [[UInt32]]) {
    guard let first = stores.first else { return (StringTable(key: key), []) }
    var merged = table(first)
    var maps = [(0..<UInt32(merged.count)).map { $0 }]
    for store in stores.dropFirst() { maps.append(merged.merge(table(store))) }
    return (merged, maps)
  }
}
