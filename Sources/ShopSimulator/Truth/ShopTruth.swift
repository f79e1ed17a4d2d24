/// How many carts each cause really made be abandoned, known because every cause can be taken away.
///
/// Carts and values are those of SPEC §7 with the unit `session`, all sessions taken as ended.
package struct ShopTruth: Sendable, Equatable {
  /// The true effect of one cause.
  package struct Effect: Sendable, Equatable {
    /// The cause.
    package let cause: Cause
    /// How many carts met the cause between their first and last event.
    package internal(set) var cartsMet = 0
    /// Abandoned carts with the cause minus without it, over the whole simulated time.
    ///
    /// The other run is free to go another way after the cart: who buys does not come back to the
    /// cart, and may begin another one.
    package internal(set) var abandonedBecause = 0
    /// The value of the abandoned carts with the cause minus without it, in hundredths of a euro.
    package internal(set) var valueCents = 0
    /// Carts abandoned with the cause that would not have been without it in that visit.
    ///
    /// Each visit is walked again without the cause after the same past; what an excess over
    /// comparable carts should be compared with.
    package internal(set) var abandonedDirectly = 0
    /// The value of those carts, in hundredths of a euro.
    package internal(set) var directValueCents = 0
  }

  /// The seed of the shop.
  package let seed: UInt64
  /// How many users there are.
  package let users: Int
  /// How many days there are.
  package let days: Int
  /// How many carts were begun.
  package internal(set) var carts = 0
  /// How many carts were bought.
  package internal(set) var purchased = 0
  /// How many carts were emptied before the checkout.
  package internal(set) var emptied = 0
  /// How many carts were abandoned.
  package internal(set) var abandoned = 0
  /// The value of the abandoned carts, in hundredths of a euro.
  package internal(set) var abandonedCents = 0
  /// One effect for each cause, in the order of `Cause.allCases`; all zero for a cause that is off.
  package internal(set) var effects: [Effect]

  init(settings: ShopSettings) {
    seed = settings.seed
    users = settings.users
    days = settings.days
    effects = Cause.allCases.map { Effect(cause: $0) }
  }

  /// The effect of one cause.
  package subscript(_ cause: Cause) -> Effect { effects[Int(cause.rawValue)] }
}
