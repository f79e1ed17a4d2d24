/// A signal that a cart met (SPEC §7, "Primary reason").
struct Signal {
  var reason: Text
  var act: Act
  /// Its code as it stands; empty for none.
  var code: Text
  var isResolved: Bool
  var isStale: Bool
  var signalClass: Int
}

/// A cart's signals in order: by name or code, and fees derived from its totals.
func signals(_ cart: Cart, fees: [Int], _ settings: ReferenceSettings) -> [Signal] {
  cart.acts.indices.flatMap { index -> [Signal] in
    let act = cart.acts[index]
    var found: [Signal] = []
    if let reason = act.reason {
      let code = act.row.text("code")
      found.append(signal(reason, index, cart, code: Codes.isCode(code) ? code : "", settings))
    }
    if fees.contains(index) {
      found.append(signal("surprise_fee", index, cart, code: "", settings))
    }
    return found
  }
}

func signal(
  _ reason: Text, _ index: Int, _ cart: Cart, code: Text, _ settings: ReferenceSettings
) -> Signal {
  let act = cart.acts[index]
  return Signal(
    reason: reason, act: act, code: code, isResolved: isResolved(reason, index, cart),
    isStale: cart.last.time - act.time > 10 * 60_000,
    signalClass: settings.traits(reason).signalClass)
}

/// Whether the shopper got over the signal at that index of the cart.
func isResolved(_ reason: Text, _ index: Int, _ cart: Cart) -> Bool {
  let later = cart.acts[(index + 1)...]
  if ["card_declined", "payment_redirect"].contains(reason) {
    return later.contains { $0.isPurchase }
  }
  let isByAdding = ["out_of_stock", "coupon_rejected", "slow_page"].contains(reason)
  if isByAdding && later.contains(where: { $0.name == "add_to_cart" }) { return true }
  let highest = cart.acts[...index].compactMap { Vocabulary.stage($0.name) }.reduce(0, max)
  return later.contains { (Vocabulary.stage($0.name) ?? 0) > highest }
}

/// Among the unresolved: fresh before stale, then the lowest class, then the last.
func primary(_ signals: [Signal]) -> Signal? {
  let unresolved = signals.filter { !$0.isResolved }
  let fresh = unresolved.filter { !$0.isStale }
  let left = fresh.isEmpty ? unresolved : fresh
  let lowest = left.map { $0.signalClass }.min()
  return left.last { $0.signalClass == lowest }
}

/// The pairs of neighbouring totals of one currency that could show a fee: the later at a higher
/// checkout stage, with no add, remove or quantity change between (SPEC §3, last paragraph).
func comparableTotals(
  _ cart: Cart, _ settings: ReferenceSettings
) -> [(earlier: CartTotal, later: CartTotal)] {
  let all = totals(cart, settings)
  return all.compactMap { later in
    let before = all.filter { $0.index < later.index && $0.currency == later.currency }
    guard let earlier = before.last, (2...4).contains(later.stage), later.stage > earlier.stage
    else { return nil }
    let between = cart.acts[(earlier.index + 1)..<later.index]
    let hasMove = between.contains { ["add_to_cart", "remove_from_cart"].contains($0.name) }
    let quantities = [earlier, later].compactMap { total in
      millionths(cart.acts[total.index].row.text("quantity"))
    }
    let hasChange = quantities.count == 2 && quantities[0] != quantities[1]
    return hasMove || hasChange ? nil : (earlier, later)
  }
}

/// The indices of a cart's events at which its total rose by more than the tolerance.
func derivedFees(_ cart: Cart, _ settings: ReferenceSettings) -> [Int] {
  comparableTotals(cart, settings).filter { earlier, later in
    later.value * 1_000_000
      > earlier.value * Int128(1_000_000 + settings.feeToleranceMillionths)
  }.map { $0.later.index }
}

/// Whether fees count: asked for, and not shown by more than 80 % of the carts that could show one.
func usesDerivedFees(_ carts: [Cart], _ settings: ReferenceSettings) -> Bool {
  if !settings.deriveFee { return false }
  let able = carts.filter { !comparableTotals($0, settings).isEmpty }
  let showing = able.filter { !derivedFees($0, settings).isEmpty }
  return showing.count * 100 <= able.count * 80
}
