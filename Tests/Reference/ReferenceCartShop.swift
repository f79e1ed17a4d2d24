/// Persons with one to three carts each, so many that reasons can be judged.
///
/// - Parameter seed: the same seed gives the same events.
/// - Returns: 150 users; signals of all sorts, codes, totals that rise, and now and then a cart with dozens of moves.
public func cartShop(seed: UInt64) -> [ReferenceEvent] {
  var random = SplitMix64(seed: seed)
  return (0..<150).flatMap { user -> [ReferenceEvent] in
    (0..<Int.random(in: 1...3, using: &random)).flatMap { visit in
      cartVisit("u\(user)", day: Int64(visit * 2 + Int.random(in: 0...1, using: &random)), &random)
    }
  }
}

/// One visit with a cart: stages with moves and signals between them, left at any time.
func cartVisit(_ user: String, day: Int64, _ random: inout SplitMix64) -> [ReferenceEvent] {
  let stages = [
    "add_to_cart", "begin_checkout", "add_shipping_info", "add_payment_info", "purchase",
  ]
  var time = 1_793_491_200_000 + day * 86_400_000
  var total = 50
  let device = random.pick(["mobile", "mobile", "desktop", "tablet", ""])
  var events: [ReferenceEvent] = []
  func add(_ name: String, _ fields: [String: String] = [:]) {
    time += 60_000
    var fields = fields
    fields["session"] = "s\(day)"
    fields["device"] = device
    events.append(ReferenceEvent(time, user, name, fields))
  }
  for stage in stages {
    if random.happens(percent: 15) { continue }
    if random.happens(percent: 25) { total += 7 }
    add(stage, ["value": "\(total)", "code": random.happens(percent: 12) ? "51" : ""])
    let isRestless = random.happens(percent: 3)
    for _ in 0..<(isRestless ? 20 : Int.random(in: 0...3, using: &random)) {
      let names =
        isRestless
        ? ["page_view"]
        : [
          "page_view", "page_view", "search", "scroll", "surprise_fee", "checkout_error",
          "slow_page",
        ]
      add(random.pick(names))
      if random.happens(percent: isRestless ? 1 : 9) { return events }
    }
    if random.happens(percent: 10) { return events }
  }
  return events
}
