import Clickstream
package import Measures

/// One order, rebuilt from its purchase events.
struct Order: Sendable {
  /// Start of the session of its first purchase event.
  var sessionStart: Int64
  /// Of its first event with a value, else of its first event; 0 for none.
  var currency: UInt32
  var hasValue = false
  var revenue = AmountByCurrency()
  /// Items counted, where the order has an id.
  var items: Set<UInt32> = []
}

/// Rebuilds a person's orders (docs/definitions.md, "Orders and revenue").
///
/// Purchase events with an order id are one order by that id; those without one that belong to the same cart, or come
/// after it and before the unit's next cart, are one.
struct OrderBuilder: Sendable {
  private enum Key: Hashable {
    case named(UInt32)
    /// Unit and cart.
    case nameless(unit: Int, cart: Int)
  }

  private struct Purchase {
    var row: UInt32
    var cart: Key
    var sessionStart: Int64
  }

  /// Clearing a dictionary costs its capacity: after one huge person it is given back.
  static let keptCapacity = 1024

  private let unit: CartUnit
  private let valueMeaning: ValueMeaning
  private let archive: EventArchive
  private var indexOfKey: [Key: Int] = [:]
  private var purchases: [Purchase] = []
  private(set) var orders: [Order] = []

  init(plan: AbandonmentPlan, archive: EventArchive) {
    unit = plan.unit
    valueMeaning = plan.valueMeaning
    self.archive = archive
  }

  mutating func collect(
    _ units: [CartUnitView], _ carts: [Cart], _ person: borrowing Person,
    _ partition: borrowing UserPartition, periodMilliseconds: Range<Int64>
  ) {
    orders.removeAll(keepingCapacity: true)
    indexOfKey.removeAll(keepingCapacity: indexOfKey.count < OrderBuilder.keptCapacity)
    findPurchases(units, carts, person)
    for index in purchases.indices
    where periodMilliseconds.contains(purchases[index].sessionStart) {
      add(purchases[index], partition.events[Int(purchases[index].row)], partition.values)
    }
  }

  /// Lists all purchases in total order, each with its cart and its session's start.
  private mutating func findPurchases(
    _ units: [CartUnitView], _ carts: [Cart], _ person: borrowing Person
  ) {
    let startOfRow = unit == .session ? [:] : sessionStarts(person)
    purchases.removeAll(keepingCapacity: true)
    // Carts come by unit and place, so one index moves along with the purchases.
    var cart = 0
    for (unit, view) in units.enumerated() {
      for place in view.moments.indices where isPurchase(view.moments[place]) {
        let row = view.moments[place].row
        while cart + 1 < carts.count,
          (carts[cart + 1].unit, carts[cart + 1].places.lowerBound) <= (unit, place)
        {
          cart += 1
        }
        purchases.append(
          Purchase(
            row: row, cart: .nameless(unit: unit, cart: cart),
            sessionStart: startOfRow[row] ?? view.startMilliseconds))
      }
    }
    let isSorted = zip(purchases, purchases.dropFirst()).allSatisfy { $0.row <= $1.row }
    if !isSorted { purchases.sort { $0.row < $1.row } }
  }

  /// The session start of each purchase's row; needed only where a unit holds several sessions.
  private func sessionStarts(_ person: borrowing Person) -> [UInt32: Int64] {
    var starts: [UInt32: Int64] = [:]
    for session in person.sessions where session.hasPurchase {
      for moment in person.moments(of: session) where isPurchase(moment) {
        starts[moment.row] = session.startMilliseconds
      }
    }
    return starts
  }

  private func isPurchase(_ moment: Moment) -> Bool {
    archive.meanings.events[Int(moment.meaning)].stage == .purchase
  }

  private mutating func add(_ purchase: Purchase, _ event: Event, _ values: ValueTables) {
    let id = values.detail(.order, of: event)
    let key = id == 0 ? purchase.cart : .named(id)
    let currency = values.detail(.currency, of: event)
    if indexOfKey[key] == nil {
      indexOfKey[key] = orders.count
      orders.append(Order(sessionStart: purchase.sessionStart, currency: currency))
    }
    guard let index = indexOfKey[key] else { return }
    // Static functions: a method would copy the builder, and with it every order.
    switch valueMeaning {
    case .order: OrderBuilder.addTotal(event, currency, values, to: &orders[index])
    case .item: OrderBuilder.addItem(event, currency, id != 0, values, to: &orders[index])
    }
  }

  /// The first value of an order is its value.
  private static func addTotal(
    _ event: Event, _ currency: UInt32, _ values: ValueTables, to order: inout Order
  ) {
    guard !order.hasValue, let value = values.value(of: event) else { return }
    order.hasValue = true
    order.currency = currency
    order.revenue.add(Int128(value), currency: currency)
  }

  /// Each row is an item; the same item of the same order counts once.
  private static func addItem(
    _ event: Event, _ currency: UInt32, _ isNamed: Bool, _ values: ValueTables,
    to order: inout Order
  ) {
    let price = values.value(of: event)
    if price != nil && !order.hasValue {
      order.currency = currency
      order.hasValue = true
    }
    let item = values.detail(.item, of: event)
    if isNamed && item != 0 && !order.items.insert(item).inserted { return }
    guard let price else { return }
    let quantity = values.quantity(of: event) ?? 1_000_000
    order.revenue.add(Amount.product(price, quantity), currency: currency)
  }
}

/// Orders and what they brought; tallies of disjoint persons add up.
package struct OrderTally: Sendable {
  package private(set) var count = 0
  package private(set) var revenue = AmountByCurrency()
  /// Orders by currency id.
  package private(set) var byCurrency = Counter()

  package init() {}

  mutating func count(_ order: Order) {
    count += 1
    revenue.merge(order.revenue)
    byCurrency.count(order.currency)
  }

  mutating func merge(_ other: OrderTally) {
    count += other.count
    revenue.merge(other.revenue)
    byCurrency.merge(other.byCurrency)
  }
}
