/// Exact amounts, kept apart by currency.
package struct AmountByCurrency: Sendable, Equatable {
  /// Millionths by currency id (0 = none); a run has few currencies.
  package private(set) var entries: [(currency: UInt32, millionths: Int128)] = []

  package init() {}

  package static func == (one: AmountByCurrency, other: AmountByCurrency) -> Bool {
    one.entries.elementsEqual(other.entries) { $0 == $1 }
  }

  package var isEmpty: Bool { entries.isEmpty }

  package mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

  /// Adds an amount; a sum beyond 128 bits stays at the bound.
  package mutating func add(_ millionths: Int128, currency: UInt32) {
    guard let index = entries.firstIndex(where: { $0.currency == currency }) else {
      entries.append((currency, millionths))
      return
    }
    let (sum, overflow) = entries[index].millionths.addingReportingOverflow(millionths)
    entries[index].millionths = overflow ? (millionths < 0 ? .min : .max) : sum
  }

  package mutating func merge(_ other: AmountByCurrency) {
    for (currency, millionths) in other.entries { add(millionths, currency: currency) }
  }

  /// Makes negative amounts zero.
  package mutating func clampToZero() {
    for index in entries.indices { entries[index].millionths = max(0, entries[index].millionths) }
  }

  package subscript(currency: UInt32) -> Int128 {
    entries.first { $0.currency == currency }?.millionths ?? 0
  }
}
