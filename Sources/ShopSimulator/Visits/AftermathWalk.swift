/// A later session about an order: questions, a review, a return with its refund, a newsletter.
///
/// Most of these sessions hold nothing but events after the purchase; some begin on the page of the
/// orders. Nothing here can make or cost a cart, so chance is drawn in a row.
struct AftermathWalk {
  private var tape: RowTape
  private let order: PlacedOrder

  init(shopper: Shopper, visit: PlannedVisit, order: PlacedOrder) {
    let key = shopper.key.child(visit.keyPart)
    tape = RowTape(shopper: shopper, visit: visit, key: key, keepsRows: true)
    self.order = order
  }

  /// The rows of the session; none when the buyer has nothing more to do with the shop.
  mutating func rows() -> [EventRow] {
    if tape.decorates(0.08) { tape.record(.pageView, on: .account, after: .instant) }
    if tape.decorates(0.15) { recordQuestion() }
    if tape.decorates(0.12) { record(.review, on: .account) }
    if tape.decorates(0.08) { recordReturn() }
    if tape.decorates(0.06) { tape.record(.newsletter, on: .home, after: .reading) }
    return tape.rows
  }

  /// Three of four questions are answered.
  private mutating func recordQuestion() {
    record(.supportContact, on: .contact)
    if tape.decorates(0.75) { record(.supportReply, on: .contact) }
  }

  private mutating func recordReturn() {
    record(.returned, on: .account)
    let refund = RowDetails(
      valueCents: Int32(clamping: order.totalCents), order: order.number)
    tape.record(.refund, on: .account, after: .reading, refund)
  }

  private mutating func record(_ event: EventName, on page: Page) {
    tape.record(event, on: page, after: .reading, RowDetails(order: order.number))
  }
}
