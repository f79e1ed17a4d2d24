package import RowReader

/// One worker's reader of rows: decodes each into an event and keeps it.
///
/// Reused from file to file.
package struct EventCollector: RowSink {
  let plan: ReadingPlan
  private let properties: [[UInt8]]
  package private(set) var store: EventStore
  var classifiers: [FieldClassifier]
  private var timestamps: TimestampReader
  private var amounts = AmountCache()
  private var quantities = AmountCache()
  private var codeClasses: [ErrorCode] = []
  private var layout = FileLayout()
  private let digestKey: KeyedHash
  /// What the file at hand has given so far.
  package private(set) var file = FileYield()
  private var fileMark: EventStore.Mark?
  // Scratch space, reused from row to row.
  private var symbolTuple: [UInt32]
  private var detailTuple: [UInt32]
  private var standIn: [UInt8] = []

  package init(plan: ReadingPlan, key: KeyedHash) {
    self.plan = plan
    properties = plan.properties
    let fields = plan.classifiedFields
    store = EventStore(
      key: key, propertyCount: properties.count, classifiedFieldCount: fields.count)
    classifiers = fields.map { FieldClassifier(plan: $0, key: key) }
    timestamps = TimestampReader(zone: plan.timeZone)
    digestKey = key.other
    symbolTuple = [UInt32](repeating: 0, count: SymbolSlot.width + fields.count)
    detailTuple = [UInt32](repeating: 0, count: DetailSlot.allCases.count + properties.count)
  }

  /// Begins a file; what it gives is tentative until `keepFile`.
  package mutating func beginFile() {
    fileMark = store.mark
    file = FileYield(keptRejections: plan.keptRejections)
  }

  /// The file has verified to its end: its events stay.
  package mutating func keepFile() -> FileYield {
    fileMark = nil
    return file
  }

  /// The file is damaged: nothing of it stays.
  package mutating func dropFile() {
    if let fileMark { store.rollBack(to: fileMark) }
    fileMark = nil
    file = FileYield(keptRejections: plan.keptRejections)
    amounts.truncate(to: store.detailTexts[DetailSlot.value.rawValue].count)
    quantities.truncate(to: store.detailTexts[DetailSlot.quantity.rawValue].count)
    let codes = store.detailTexts[DetailSlot.code.rawValue].count
    codeClasses.removeLast(codeClasses.count - min(codes, codeClasses.count))
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
      map: map, properties: properties, classified: classifiers.map(\.plan.field),
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

  package mutating func receive(_ batch: borrowing RowBatch, bytes: Span<UInt8>) {
    for row in 0..<batch.count {
      let fields = RowFields(batch: batch, row: row)
      do throws(RowFault) {
        try decode(fields, batch, bytes)
      } catch {
        let record = Int(batch.recordStarts[row])..<Int(batch.recordEnds[row])
        let excerpt = bytes.extracting(record.prefix(Rejection.excerptLimit))
        file.count(
          Rejection(
            reason: error.reason, line: batch.lines[row],
            byteOffset: batch.streamOffset + record.lowerBound,
            column: layout.map?.columns[error.role],
            excerpt: excerpt.withUnsafeBufferPointer { Array($0) }))
      }
    }
  }
}

/// Which check a row failed, and on which role.
struct RowFault: Error {
  var reason: RejectReason
  var role: Role
}

/// Where one row's fields lie.
struct RowFields {
  private let firstField: Int
  let row: Int

  @inline(__always)
  init(batch: borrowing RowBatch, row: Int) {
    self.row = row
    firstField = row * batch.fieldsPerRow
  }

  /// The bytes of a slot; empty for a column that the file lacks (slot -1).
  @inline(__always)
  func range(_ slot: Int, _ batch: borrowing RowBatch) -> Range<Int> {
    if slot < 0 { return 0..<0 }
    let index = firstField + slot
    return Int(batch.fieldStarts[index])..<Int(batch.fieldEnds[index])
  }
}

// MARK: One row

extension EventCollector {
  /// Checks run in the order of the reading contract; no event is kept before all have passed.
  private mutating func decode(
    _ fields: RowFields, _ batch: borrowing RowBatch, _ bytes: Span<UInt8>
  ) throws(RowFault) {
    let time = try readTime(bytes.extracting(fields.range(layout.time, batch)))
    let customer = fields.range(layout.customer, batch)
    let ownUser = fields.range(layout.user, batch)
    let name = fields.range(layout.event, batch)
    if ownUser.isEmpty && customer.isEmpty { throw RowFault(reason: .emptyUserID, role: .user) }
    if name.isEmpty && layout.event >= 0 { throw RowFault(reason: .emptyEvent, role: .event) }
    let session = fields.range(layout.session, batch)
    try checkKeys(ownUser.isEmpty ? customer : ownUser, session, name)
    try readDetails(fields, batch, bytes)

    // Beyond the limit there is no report: which symbol the row gets shows nowhere.
    let symbol = min(readSymbol(name, fields, batch, bytes), UInt32(Event.symbolLimit - 1))
    let tuple = detailTuple
    let row = DecodedRow(
      timeMilliseconds: time, symbol: symbol,
      page: store.pages.id(of: bytes.extracting(fields.range(layout.page, batch))),
      details: store.details.id(of: tuple.span),
      channel: store.channels.id(of: bytes.extracting(fields.range(layout.channel, batch))),
      device: store.devices.id(of: bytes.extracting(fields.range(layout.device, batch))),
      digest: plan.dropsDuplicates ? digest(fields, batch, bytes) : nil)
    if ownUser.isEmpty {
      fillStandIn(for: customer, bytes)
      let user = standIn
      keep(row, user.span, bytes.extracting(session), bytes.extracting(customer))
    } else {
      keep(
        row, bytes.extracting(ownUser), bytes.extracting(session), bytes.extracting(customer))
    }
  }

  private mutating func keep(
    _ row: DecodedRow, _ user: Span<UInt8>, _ session: Span<UInt8>, _ customer: Span<UInt8>
  ) {
    let hash = store.key.hash(user)
    // The top six bits are a partition's number.
    store.partitions[Int(hash >> 58)].append(
      row, user: user, hash: hash, session: session, customer: customer)
    file.count(eventAt: row.timeMilliseconds)
  }

  /// 0xff never occurs in UTF-8, so a customer who stands in for a user is nobody's user id.
  private mutating func fillStandIn(for customer: Range<Int>, _ bytes: Span<UInt8>) {
    standIn.removeAll(keepingCapacity: true)
    standIn.append(0xff)
    for index in customer { standIn.append(bytes[index]) }
  }

  @inline(__always)
  private mutating func readTime(_ text: Span<UInt8>) throws(RowFault) -> Int64 {
    do throws(RejectReason) {
      return try timestamps.read(text)
    } catch {
      throw RowFault(reason: error, role: .time)
    }
  }

  private func checkKeys(
    _ user: Range<Int>, _ session: Range<Int>, _ name: Range<Int>
  ) throws(RowFault) {
    if user.count > 1024 { throw RowFault(reason: .keyTooLong, role: .user) }
    if session.count > 1024 { throw RowFault(reason: .keyTooLong, role: .session) }
    if name.count > 1024 { throw RowFault(reason: .keyTooLong, role: .event) }
  }

  /// Fills `detailTuple`; rejects amounts out of form.
  private mutating func readDetails(
    _ fields: RowFields, _ batch: borrowing RowBatch, _ bytes: Span<UInt8>
  ) throws(RowFault) {
    // Value and quantity are the first two slots: nothing else is stored before both are amounts.
    for slot in detailTuple.indices {
      let text = bytes.extracting(fields.range(layout.details[slot], batch))
      detailTuple[slot] = text.isEmpty ? 0 : store.detailTexts[slot].id(of: text)
      if slot == DetailSlot.value.rawValue {
        try amounts.check(detailTuple[slot], .value, in: &store)
      } else if slot == DetailSlot.quantity.rawValue {
        try quantities.check(detailTuple[slot], .quantity, in: &store)
      }
    }
  }

  private mutating func readSymbol(
    _ name: Range<Int>, _ fields: RowFields, _ batch: borrowing RowBatch, _ bytes: Span<UInt8>
  ) -> UInt32 {
    symbolTuple[SymbolSlot.name.rawValue] =
      layout.event < 0 ? pageViewName : store.names.id(of: bytes.extracting(name))
    symbolTuple[SymbolSlot.codeClass.rawValue] = UInt32(codeClass.rawValue)
    for index in classifiers.indices {
      let value = bytes.extracting(fields.range(layout.classified[index], batch))
      symbolTuple[SymbolSlot.width + index] = classifiers[index].classID(of: value)
    }
    let tuple = symbolTuple
    return store.symbols.id(of: tuple.span)
  }

  /// A file without an event column holds page views; page rules may rename them.
  private var pageViewName: UInt32 {
    mutating get { store.names.id(of: EventCollector.pageView.span) }
  }

  private static let pageView = Array("page_view".utf8)

  private var codeClass: ErrorCode {
    mutating get {
      let id = Int(detailTuple[DetailSlot.code.rawValue])
      while codeClasses.count <= id {
        let text = store.detailTexts[DetailSlot.code.rawValue][UInt32(codeClasses.count)]
        codeClasses.append(ErrorCode(text))
      }
      return codeClasses[id]
    }
  }

  private func digest(
    _ fields: RowFields, _ batch: borrowing RowBatch, _ bytes: Span<UInt8>
  ) -> RowDigest {
    var digest = RowDigest(first: layout.namesDigest, second: ~layout.namesDigest)
    for slot in layout.selection.indices {
      let field = bytes.extracting(fields.range(slot, batch))
      digest.first = store.key.combine(digest.first, store.key.hash(field))
      digest.second = digestKey.combine(digest.second, digestKey.hash(field))
    }
    return digest
  }
}
