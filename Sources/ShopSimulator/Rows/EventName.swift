/// The events of the shop, as they are named in the rows.
enum EventName: UInt8, CaseIterable {
  case sessionStart, scroll, pagePing
  case pageView, search, viewItem
  case addToCart, removeFromCart, viewCart
  case beginCheckout, addShippingInfo, addPaymentInfo, purchase
  case cardDeclined, checkoutError, paymentRedirect, surpriseFee, loginRequired, outOfStock
  case deliveryTooSlow, paymentMethodMissing, slowPage, couponRejected
  case supportContact, supportReply, review, returned, refund, newsletter, survey

  var text: String {
    switch self {
    case .sessionStart: "session_start"
    case .scroll: "scroll"
    case .pagePing: "page_ping"
    case .pageView: "page_view"
    case .search: "search"
    case .viewItem: "view_item"
    case .addToCart: "add_to_cart"
    case .removeFromCart: "remove_from_cart"
    case .viewCart: "view_cart"
    case .beginCheckout: "begin_checkout"
    case .addShippingInfo: "add_shipping_info"
    case .addPaymentInfo: "add_payment_info"
    case .purchase: "purchase"
    default: signalOrLaterText
    }
  }

  private var signalOrLaterText: String {
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
    default: laterText
    }
  }

  private var laterText: String {
    switch self {
    case .supportContact: "support_contact"
    case .supportReply: "support_reply"
    case .review: "review"
    case .returned: "return"
    case .refund: "refund"
    case .newsletter: "newsletter"
    default: "survey"
    }
  }
}
