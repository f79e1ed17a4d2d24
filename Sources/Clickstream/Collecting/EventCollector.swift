import Machine
package import RowReader

/// One worker's reader of rows: decodes each into an event and keeps it.
///
/// ```
/// row -> time
///     -> known rows ───────────────────────────────────────────────────────┐
///     -> checks -> details: page and what else the row says -> one id       │
///               -> symbol: event name, code, answers to conditions -> one id│
///               -> origin: user, session, customer, channel, device ───> partition and one id -> its tape
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
  private let known = KnownRows()
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
    known.removeAll()
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
    let next = FileLayout(
      map: map, delimiter: header.delimiter, properties: properties, classified: symbols.fields,
      selectsAll: plan.dropsDuplicates)
    if !next.readsAlike(layout) { known.removeAll() }
    layout = next
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
    for first in stride(from: 0, to: batch.count, by: KnownRows.rowLimit) {
      let rows = first..<min(batch.count, first + KnownRows.rowLimit)
      bytes.withUnsafeBytes { known.lookUp(rows, layout, batch, $0, store.key) }
      origins.prefetch(rows, unlessIn: known, layout, batch, bytes, for: store)
      for row in rows {
        do throws(RowFault) {
          try decode(row, ofBlock: row &- first, batch, bytes)
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
  private mutating func decode(
    _ row: Int, ofBlock index: Int, _ batch: borrowing RowBatch, _ bytes: Span<UInt8>
  ) throws(RowFault) {
    let time = try readTime(bytes.extracting(batch.field(orEmpty: layout.time, ofRow: row)))
    let (origin, content): (RunMemo.Answer, RunMemo.Answer)
    if let knownOrigin = known.origin(ofRow: index), let knownContent = known.content(ofRow: index)
    {
      (origin, content) = (knownOrigin, knownContent)
    } else {
      (origin, content) = try learn(row, ofBlock: index, batch, bytes)
      bytes.withUnsafeBytes {
        known.keep(origin: origin, content: content, index, row: row, layout, batch, $0)
      }
    }
    let partition = Int(origin.first)
    // Beyond the limit there is no report: which symbol the row gets shows nowhere.
    store.tapes[partition].append(
      timeMilliseconds: time, symbol: min(content.first, UInt32(Event.symbolLimit - 1)),
      origin: origin.second, details: content.second)
    if plan.dropsDuplicates {
      let digest = layout.digest(ofRow: row, batch, bytes, store.key, digestKey)
      store.partitions[partition].digests.append(digest)
    }
    file.count(eventAt: time)
  }

  /// Reads what is not known of a row.
  ///
  /// Checks run in the order of the reading contract; nothing is kept of a row before all have passed.
  @inline(never)
  private mutating func learn(
    _ row: Int, ofBlock index: Int, _ batch: borrowing RowBatch, _ bytes: Span<UInt8>
  ) throws(RowFault) -> (origin: RunMemo.Answer, content: RunMemo.Answer) {
    let fields = OriginFields(ofRow: row, layout, batch)
    let name = batch.field(orEmpty: layout.event, ofRow: row)
    if fields.user.isEmpty && fields.customer.isEmpty {
      throw RowFault(reason: .emptyUserID, role: .user)
    }
    if name.isEmpty && layout.event >= 0 { throw RowFault(reason: .emptyEvent, role: .event) }
    try checkKeys(fields, name)
    let content: RunMemo.Answer
    if let knownContent = known.content(ofRow: index) {
      content = knownContent
    } else {
      content = try readContent(ofRow: row, name, batch, bytes)
    }
    let origin = known.origin(ofRow: index) ?? origins.place(of: fields, bytes, in: &store)
    return (origin, content)
  }

  private mutating func readContent(
    ofRow row: Int, _ name: Range<Int>, _ batch: borrowing RowBatch, _ bytes: Span<UInt8>
  ) throws(RowFault) -> RunMemo.Answer {
    let detailsID = try details.id(ofRow: row, layout, batch, bytes, in: &store)
    let symbol = symbols.id(
      ofRow: row, name: name, code: details.code, layout, batch, bytes, in: &store)
    return RunMemo.Answer(first: symbol, second: detailsID)
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
}

extension FileLayout {
  /// Stands for all columns of a row, under two keys.
  fileprivate func digest(
    ofRow row: Int, _ batch: borrowing RowBatch, _ bytes: Span<UInt8>, _ key: KeyedHash,
    _ otherKey: KeyedHash
  ) -> RowDigest {
    var digest = RowDigest(first: namesDigest, second: ~namesDigest)
    for slot in selection.indices {
      let field = bytes.extracting(batch.field(slot, ofRow: row))
      digest.first = key.combine(digest.first, key.hash(field))
      digest.second = otherKey.combine(digest.second, otherKey.hash(field))
    }
    return digest
  }
}
