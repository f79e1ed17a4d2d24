/// Exact amounts, kept apart by currency.
package struct AmountByCurrency: Sendable {
  /// Millionths by currency id (0 = none).
  package typealias Entry = (currency: UInt32, millionths: Int128)

  /// Nearly every cart and shop has one currency: it needs no array.
  private var first: Entry?
  private var others: [Entry] = []
  /// Place in `others` by currency; kept only when there are more than a few.
  private var places: [UInt32: Int] = [:]
  private static let searchLimit = 8

  package init() {}

  package var isEmpty: Bool { first == nil }

  /// All currencies, in the order in which they came.
  package var entries: [Entry] { first.map { [$0] + others } ?? [] }

  /// Calls `body` with the id of each currency; makes no list.
  package func forEachCurrency(_ body: (UInt32) -> Void) {
    if let first { body(first.currency) }
    for entry in others { body(entry.currency) }
  }

  package mutating func removeAll() {
    first = nil
    if !others.isEmpty { others.removeAll() }
    if !places.isEmpty { places.removeAll() }
  }

  /// Adds an amount; a sum beyond 128 bits stays at the bound.
  package mutating func add(_ millionths: Int128, currency: UInt32) {
    guard let known = first else {
      first = (currency, millionths)
      return
    }
    if known.currency == currency {
      first = (currency, AmountByCurrency.sum(known.millionths, millionths))
    } else if let place = place(of: currency) {
      others[place].millionths = AmountByCurrency.sum(others[place].millionths, millionths)
    } else {
      append((currency, millionths))
    }
  }

  private func place(of currency: UInt32) -> Int? {
    if others.count > AmountByCurrency.searchLimit { return places[currency] }
    return others.firstIndex { $0.currency == currency }
  }

  private mutating func append(_ entry: Entry) {
    others.append(entry)
    guard others.count > AmountByCurrency.searchLimit else { return }
    if places.isEmpty {
      for (place, entry) in others.enumerated() { places[entry.currency] = place }
    } else {
      places[entry.currency] = others.count - 1
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
    return place(of: currency).map { others[$0].millionths } ?? 0
  }

  private static func sum(_ one: Int128, _ other: Int128) -> Int128 {
    let (sum, overflow) = one.addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }
}
