extension VisitWalk {
  /// Writes the row by which a cause shows itself.
  mutating func recordSignal(_ cause: Cause, at place: Place, index: Int) {
    let choice = Self.causeIndex(cause, at: place, index: index)
    switch cause {
    case .cardDeclined: recordDecline(choice)
    case .checkoutError: recordError(at: place, choice)
    case .surpriseFee: recordFee()
    case .couponRejected: record(cause, RowDetails(code: ErrorCode.couponExpired))
    case .outOfStock: recordOutOfStock(index)
    default: record(cause, RowDetails())
    }
  }

  private mutating func record(_ cause: Cause, _ details: RowDetails) {
    tape.record(cause.event, on: page, after: .instant, details)
  }

  /// What is gone lies in the cart; without one it is another item than the one on the page.
  private mutating func recordOutOfStock(_ index: Int) {
    let item = cart.lines.first?.item ?? itemNumber(PageRange.adding + index)
    record(.outOfStock, RowDetails(item: item))
  }

  /// A decline comes as an event of its own, as a code on the payment step, or on a failed purchase.
  private mutating func recordDecline(_ choice: Int) {
    let code = pickCode(ErrorCode.declines, choice)
    if !cartKey.happens(shop.codedShare, .style, choice) {
      record(.cardDeclined, RowDetails(code: code))
    } else {
      // One coded decline of six stands on the order itself.
      let isOnOrder = cartKey.happens(1 / 6, .style, choice | 1 << 24)
      recordTotal(isOnOrder ? .purchase : .addPaymentInfo, code: code)
    }
  }

  /// An error comes as an event of its own, or as a code on the step that failed.
  private mutating func recordError(at place: Place, _ choice: Int) {
    let code = pickCode(ErrorCode.serverErrors, choice)
    let isOnStep = hasSeenCheckout && cartKey.happens(shop.codedShare, .style, choice)
    if isOnStep {
      recordTotal(place.stage, code: code)
    } else {
      record(.checkoutError, RowDetails(code: code))
    }
  }

  /// Shows a fee of 3.95 to 11.95 euros, which stays in the totals from now on.
  private mutating func recordFee() {
    cart.feeCents = 395 + 100 * cartKey.pick(9, .fee)
    record(.surpriseFee, RowDetails(valueCents: Int32(cart.feeCents)))
  }

  /// After a decline half of the shoppers enter another card before they submit again.
  mutating func recordAnotherTry(after cause: Cause, at place: Place, attempt: Int) {
    let choice = Self.causeIndex(cause, at: place, index: attempt)
    if cause == .cardDeclined && cartKey.happens(0.5, .changesCard, choice) {
      recordTotal(.addPaymentInfo)
    }
  }

  private func pickCode(_ codes: ClosedRange<UInt8>, _ choice: Int) -> UInt8 {
    codes.lowerBound + UInt8(cartKey.pick(codes.count, .code, choice))
  }
}
