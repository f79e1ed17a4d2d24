import ShopSimulator

/// One row of the CSV text, as a reader sees it.
struct ParsedRow {
  let fields: [String]

  var time: String { fields[0] }
  var user: String { fields[1] }
  var session: String { fields[2] }
  var event: String { fields[3] }
  var page: String { fields[4] }
  var channel: String { fields[5] }
  var device: String { fields[6] }
  var cents: Int? { Self.cents(fields[7]) }
  var quantity: Int { Int(fields[8]) ?? 1 }
  var order: String { fields[11] }
  var code: String { fields[12] }
  var country: String { fields[13] }

  /// A purchase with a code of decline is none.
  var isPurchase: Bool { event == "purchase" && (code.isEmpty || code == "00") }

  /// Milliseconds since the start of November 2026, for days of that month.
  var milliseconds: Int {
    func number(_ from: Int, _ to: Int) -> Int {
      Int(String(decoding: Array(time.utf8)[from..<to], as: UTF8.self)) ?? -1
    }
    let seconds = number(11, 13) * 3_600 + number(14, 16) * 60 + number(17, 19)
    return ((number(8, 10) - 1) * 86_400 + seconds) * 1_000 + number(20, 23)
  }

  private static func cents(_ text: String) -> Int? {
    text.isEmpty ? nil : Int(text.filter { $0 != "." })
  }
}

/// The rows of CSV text, by the plainest of parsers; the header is dropped.
func parse(_ text: [UInt8]) -> [ParsedRow] {
  var rows: [ParsedRow] = []
  for line in text.split(separator: UInt8(ascii: "\n")).dropFirst() {
    var fields: [[UInt8]] = [[]]
    var isQuoted = false
    for byte in line {
      if byte == UInt8(ascii: "\"") {
        // A doubled quote closes and opens again; the quote itself is of no interest here.
        isQuoted.toggle()
      } else if byte == UInt8(ascii: ","), !isQuoted {
        fields.append([])
      } else {
        fields[fields.count - 1].append(byte)
      }
    }
    rows.append(ParsedRow(fields: fields.map { String(decoding: $0, as: UTF8.self) }))
  }
  return rows
}

extension SampleShop {
  /// The rows of all days.
  func allRows() -> [ParsedRow] {
    (0..<settings.days).flatMap { parse(csv(ofDay: $0)) }
  }
}

/// How the carts in rows ended, found from the rows alone by SPEC §7.
struct Recount: Equatable {
  var carts = 0
  var purchased = 0
  var emptied = 0
  var abandoned = 0
  var abandonedCents = 0

  init(_ rows: [ParsedRow]) {
    for session in Dictionary(grouping: rows, by: \.session).values { add(session) }
  }

  private static let cartStages: Set = [
    "add_to_cart", "begin_checkout", "add_shipping_info", "add_payment_info", "purchase",
  ]
  private static let totals = cartStages.subtracting(["add_to_cart"]).union(["view_cart"])

  private mutating func add(_ session: [ParsedRow]) {
    var cart: [ParsedRow] = []
    var hasBought = false
    for row in session {
      let begins = hasBought ? row.event == "add_to_cart" : Self.cartStages.contains(row.event)
      guard !cart.isEmpty || begins else { continue }
      cart.append(row)
      if row.isPurchase {
        end(cart)
        cart = []
        hasBought = true
      }
    }
    if !cart.isEmpty { end(cart) }
  }

  private mutating func end(_ cart: [ParsedRow]) {
    carts += 1
    let units = { (event: String) in
      cart.filter { $0.event == event }.reduce(0) { $0 + $1.quantity }
    }
    let reachesCheckout = cart.contains {
      $0.event != "add_to_cart" && Self.cartStages.contains($0.event)
    }
    if cart.contains(where: \.isPurchase) {
      purchased += 1
    } else if !reachesCheckout, units("remove_from_cart") >= units("add_to_cart") {
      emptied += 1
    } else {
      abandoned += 1
      abandonedCents += Self.value(of: cart)
    }
  }

  private static func value(of cart: [ParsedRow]) -> Int {
    var cents = 0
    for row in cart {
      guard let value = row.cents else { continue }
      if totals.contains(row.event) { cents = value }
      if row.event == "add_to_cart" { cents += value * row.quantity }
      if row.event == "remove_from_cart" { cents -= value * row.quantity }
    }
    return max(0, cents)
  }
}
