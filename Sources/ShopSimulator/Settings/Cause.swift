/// A declared cause of abandonment; each shows itself in the rows as the signal of the same name.
package enum Cause: UInt8, CaseIterable, Sendable {
  case cardDeclined, checkoutError, paymentRedirect
  case surpriseFee, loginRequired, outOfStock, deliveryTooSlow, paymentMethodMissing
  case slowPage, couponRejected

  /// How shoppers come to meet a cause.
  package enum Kind: Sendable {
    /// The shop shows it to whoever stands at the place.
    case shown
    /// The shop answers something the shopper did, so only those who act can meet it.
    case answer
  }

  /// The name of the signal in the rows and of the reason in `truth.json`.
  package var reason: String { event.text }

  /// Whether the shop shows the cause or answers with it.
  package var kind: Kind {
    switch self {
    case .cardDeclined, .checkoutError, .paymentRedirect, .couponRejected: .answer
    default: .shown
    }
  }

  /// The causes shown on arrival at a place, in the order in which they are looked at.
  static let shown = allCases.filter { $0.kind == .shown }

  /// The causes that answer an act, in the order in which the shop looks at the act.
  ///
  /// A submitted order must first be accepted by the shop, then by the redirect, then by the bank.
  static let answers: [Cause] = [.couponRejected, .checkoutError, .paymentRedirect, .cardDeclined]

  var event: EventName {
    switch self {
    case .cardDeclined: .cardDeclined
    case .checkoutError: .checkoutError
    case .paymentRedirect: .paymentRedirect
    case .surpriseFee: .surpriseFee
    case .loginRequired: .loginRequired
    case .outOfStock: .outOfStock
    case .deliveryTooSlow: .deliveryTooSlow
    case .paymentMethodMissing: .paymentMethodMissing
    case .slowPage: .slowPage
    case .couponRejected: .couponRejected
    }
  }
}

/// A set of causes, one bit each.
struct CauseSet: OptionSet, Sendable {
  let rawValue: UInt16

  init(rawValue: UInt16) { self.rawValue = rawValue }

  init(_ cause: Cause) { rawValue = 1 << UInt16(cause.rawValue) }

  func contains(_ cause: Cause) -> Bool { contains(CauseSet(cause)) }
}
