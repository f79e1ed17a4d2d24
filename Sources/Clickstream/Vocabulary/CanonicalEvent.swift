/// What an event name means to the analysis.
///
/// Names without a meaning of their own are `other`.
public enum CanonicalEvent: Hashable, Sendable {
  case stage(Stage)
  case signal(Signal)
  case removeFromCart
  case viewCart
  /// Before or during the purchase, without a meaning of its own: page_view, search, unknown names.
  case other
  /// After the purchase: support, returns, reviews.
  case after
  /// Sent by the tracker, not done by the shopper.
  case automatic

  /// Orders rows of equal time: an event that leads to another stands in front of it (SPEC §3).
  package var rank: UInt8 {
    switch self {
    case .other, .automatic: 0
    case .stage(.viewItem): 1
    case .stage(.addToCart): 2
    case .removeFromCart: 3
    case .signal(.outOfStock): 4
    case .viewCart: 5
    case .stage(.beginCheckout): 6
    case .signal(.loginRequired): 7
    case .stage(.addShippingInfo): 8
    case .signal(.deliveryTooSlow): 9
    case .signal(.surpriseFee): 10
    case .signal(.couponRejected): 11
    case .stage(.addPaymentInfo): 12
    case .signal(.paymentMethodMissing): 13
    case .signal(.paymentRedirect): 14
    case .signal(.slowPage): 15
    case .signal(.checkoutError): 16
    case .signal(.cardDeclined): 17
    case .stage(.purchase): 18
    case .after: 19
    }
  }

  /// The stage, if it is one.
  public var stage: Stage? {
    if case .stage(let stage) = self { stage } else { nil }
  }

  /// The signal, if it is one.
  public var signal: Signal? {
    if case .signal(let signal) = self { signal } else { nil }
  }
}
