/// A country the shop delivers to.
package enum Country: UInt8, CaseIterable, Sendable {
  case spain, germany, france, italy, portugal, netherlands, poland

  /// The ISO 3166 code written into the rows.
  package var code: String {
    switch self {
    case .spain: "ES"
    case .germany: "DE"
    case .france: "FR"
    case .italy: "IT"
    case .portugal: "PT"
    case .netherlands: "NL"
    case .poland: "PL"
    }
  }

  /// The share of users who live here, in percent; the shares add up to 100.
  var sharePercent: Int {
    switch self {
    case .spain: 30
    case .germany: 20
    case .france: 15
    case .italy: 12
    case .portugal: 8
    case .netherlands: 8
    case .poland: 7
    }
  }
}
