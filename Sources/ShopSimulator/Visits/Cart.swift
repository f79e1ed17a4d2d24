/// One kind of item in a cart.
struct CartLine {
  /// The item, from 1.
  var item: UInt16
  /// How many of it, 1...3.
  var quantity: Int
  /// The price of one, in hundredths of a euro.
  var priceCents: Int
}

/// What a shopper collects up to a purchase, and what a reader of the rows would know of it.
///
/// A cart begins with the session's first event of a cart stage, as in SPEC §7. A cart taken up again
/// holds lines from the start but begins only when the shopper goes to the checkout.
struct Cart {
  private(set) var lines: [CartLine] = []
  private(set) var hasBegun = false
  private(set) var hasReachedCheckout = false
  /// The fee that was shown, in hundredths of a euro; from then on it is part of every total.
  var feeCents = 0
  /// The causes met since the cart began.
  var met: CauseSet = []

  private var addedUnits = 0
  private var removedUnits = 0
  private var lastTotalCents = 0
  private var changeSinceTotalCents = 0

  init(lines: [CartLine] = []) { self.lines = lines }

  /// What the shop asks for, in hundredths of a euro.
  var totalCents: Int {
    lines.reduce(feeCents) { $0 + $1.priceCents * $1.quantity }
  }

  /// The cart's value by SPEC §7, in hundredths of a euro: its last total and what changed since.
  var valueCents: Int { max(0, lastTotalCents + changeSinceTotalCents) }

  /// Whether it was emptied before the checkout, so that nothing was left to abandon.
  var isEmptied: Bool { !hasReachedCheckout && removedUnits >= addedUnits }

  mutating func add(_ line: CartLine) {
    hasBegun = true
    lines.append(line)
    addedUnits += line.quantity
    changeSinceTotalCents += line.quantity * line.priceCents
  }

  /// Takes the last line out; nil when there is none.
  mutating func removeLastLine() -> CartLine? {
    guard let line = lines.popLast() else { return nil }
    if hasBegun {
      removedUnits += line.quantity
      changeSinceTotalCents -= line.quantity * line.priceCents
    }
    return line
  }

  /// The total stands in a row; a total before the cart began says nothing about it.
  mutating func showTotal() {
    guard hasBegun else { return }
    lastTotalCents = totalCents
    changeSinceTotalCents = 0
  }

  mutating func reachCheckout() {
    hasBegun = true
    hasReachedCheckout = true
  }
}

/// What became of one cart.
struct CartRecord {
  enum Fate { case purchased, emptied, abandoned }

  var fate: Fate
  /// The value in hundredths of a euro.
  var valueCents: Int
  /// The causes met between the cart's first and last event.
  var met: CauseSet
}
