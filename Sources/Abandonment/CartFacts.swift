package import Clickstream
package import Measures

/// What a list of units says of a cart.
package struct CartFacts: Sendable {
  /// Why an abandoned cart was left.
  package struct Reason: Sendable {
    /// The reason's name; nil for no unresolved signal.
    package var name: [UInt8]?
    package var isStale = false
  }

  package var value = AmountByCurrency()
  /// Nil for a cart that was not abandoned.
  package var reason: Reason?
  /// The same with derived fees counted as signals.
  package var reasonWithFees: Reason?
}

extension CartFacts {
  init(_ cart: Cart, _ reasons: ReasonList) {
    value = cart.value
    guard cart.state == .abandoned else { return }
    reason = Reason(cart.signals, cart, reasons)
    reasonWithFees = Reason(cart.signalsWithFees, cart, reasons)
  }
}

extension CartFacts.Reason {
  fileprivate init(_ signals: [CartSignal], _ cart: Cart, _ reasons: ReasonList) {
    guard
      let primary = PrimaryReason(signals, reasons, lastMilliseconds: cart.lastMilliseconds)
    else { return }
    (name, isStale) = (reasons[primary.found.reason].name, primary.isStale)
  }
}

extension Cart {
  /// Its signals and derived fees in order: a derived fee stands behind the signals of its own event.
  var signalsWithFees: [CartSignal] {
    (signals + derivedFees).enumerated().sorted { one, other in
      (one.element.place, one.offset) < (other.element.place, other.offset)
    }.map(\.element)
  }
}

/// Finds what a list says of a unit's cart.
package struct CartFinder: Sendable {
  private let builder: CartBuilder
  private let reasons: ReasonList

  package init(plan: AbandonmentPlan, archive: EventArchive) {
    reasons = plan.reasons
    builder = CartBuilder(plan: plan, reasons: reasons, archive: archive)
  }

  /// The last cart of a unit; nil where it has none.
  package func lastCart(
    in moments: ArraySlice<Moment>, isOpen: Bool, _ partition: borrowing UserPartition
  ) -> CartFacts? {
    let unit = CartUnitView(
      moments: moments, startMilliseconds: moments.first?.timeMilliseconds ?? 0, isOpen: isOpen,
      isRipe: true, channel: 0, device: 0)
    var carts: [Cart] = []
    builder.appendCarts(of: unit, at: 0, partition, to: &carts)
    return carts.last.map { CartFacts($0, reasons) }
  }
}

/// A cart that counts as lost, for a list.
package struct LostCart: Sendable {
  /// Row of its unit's first event.
  package var firstRow: UInt32
  package var startMilliseconds: Int64
  package var lastMilliseconds: Int64
  package var facts: CartFacts
}
