/// An order: its purchase events in the person's order; at least one.
struct Order {
  /// Empty: the purchases of one cart that have no order id.
  var id: Text
  var acts: [Act]
}

/// The `kpis` section of the report.
func kpisJSON(
  _ shoppers: [Shopper], _ carts: [JudgedCart], _ settings: ReferenceSettings
) -> JSONValue {
  let visits = shoppers.flatMap { $0.sessions }.filter {
    settings.chooses(start: $0.start) && !$0.isBackground
  }
  let conversion = visits.filter { !$0.isOpen || $0.hasPurchase }.map {
    Trial(user: $0.user, isHit: $0.hasPurchase)
  }
  let orders = shoppers.flatMap { rebuiltOrders(of: $0, settings) }
  let revenue = sum(orders.map { orderRevenue($0, settings) })
  return .object([
    "conversion_rate": .object(rateJSON(conversion)),
    "cart_abandonment_rate": abandonmentRateJSON(carts, shoppers, settings),
    "checkout_abandonment_rate": abandonmentRateJSON(
      carts.filter { $0.cart.reachedCheckout }, shoppers, settings),
    "orders": .integer(orders.count),
    "revenue": amountsJSON(revenue),
    "average_order_value": averagesJSON(revenue, orders),
  ])
}

/// abandoned / (abandoned + purchased); by journey ripe ones only, null if fewer than half are
/// ripe.
func abandonmentRateJSON(
  _ carts: [JudgedCart], _ shoppers: [Shopper], _ settings: ReferenceSettings
) -> JSONValue {
  let isByJourney = settings.abandonmentUnit == .journey
  let trials = carts.filter { cart in
    (cart.state == .abandoned || cart.state == .purchased)
      && (!isByJourney || cart.cart.unit.isRipe)
  }.map { Trial(user: $0.cart.unit.user, isHit: $0.state == .abandoned) }
  var members = rateJSON(trials)
  let journeys = shoppers.flatMap { $0.journeys }.filter {
    settings.chooses(start: $0.unit.start)
  }
  let ripe = journeys.count { $0.unit.isRipe }
  if isByJourney && ripe * 2 < journeys.count {
    for key in ["rate", "low", "high"] { members[key] = .null }
  }
  return .object(members)
}

/// A person's orders: purchases of chosen sessions by order id; without one, by cart.
func rebuiltOrders(of shopper: Shopper, _ settings: ReferenceSettings) -> [Order] {
  let purchases = shopper.purchases.filter {
    settings.chooses(start: shopper.sessions[$0.session].start)
  }
  let ids = Set(purchases.map { $0.row.text("order") }).filter { !$0.isEmpty }
  let named = ids.map { id in
    Order(id: id, acts: purchases.filter { $0.row.text("order") == id })
  }
  let nameless = cartUnits(shopper, settings).flatMap { unit in
    namelessOrders(unit, purchases.filter { $0.row.text("order").isEmpty })
  }
  return named + nameless
}

/// The purchases without an order id of one unit, from each cart's start to before the next cart's.
func namelessOrders(_ unit: Unit, _ purchases: [Act]) -> [Order] {
  let own = Set(unit.acts.map { $0.position })
  let starts = carts(of: unit).map { $0.acts[0].position }
  return starts.enumerated().compactMap { index, start in
    let end = index + 1 < starts.count ? starts[index + 1] : Int.max
    let acts = purchases.filter {
      own.contains($0.position) && (start..<end).contains($0.position)
    }
    return acts.isEmpty ? nil : Order(id: "", acts: acts)
  }
}

/// By order: the first value; by item: Σ value × quantity, a repeat of order and item once.
func orderRevenue(_ order: Order, _ settings: ReferenceSettings) -> Amounts {
  if !settings.valueOfItem {
    guard let first = order.acts.first(where: { hasValue($0) }),
      let value = millionths(first.row.text("value"))
    else { return [:] }
    return [first.row.text("currency"): value]
  }
  var amounts: Amounts = [:]
  var items: Set<Text> = []
  for act in order.acts {
    let item = act.row.text("item")
    let isRepeat = !order.id.isEmpty && !item.isEmpty && !items.insert(item).inserted
    if isRepeat { continue }
    if let value = itemValue(act) { amounts[act.row.text("currency"), default: 0] += value }
  }
  return amounts
}

func hasValue(_ act: Act) -> Bool { millionths(act.row.text("value")) != nil }

/// Revenue by orders of the currency; an order is of its first value's currency, else its first
/// event's.
func averagesJSON(_ revenue: Amounts, _ orders: [Order]) -> JSONValue {
  let currencies = orders.map { order in
    (order.acts.first { hasValue($0) } ?? order.acts[0]).row.text("currency")
  }
  let entries = Set(currencies).union(revenue.keys).sorted().map { currency -> JSONValue in
    let count = currencies.count { $0 == currency }
    var amount = JSONValue.null
    if count > 0 {
      let cents = roundedQuotient(revenue[currency] ?? 0, Int128(count) * 10_000)
      amount = .string(decimalText(millionths: cents * 10_000, leastDigits: 2))
    }
    return .object(["currency": currency.isEmpty ? .null : currency.json, "amount": amount])
  }
  return .array(entries)
}
