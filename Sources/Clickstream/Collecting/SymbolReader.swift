import RowReader

/// Reads what a row means to the analysis, as far as its name, its code and the conditions go, into one id.
struct SymbolReader {
  private var classifiers: [FieldClassifier]
  /// By id of a code's text.
  private var codeClasses: [ErrorCode] = []
  /// Symbols of names with codes, where no condition tells rows of one name apart.
  private var symbols = IDMemo()
  /// Reused from row to row.
  private var tuple: [UInt32]

  init(fields: [ClassifiedField], key: KeyedHash) {
    classifiers = fields.map { FieldClassifier(plan: $0, key: key) }
    tuple = [UInt32](repeating: 0, count: SymbolSlot.width + fields.count)
  }

  /// The fields that conditions test.
  var fields: [Field] { classifiers.map(\.plan.field) }

  /// Answers to each field's matchers, by field and class.
  var answers: [[[Bool]]] { classifiers.map(\.answers) }

  /// Forgets ids that the store has given up.
  mutating func forgetIDs(beyond store: borrowing EventStore) {
    symbols.removeAll()
    let codes = store.detailTexts[DetailSlot.code.rawValue].count
    codeClasses.removeLast(codeClasses.count - min(codes, codeClasses.count))
  }

  /// The symbol of a row, which is added to the store if it is new.
  ///
  /// - Parameters:
  ///   - name: where the event's name lies.
  ///   - code: the id of the code's text.
  @inline(__always)
  mutating func id(
    ofRow row: Int, name: Range<Int>, code: UInt32, _ layout: borrowing FileLayout,
    _ batch: borrowing RowBatch, _ bytes: Span<UInt8>, in store: inout EventStore
  ) -> UInt32 {
    // A file without an event column holds page views; page rules may rename them.
    let nameID =
      layout.event < 0
      ? store.names.id(of: SymbolReader.pageView.span) : store.names.id(of: bytes.extracting(name))
    let codeClass = codeClass(code, store)
    let memoKey = nameID &* UInt32(ErrorCode.count) &+ UInt32(codeClass.rawValue)
    if classifiers.isEmpty, let known = symbols[memoKey] { return known }
    tuple[SymbolSlot.name.rawValue] = nameID
    tuple[SymbolSlot.codeClass.rawValue] = UInt32(codeClass.rawValue)
    for index in classifiers.indices {
      let value = batch.field(orEmpty: layout.classified[index], ofRow: row)
      tuple[SymbolSlot.width + index] = classifiers[index].classID(of: bytes.extracting(value))
    }
    let id = store.symbols.id(of: tuple.span)
    if classifiers.isEmpty { symbols[memoKey] = id }
    return id
  }

  private static let pageView = Array("page_view".utf8)

  private mutating func codeClass(_ code: UInt32, _ store: borrowing EventStore) -> ErrorCode {
    while codeClasses.count <= Int(code) {
      let text = store.detailTexts[DetailSlot.code.rawValue][UInt32(codeClasses.count)]
      codeClasses.append(ErrorCode(text))
    }
    return codeClasses[Int(code)]
  }
}
