import Clickstream

/// Warnings about what event names are taken for.
enum VocabularyWarning {
  /// `cart` may be the cart page where another name says that an item was added.
  static func cart(among rawNames: [[UInt8]], _ names: EventNames) -> String? {
    let adds = rawNames.filter { names.look(up: $0).meaning == .stage(.addToCart) }
    let isCart = { (name: [UInt8]) in normalizedName(name) == Array("cart".utf8) }
    guard adds.contains(where: isCart), adds.contains(where: { !isCart($0) }) else { return nil }
    return
      "\"cart\" and another name for add_to_cart both occur: if \"cart\" is the cart page, say so"
      + " in the configuration: events: {view_cart: [cart]}"
  }
}
