/// A place in the shop where a shopper with a cart may meet a cause, lose interest, or go on.
package enum Place: Int, CaseIterable, Sendable {
  /// Any page seen on the side: while browsing, or when wandering off to a help page.
  case page
  /// The cart page (`view_cart`).
  case cartPage
  /// The start of the checkout (`begin_checkout`).
  case checkout
  /// The shipping step (`add_shipping_info`).
  case shipping
  /// The payment step (`add_payment_info`), before the order is submitted.
  case payment
  /// The submitted order; here the shopper can only be answered.
  case submit
}

/// One probability a place, each in 0...1.
package struct PlaceChances: Sendable, Equatable {
  /// The chance on any page seen on the side.
  package var page: Double
  /// The chance on the cart page.
  package var cartPage: Double
  /// The chance at the start of the checkout.
  package var checkout: Double
  /// The chance at the shipping step.
  package var shipping: Double
  /// The chance at the payment step.
  package var payment: Double
  /// The chance when the order is submitted.
  package var submit: Double

  /// Creates the chances; a place left out has none.
  package init(
    page: Double = 0, cartPage: Double = 0, checkout: Double = 0,
    shipping: Double = 0, payment: Double = 0, submit: Double = 0
  ) {
    self.page = page
    self.cartPage = cartPage
    self.checkout = checkout
    self.shipping = shipping
    self.payment = payment
    self.submit = submit
  }

  /// The chance at a place.
  package subscript(_ place: Place) -> Double {
    switch place {
    case .page: page
    case .cartPage: cartPage
    case .checkout: checkout
    case .shipping: shipping
    case .payment: payment
    case .submit: submit
    }
  }
}
