/// What became of a cart (SPEC §7).
enum CartState: String {
  case purchased
  case open
  case emptied
  case abandoned
}

/// A cart: all events of its unit from its first cart event to its purchase or the unit's end.
struct Cart {
  var unit: Unit
  var acts: [Act]

  var last: Act { acts[acts.count - 1] }
  var isPurchased: Bool { last.isPurchase }
  /// The highest stage: 1 for add_to_cart … 5 for purchase.
  var highestStage: Int { acts.compactMap { Vocabulary.stage($0.name) }.reduce(0, max) }
  var reachedCheckout: Bool { highestStage >= 2 }

  var state: CartState {
    if isPurchased { return .purchased }
    if unit.isOpen { return .open }
    let removed = quantity("remove_from_cart")
    return !reachedCheckout && removed >= quantity("add_to_cart") ? .emptied : .abandoned
  }

  /// The quantity moved by all events of that name; a row without one is one.
  func quantity(_ name: Text) -> Int128 {
    acts.filter { $0.name == name }.reduce(0) { $0 + quantityMillionths($1) }
  }
}

func quantityMillionths(_ act: Act) -> Int128 {
  millionths(act.row.text("quantity")) ?? 1_000_000
}

/// The value of an event times its quantity, half to even; nil without a value.
func itemValue(_ act: Act) -> Int128? {
  millionths(act.row.text("value")).map { value in
    roundedQuotient(value * quantityMillionths(act), 1_000_000)
  }
}

/// The unit's carts in order.
func carts(of unit: Unit) -> [Cart] {
  var carts: [Cart] = []
  var start = unit.acts.firstIndex { $0.isCartStage }
  while let first = start {
    let purchase = unit.acts[first...].firstIndex { $0.isPurchase }
    let end = purchase ?? unit.acts.count - 1
    carts.append(Cart(unit: unit, acts: Array(unit.acts[first...end])))
    start = unit.acts[(end + 1)...].firstIndex { $0.name == "add_to_cart" }
  }
  return carts
}

/// The units that hold carts: sessions or journeys.
func cartUnits(_ shopper: Shopper, _ settings: ReferenceSettings) -> [Unit] {
  settings.abandonmentUnit == .journey
    ? shopper.journeys.map { $0.unit } : shopper.sessions
}

/// A value that says what all of the cart costs (SPEC §7, "Value").
struct CartTotal {
  /// Index in the cart's acts.
  var index: Int
  var value: Int128
  var currency: Text
  /// Stage of its event; 0 for view_cart.
  var stage: Int
}

func totals(_ cart: Cart, _ settings: ReferenceSettings) -> [CartTotal] {
  if settings.valueOfItem { return [] }
  return cart.acts.enumerated().compactMap { index, act in
    let stage = Vocabulary.stage(act.name) ?? 0
    guard act.name == "view_cart" || stage >= 2,
      let value = millionths(act.row.text("value"))
    else { return nil }
    return CartTotal(
      index: index, value: value, currency: act.row.text("currency"), stage: stage)
  }
}

/// The last total, plus adds and minus removes after it; without one, adds minus removes; never
/// below 0.
func value(_ cart: Cart, _ settings: ReferenceSettings) -> Amounts {
  var amounts: Amounts = [:]
  var rest = cart.acts[...]
  if let total = totals(cart, settings).last {
    amounts[total.currency] = total.value
    rest = cart.acts[(total.index + 1)...]
  }
  for act in rest {
    guard let value = itemValue(act) else { continue }
    let currency = act.row.text("currency")
    if act.name == "add_to_cart" { amounts[currency, default: 0] += value }
    if act.name == "remove_from_cart" { amounts[currency, default: 0] -= value }
  }
  return amounts.mapValues { max(0, $0) }
}

/// What followed an abandoned cart; all false when the unit is a journey.
struct Recovery {
  var isRecovered = false
  var isOpen = false
  var isLost = false
}

/// Recovery of one abandoned cart among all the carts of its person.
func recovery(
  _ cart: Cart, among all: [Cart], _ shopper: Shopper, _ settings: ReferenceSettings,
  endOfData: Int64
) -> Recovery {
  var recovery = Recovery()
  if settings.abandonmentUnit == .journey { return recovery }
  let limit = cart.last.time + settings.recoveryWindowMilliseconds
  recovery.isRecovered = shopper.purchases.contains { purchase in
    purchase.time <= limit && shopper.sessions[purchase.session].start > cart.last.time
  }
  recovery.isOpen = !recovery.isRecovered && limit > endOfData
  let next = nextPurchase(cart, shopper)
  let isLatest = !all.contains { other in
    other.state == .abandoned && nextPurchase(other, shopper) == next
      && other.last.position > cart.last.position
  }
  recovery.isLost = !recovery.isRecovered && !recovery.isOpen && isLatest
  return recovery
}

/// The position of the person's first purchase at or after the cart's last event; nil: none.
func nextPurchase(_ cart: Cart, _ shopper: Shopper) -> Int? {
  shopper.purchases.first { $0.time >= cart.last.time }?.position
}
