/// SplitMix64: small, seeded, the same everywhere.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  var state: UInt64

  /// Starts from a seed.
  public init(seed: UInt64) { state = seed }

  /// The next 64 random bits; the arithmetic is modulo 2^64 by definition.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }

  /// Whether something that happens so often happens.
  mutating func happens(percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

  /// One element; the empty string of an empty list.
  mutating func pick(_ choices: [String]) -> String {
    choices.isEmpty ? "" : choices[Int.random(in: 0..<choices.count, using: &self)]
  }
}

/// A small random shop, hostile on purpose: equal times, times on every edge, interleaved
/// sessions, missing values, all stages and signals, codes on any event, repeated order ids, exact
/// duplicates.
///
/// - Parameter seed: the same seed gives the same events in the same order.
/// - Returns: 3–30 users with 1–40 rows each, from 2026-11-01 on, users one after the other.
public func randomShop(seed: UInt64) -> [ReferenceEvent] {
  var maker = ShopMaker(seed: seed)
  return maker.shop()
}

/// Makes the rows of one random shop.
struct ShopMaker {
  var random: SplitMix64
  /// The currencies of this shop; empty: none is ever given.
  var currencies: [String] = []
  /// How often a role is missing, in percent.
  var missing = 0
  var hasUpperCaseCodes = false

  static let edges: [Int64] = [
    0, 0, 0, 0, 0, 0, 1, 1, 999, 1000, 5000, 30_000, 60_000, 60_000, 300_000, 600_000, 600_000,
    600_001, 1_799_999, 1_800_000, 1_800_000, 1_800_001, 1_800_001,
  ]
  static let pauses: [Int64] = [
    3_600_000, 7_200_000, 7_200_001, 40_000_000, 86_400_000, 172_800_000, 604_800_000,
    604_800_001, 2_592_000_000, 2_592_000_001,
  ]
  static let path = [
    ["view_item", "view", "Product Viewed"], ["add_to_cart", "addtocart", "Add-To.Cart"],
    ["begin_checkout", "checkout_started", "CHECKOUT"],
    ["add_shipping_info", "shipping_details"], ["add_payment_info", "payment details"],
    ["purchase", "transaction", "Order Completed"],
  ]
  static let signals = [
    "card_declined", "payment_failed", "checkout_error", "exception", "payment_redirect",
    "surprise_fee", "Fee Shown", "login_required", "out_of_stock", "delivery_too_slow",
    "payment_method_missing", "slow_page", "coupon_rejected",
  ]
  static let others = [
    "page_view", "search", "view_cart", "view_cart", "remove_from_cart", "remove_from_cart",
    "Wish List", "wish_list", "session_start", "scroll", "page_ping", "user_engagement",
    "identify", "support_contact", "support_reply", "review", "survey", "refund", "newsletter",
    "return",
  ]
  static let codes = [
    "insufficient_funds", "do_not_honor", "expired_card", "lost_card", "stolen_card", "05", "14",
    "51", "54", "402", "404", "500", "503", "timeout", "00", "200", "302", "85", "approved", "odd",
  ]
  static let values = [
    "10", "100", "100", "100.5", "101", "101.000001", "110", "19.90", "9.999999", "0.000001",
    "0.5", "1234567.89", "33.333333", "0", "250.25",
  ]

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func shop() -> [ReferenceEvent] {
    currencies = random.happens(percent: 40) ? [] : ["EUR"]
    if random.happens(percent: 30) { currencies = ["EUR", "USD", ""] }
    missing = [0, 15, 50].randomElement(using: &random) ?? 0
    hasUpperCaseCodes = random.happens(percent: 20)
    let users = Int.random(in: 3...30, using: &random)
    var events: [ReferenceEvent] = []
    for number in 0..<users {
      events += user(number == 0 ? "ü, \"0\"" : "u\(number)")
    }
    for event in events where random.happens(percent: 3) { events.append(event) }
    return events
  }

  /// One user's rows: most of them in sessions of their own, some in a session from before.
  mutating func user(_ id: String) -> [ReferenceEvent] {
    var time: Int64 = 1_793_491_200_000 + Int64.random(in: 0..<3, using: &random) * 43_200_000
    var stage = 0
    var session = 1
    let isHasty = random.happens(percent: 20)
    var events: [ReferenceEvent] = []
    for _ in 0..<Int.random(in: 1...40, using: &random) {
      let isPause = random.happens(percent: 8)
      let steps = isPause ? Self.pauses : isHasty ? [0, 0, 0, 1000] : Self.edges
      time += steps.randomElement(using: &random) ?? 0
      if isPause || random.happens(percent: 3) { session += 1 }
      if isPause { stage = 0 }
      let isOld = random.happens(percent: 10)
      let number = isOld ? Int.random(in: 1...session, using: &random) : session
      events.append(event(time, id, name(&stage), session: "s\(number)"))
    }
    return events
  }

  /// An event name; often the next stage on the way to a purchase.
  mutating func name(_ stage: inout Int) -> String {
    let kind = Int.random(in: 0..<100, using: &random)
    if kind < 45 {
      let names = Self.path[stage]
      stage = (stage + 1) % Self.path.count
      return random.pick(names)
    }
    if kind < 60 { return random.pick(Self.path.flatMap { $0 }) }
    return random.pick(kind < 80 ? Self.others : Self.signals)
  }

  mutating func event(
    _ time: Int64, _ user: String, _ name: String, session: String
  ) -> ReferenceEvent {
    let canonical = Vocabulary.canonical(Text(name))
    var fields = [
      "session": random.happens(percent: missing) ? "" : session,
      "page": orMissing(["/", "/cart", "/a,b", "/say \"hi\""]),
      "channel": orMissing(["web", "app", "mail"]),
      "device": orMissing(["mobile", "desktop", "tab\nlet"]),
      "code": code(canonical),
    ]
    fields.merge(amounts(canonical)) { $1 }
    return ReferenceEvent(time, user, name, fields.filter { !$0.value.isEmpty })
  }

  mutating func orMissing(_ choices: [String]) -> String {
    random.happens(percent: missing) ? "" : random.pick(choices)
  }

  mutating func code(_ name: Text) -> String {
    let isPayment =
      name == "add_payment_info" || name == "purchase" || Vocabulary.signals[name] != nil
    guard random.happens(percent: isPayment ? 35 : 8) else { return "" }
    let code = random.pick(Self.codes)
    return hasUpperCaseCodes ? code.uppercased() : code
  }

  /// Value, quantity, currency, item and order id; quantities only where they mean pieces.
  mutating func amounts(_ name: Text) -> [String: String] {
    var fields = ["currency": random.pick(currencies)]
    fields["item"] = random.pick(["", "i1", "i2", "i3"])
    if random.happens(percent: 75) { fields["value"] = random.pick(Self.values) }
    if ["add_to_cart", "remove_from_cart", "purchase"].contains(name) {
      fields["quantity"] = random.pick(["", "", "1", "2", "3", "0.5", "1.000001"])
    }
    if name == "purchase" { fields["order"] = random.pick(["", "", "o1", "o2", "o3", "o4"]) }
    return fields
  }
}
