/// The items of the shop and their prices.
enum Catalog {
  static let itemCount = 400

  /// The price of an item, in hundredths of a euro: 4.90 to about 190, mostly below 60.
  static func priceCents(of item: UInt16) -> Int {
    let place = Int(item) * 7_919 % itemCount
    return 490 + place * place * place / (itemCount * itemCount) * 46 / 100 * 100
  }
}
