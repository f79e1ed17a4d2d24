import RowReader

/// Reads what a row says beside its event: page, value, item, code and the like, into one id.
struct DetailReader {
  private var amounts = AmountCache()
  private var quantities = AmountCache()
  /// The ids of rows that say nothing but their page, by page.
  private var pageOnly = IDMemo()
  /// By details column; reused from row to row.
  private var tuple: [UInt32]
  /// Whether the tuple holds more than zeros.
  private var isDirty = false

  init(width: Int) { tuple = [UInt32](repeating: 0, count: width) }

  /// The id of the code's text in the row read last; 0 for none.
  var code: UInt32 { tuple[DetailSlot.code.rawValue] }

  /// Forgets ids that the store has given up.
  mutating func forgetIDs(beyond store: borrowing EventStore) {
    pageOnly.removeAll()
    amounts.truncate(to: store.detailTexts[DetailSlot.value.rawValue].count)
    quantities.truncate(to: store.detailTexts[DetailSlot.quantity.rawValue].count)
  }

  /// The id of what the row says, which is added to the store if it is new.
  ///
  /// - Throws: `invalidNumber` for an amount out of form.
  mutating func id(
    ofRow row: Int, _ layout: borrowing FileLayout, _ batch: borrowing RowBatch,
    _ bytes: Span<UInt8>, in store: inout EventStore
  ) throws(RowFault) -> UInt32 {
    if isDirty { clear() }
    // Value and quantity come first: nothing else is stored before both are amounts.
    for detail in layout.details {
      let text = bytes.extracting(batch.field(detail.column, ofRow: row))
      if text.isEmpty { continue }
      let id = store.detailTexts[detail.slot].id(of: text)
      if detail.slot == DetailSlot.value.rawValue {
        try amounts.check(id, .value, in: &store)
      } else if detail.slot == DetailSlot.quantity.rawValue {
        try quantities.check(id, .quantity, in: &store)
      }
      tuple[detail.slot] = id
      isDirty = true
    }
    let page = store.detailTexts[DetailSlot.page.rawValue].id(
      of: bytes.extracting(batch.field(orEmpty: layout.page, ofRow: row)))
    if !isDirty, let known = pageOnly[page] { return known }
    tuple[DetailSlot.page.rawValue] = page
    let id = store.details.id(of: tuple.span)
    if !isDirty { pageOnly[page] = id }
    tuple[DetailSlot.page.rawValue] = 0
    return id
  }

  private mutating func clear() {
    for slot in tuple.indices { tuple[slot] = 0 }
    isDirty = false
  }
}
