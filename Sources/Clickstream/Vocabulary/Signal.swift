/// An event that tells of friction; each is a built-in reason for leaving a cart.
public enum Signal: UInt8, CaseIterable, Sendable {
  case cardDeclined, checkoutError, paymentRedirect
  case surpriseFee, loginRequired, outOfStock, deliveryTooSlow, paymentMethodMissing
  case slowPage, couponRejected

  /// Whether the shopper was shown it or got it as an answer to an act of theirs.
  public enum Kind: String, Sendable { case shown, answer }

  /// The canonical event name, also the reason's name.
  public var name: String {
    switch self {
    case .cardDeclined: "card_declined"
    case .checkoutError: "checkout_error"
    case .paymentRedirect: "payment_redirect"
    case .surpriseFee: "surprise_fee"
    case .loginRequired: "login_required"
    case .outOfStock: "out_of_stock"
    case .deliveryTooSlow: "delivery_too_slow"
    case .paymentMethodMissing: "payment_method_missing"
    case .slowPage: "slow_page"
    case .couponRejected: "coupon_rejected"
    }
  }

  /// 1 is the heaviest: of a cart's fresh signals the lowest class is the reason.
  public var signalClass: Int {
    switch self {
    case .cardDeclined, .checkoutError, .paymentRedirect: 1
    case .surpriseFee, .loginRequired, .outOfStock, .deliveryTooSlow, .paymentMethodMissing: 2
    case .slowPage, .couponRejected: 3
    }
  }

  /// See `Kind`.
  public var kind: Kind {
    switch self {
    case .cardDeclined, .checkoutError, .paymentRedirect, .couponRejected: .answer
    default: .shown
    }
  }

  /// Only a purchase shows that the payment went through after all.
  public var isResolvedOnlyByPurchase: Bool {
    self == .cardDeclined || self == .paymentRedirect
  }

  /// Another item in the cart shows that the shopper went on.
  public var isResolvedByAddToCart: Bool {
    self == .outOfStock || self == .couponRejected || self == .slowPage
  }
}
