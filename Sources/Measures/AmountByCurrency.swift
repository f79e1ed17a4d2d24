/// Exact amounts, kept apart by currency.
package struct AmountByCurrency: Sendable {
  /// Millionths by currency id (0 = none).
  package typealias Entry = (currency: UInt32, millionths: Int128)

  /// Nearly every cart and shop has one currency: it needs no array.
  private var first: Entry?
  private var others: [Entry] = []

  package init() {}

  package var isEmpty: Bool { first == nil }

  /// All currencies, in the order in which they came.
  package var entries: [Entry] { first.map { [$0] + others } ?? [] }

  package mutating func removeAll() {
    first = nil
    if !others.isEmpty { others.removeAll() }
  }

  /// Adds an amount; a sum beyond 128 bits stays at the bound.
  package mutating func add(_ millionths: Int128, currency: UInt32) {
    guard let known = first else {
      first = (currency, millionths)
      return
    }
    if known.currency == currency {
      first = (currency, AmountByCurrency.sum(known.millionths, millionths))
    } else if let index = others.firstIndex(where: { $0.currency == currency }) {
      others[index].millionths = AmountByCurrency.sum(others[index].millionths, millionths)
    } else {
      others.append((currency, millionths))
    }
  }

  package mutating func merge(_ other: AmountByCurrency) {
    guard let entry = other.first else { return }
    add(entry.millionths, currency: entry.currency)
    for (currency, millionths) in other.others { add(millionths, currency: currency) }
  }

  /// Makes negative amounts zero.
  package mutating func clampToZero() {
    if let known = first { first = (known.currency, max(0, known.millionths)) }
    for index in others.indices { others[index].millionths = max(0, others[index].millionths) }
  }

  package subscript(currency: UInt32) -> Int128 {
    if let first, first.currency == currency { return first.millionths }
    return others.first { $0.currency == currency }?.millionths ?? 0
  }

  private static func sum(_ one: Int128, _ other: Int128) -> Int128 {
    let (sum, overflow) = one.addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }
}
