import Machine
package import RowReader

/// One worker's reader of rows: decodes each into an event and keeps it.
///
/// ```
/// row -> checks -> time
///               -> details: page and what else the row says -> one id
///               -> symbol: event name, code, answers to conditions -> one id
///               -> origin: user, session, customer, channel, device -> partition and one id -> its tape
/// ```
/// Reused from file to file.
package struct EventCollector: RowSink {
  let plan: ReadingPlan
  private let properties: [[UInt8]]
  package private(set) var store: EventStore
  /// Where events go when the store has outgrown its share of memory; nil to keep all in memory.
  private var spill: SpillFile?
  private let storeLimit: Int
  private var timestamps: TimestampReader
  private var origins = OriginReader()
  private var details: DetailReader
  private var symbols: SymbolReader
  private var layout = FileLayout()
  private let digestKey: KeyedHash
  /// What the file at hand has given so far.
  package private(set) var file = FileYield()
  private var fileMark: Mark?

  /// Everything of a file lies behind its mark.
  private struct Mark {
    var store: EventStore.Mark
    var spill: SpillFile.Mark?
    /// What was in memory when the file began has been spilled, in front of what the file gave.
    var keptIsSpilled = false
  }

  /// - Parameters:
  ///   - spill: where events go when the store holds more than `storeLimit` bytes; nil to keep all in memory.
  package init(
    plan: ReadingPlan, key: KeyedHash, spill: SpillFile? = nil, storeLimit: Int = .max
  ) {
    self.plan = plan
    self.spill = spill
    self.storeLimit = storeLimit
    properties = plan.properties
    store = EventStore(key: key, plan: plan)
    details = DetailReader(width: plan.detailWidth)
    symbols = SymbolReader(fields: plan.classifiedFields, key: key)
    timestamps = TimestampReader(zone: plan.timeZone)
    digestKey = key.other
  }

  /// Begins a file; what it gives is tentative until `keepFile`.
  package mutating func beginFile() {
    fileMark = Mark(store: store.mark, spill: spill?.mark)
    file = FileYield(keptRejections: plan.keptRejections)
  }

  /// The file has verified to its end: its events stay.
  package mutating func keepFile() -> FileYield {
    fileMark = nil
    return file
  }

  /// The file is damaged: nothing of it stays.
  package mutating func dropFile() {
    if let fileMark {
      store.rollBack(to: fileMark.store)
      if let mark = fileMark.spill { spill?.truncate(to: mark) }
    }
    fileMark = nil
    file = FileYield(keptRejections: plan.keptRejections)
    forgetIDs()
  }

  /// Forgets ids that the store may have given up.
  private mutating func forgetIDs() {
    origins.removeAll()
    details.forgetIDs(beyond: store)
    symbols.forgetIDs(beyond: store)
  }

  /// Ends the collecting; every file has been kept or dropped.
  package consuming func finish() -> CollectedEvents {
    CollectedEvents(store: store, spill: spill, answers: symbols.answers)
  }
}

// MARK: Spilling

extension EventCollector {
  /// Moves all events out of memory.
  ///
  /// Those of files that are kept for good go first, so that the file at hand can still be forgotten.
  private mutating func spillStore() throws(ReadError) {
    guard var spill else { return }
    var mark = fileMark
    do throws(SpillError) {
      if let begun = fileMark, !begun.keptIsSpilled {
        try spill.write(store, upTo: begun.store)
        mark?.spill = spill.mark
        mark?.keptIsSpilled = true
        try spill.write(store, from: begun.store)
      } else {
        try spill.write(store)
      }
    } catch {
      throw ReadError(.sinkFailed, detail: error.words)
    }
    self.spill = spill
    fileMark = mark
    store.removeSpilled()
    if let mark = fileMark { fileMark?.store = store.markAfterSpilling(of: mark.store) }
    forgetIDs()
  }
}

// MARK: RowSink

extension EventCollector {
  package mutating func accept(_ header: Header) throws(ReadError) -> [Int]? {
    let map = ColumnMap(header: header, overrides: plan.columnOverrides)
    guard map.missingRoles(hasPageRules: plan.hasConditionRules).isEmpty else { return nil }
    if let role = map.doubledRole {
      throw ReadError(
        .duplicateColumn, detail: "two columns for the role \"\(role.rawValue)\"",
        headers: map.names)
    }
    layout = FileLayout(
      map: map, properties: properties, classified: symbols.fields,
      selectsAll: plan.dropsDuplicates)
    file.columns = map
    return layout.selection
  }

  package func missingColumns(in header: Header) -> ReadError {
    let map = ColumnMap(header: header, overrides: plan.columnOverrides)
    let missing = map.missingRoles(hasPageRules: plan.hasConditionRules)
    return ReadError(
      .missingColumn, detail: missing.map(\.rawValue).joined(separator: ","), headers: map.names)
  }

  package mutating func reject(_ rejection: Rejection) {
    file.count(rejection)
  }

  package mutating func receive(
    _ batch: borrowing RowBatch, bytes: Span<UInt8>
  ) throws(ReadError) {
    for first in stride(from: 0, to: batch.count, by: OriginReader.rowLimit) {
      let rows = first..<min(batch.count, first + OriginReader.rowLimit)
      origins.prepare(rows, layout, batch, bytes, for: store)
      for row in rows {
        do throws(RowFault) {
          try decode(row, ofBlock: row - first, batch, bytes)
        } catch {
          reject(row, batch, bytes, error)
        }
      }
    }
    if store.spillableBytes > storeLimit { try spillStore() }
  }

  private mutating func reject(
    _ row: Int, _ batch: borrowing RowBatch, _ bytes: Span<UInt8>, _ fault: RowFault
  ) {
    let record = batch.record(ofRow: row)
    let excerpt = bytes.extracting(record.prefix(Rejection.excerptLimit))
    file.count(
      Rejection(
        reason: fault.reason, line: batch.line(ofRow: row),
        byteOffset: batch.streamOffset + record.lowerBound,
        column: layout.map?.columns[fault.role],
        excerpt: excerpt.withUnsafeBufferPointer { Array($0) }))
  }
}

/// Which check a row failed, and on which role.
struct RowFault: Error {
  var reason: RejectReason
  var role: Role
}

// MARK: One row

extension EventCollector {
  /// Checks run in the order of the reading contract; no event is kept before all have passed.
  private mutating func decode(
    _ row: Int, ofBlock index: Int, _ batch: borrowing RowBatch, _ bytes: Span<UInt8>
  ) throws(RowFault) {
    let time = try readTime(bytes.extracting(batch.field(orEmpty: layout.time, ofRow: row)))
    let origin = origins.fields(ofRow: index)
    let name = batch.field(orEmpty: layout.event, ofRow: row)
    if origin.user.isEmpty && origin.customer.isEmpty {
      throw RowFault(reason: .emptyUserID, role: .user)
    }
    if name.isEmpty && layout.event >= 0 { throw RowFault(reason: .emptyEvent, role: .event) }
    try checkKeys(origin, name)
    let detailsID = try details.id(ofRow: row, layout, batch, bytes, in: &store)
    let symbol = symbols.id(
      ofRow: row, name: name, code: details.code, layout, batch, bytes, in: &store)
    let place = origins.place(ofRow: index, bytes, in: &store)
    // Beyond the limit there is no report: which symbol the row gets shows nowhere.
    store.tapes[place.partition].append(
      timeMilliseconds: time, symbol: min(symbol, UInt32(Event.symbolLimit - 1)),
      origin: place.origin, details: detailsID)
    if plan.dropsDuplicates {
      store.partitions[place.partition].digests.append(digest(row, batch, bytes))
    }
    file.count(eventAt: time)
  }

  @inline(__always)
  private mutating func readTime(_ text: Span<UInt8>) throws(RowFault) -> Int64 {
    do throws(RejectReason) {
      return try timestamps.read(text)
    } catch {
      throw RowFault(reason: error, role: .time)
    }
  }

  @inline(__always)
  private func checkKeys(_ origin: OriginFields, _ name: Range<Int>) throws(RowFault) {
    // A customer who stands in for a user is a key as a user is.
    let user = origin.user.isEmpty ? origin.customer : origin.user
    if user.count > 1024 { throw RowFault(reason: .keyTooLong, role: .user) }
    if origin.session.count > 1024 { throw RowFault(reason: .keyTooLong, role: .session) }
    if name.count > 1024 { throw RowFault(reason: .keyTooLong, role: .event) }
  }

  private func digest(
    _ row: Int, _ batch: borrowing RowBatch, _ bytes: Span<UInt8>
  ) -> RowDigest {
    var digest = RowDigest(first: layout.namesDigest, second: ~layout.namesDigest)
    for slot in layout.selection.indices {
      let field = bytes.extracting(batch.field(slot, ofRow: row))
      digest.first = store.key.combine(digest.first, store.key.hash(field))
      digest.second = digestKey.combine(digest.second, digestKey.hash(field))
    }
    return digest
  }
}
