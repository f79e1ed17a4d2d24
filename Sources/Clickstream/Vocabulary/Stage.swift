/// A canonical place in the shop, in the order in which a purchase goes through them.
public enum Stage: UInt8, CaseIterable, Comparable, Sendable {
  case viewItem, addToCart, beginCheckout, addShippingInfo, addPaymentInfo, purchase

  /// The canonical event name.
  public var name: String {
    switch self {
    case .viewItem: "view_item"
    case .addToCart: "add_to_cart"
    case .beginCheckout: "begin_checkout"
    case .addShippingInfo: "add_shipping_info"
    case .addPaymentInfo: "add_payment_info"
    case .purchase: "purchase"
    }
  }

  /// All stages from add_to_cart on.
  public var isCartStage: Bool { self >= .addToCart }

  /// begin_checkout to add_payment_info.
  public var isCheckoutStage: Bool { self >= .beginCheckout && self <= .addPaymentInfo }

  /// Order of the shop.
  public static func < (one: Stage, other: Stage) -> Bool { one.rawValue < other.rawValue }
}
