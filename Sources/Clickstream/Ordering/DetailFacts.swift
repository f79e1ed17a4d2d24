/// What the texts of the detail columns mean, each distinct text read once.
struct DetailFacts: Sendable {
  /// Millionths by id of the value text; nil for none.
  let values: [Int64?]
  /// Millionths by id of the quantity text; nil for none.
  let quantities: [Int64?]
  /// By id of the code's text: whether it tells of friction.
  let frictionCodes: [Bool]
  /// By id of the sequence text.
  let sequenceNumbers: [SequenceNumber]

  init(_ texts: [StringList]) {
    values = DetailFacts.amounts(texts[DetailSlot.value.rawValue])
    quantities = DetailFacts.amounts(texts[DetailSlot.quantity.rawValue])
    let codes = texts[DetailSlot.code.rawValue]
    frictionCodes = (0..<codes.count).map { !ErrorCode.isApproval(codes[UInt32($0)]) }
    let sequences = texts[DetailSlot.sequence.rawValue]
    sequenceNumbers = (0..<sequences.count).map { SequenceNumber(sequences[UInt32($0)]) }
  }

  private static func amounts(_ texts: StringList) -> [Int64?] {
    (0..<texts.count).map { id in
      texts.withBytes(UInt32(id)) { text in
        if case .millionths(let amount) = Amount.read(text) { amount } else { nil }
      }
    }
  }
}
