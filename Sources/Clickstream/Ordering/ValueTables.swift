/// What events say: details tuples, the texts behind them, and what those mean.
///
/// One for the whole run while everything is in memory; one for each partition that comes from spilled blocks.
package final class ValueTables: Sendable {
  /// By `DetailSlot`, then by property.
  package let texts: [StringList]
  /// Columns of a tuple.
  let width: Int
  /// All tuples, one behind the other.
  let tuples: [UInt32]
  private let facts: DetailFacts

  init(texts: [StringList], tuples: [UInt32]) {
    self.texts = texts
    width = texts.count
    self.tuples = tuples
    facts = DetailFacts(texts)
  }

  /// The id of a detail's text, in `texts[slot]`.
  @inline(__always)
  package func detail(_ slot: DetailSlot, of event: Event) -> UInt32 {
    detail(slot: slot.rawValue, of: event)
  }

  /// The same by number: `DetailSlot` first, then properties.
  @inline(__always)
  package func detail(slot: Int, of event: Event) -> UInt32 {
    tuples[Int(event.details) * width + slot]
  }

  /// Whether a code's text, by id, tells of friction; approvals and empty ones do not.
  package func isFrictionCode(_ id: UInt32) -> Bool { facts.frictionCodes[Int(id)] }

  /// Value in millionths; nil for none.
  package func value(of event: Event) -> Int64? { facts.values[Int(detail(.value, of: event))] }

  /// Quantity in millionths; nil for none.
  package func quantity(of event: Event) -> Int64? {
    facts.quantities[Int(detail(.quantity, of: event))]
  }

  /// The sequence value of an event.
  func sequenceNumber(of event: Event) -> SequenceNumber {
    facts.sequenceNumbers[Int(detail(.sequence, of: event))]
  }
}
