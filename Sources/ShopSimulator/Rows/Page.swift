/// A page of the shop: a kind and, for some kinds, which one of the kind.
struct Page: Equatable {
  enum Kind: UInt8 {
    /// A page with a fixed address; the argument is its place in `fixedAddresses`.
    case fixed
    /// A category; the argument is its place in `categories`.
    case category
    /// The page of an item; the argument is the number of the item.
    case item
    /// A search result; the argument is its place in `searches`.
    case search
  }

  var kind: Kind
  var argument: UInt16

  static let home = Page(kind: .fixed, argument: 0)
  static let cart = Page(kind: .fixed, argument: 1)
  static let checkout = Page(kind: .fixed, argument: 2)
  static let shipping = Page(kind: .fixed, argument: 3)
  static let payment = Page(kind: .fixed, argument: 4)
  static let confirmation = Page(kind: .fixed, argument: 5)
  static let account = Page(kind: .fixed, argument: 6)
  static let contact = Page(kind: .fixed, argument: 7)

  static let fixedAddresses = [
    "/", "/cart", "/checkout", "/checkout/shipping", "/checkout/payment", "/checkout/done",
    "/account/orders", "/help/contact", "/help/delivery", "/help/returns", "/help/payment",
  ]
  static let helpAddresses = 8..<11

  static let categories = ["shoes", "jackets", "bags", "home", "kitchen", "toys", "garden", "sale"]

  /// The last few hold quotes and commas, so that readers meet the quoted path.
  static let searches = [
    "red+shoes", "rain+jacket", "backpack", "desk+lamp", "coffee+grinder", "wool+socks",
    "gift+card", "tent", "bicycle+lock", "sandals", "\"red, shoes\"", "lamp, 12\" shade",
  ]
  /// The first search that needs quotes.
  static let firstQuotedSearch = 10

  static func item(_ item: UInt16) -> Page { Page(kind: .item, argument: item) }

  static func help(_ number: Int) -> Page {
    Page(kind: .fixed, argument: UInt16(helpAddresses.lowerBound + number))
  }
}
