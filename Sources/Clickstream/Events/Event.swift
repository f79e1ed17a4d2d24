/// One understood row, in 16 bytes.
///
/// ```
/// timeAndSymbol   42 bits time, 22 bits symbol     what the row means: event name, code, answers to conditions
/// origin          user, session, customer, channel, device, within the partition
/// details         page, value, quantity, currency, item, order, code, rating, sequence, properties
/// ```
/// Symbol, origin and details are ids of distinct combinations: of the worker that read the row while it is on a
/// tape, of the whole run once its partition is loaded.
package struct Event: Sendable, Equatable {
  private var timeAndSymbol: UInt64
  package var origin: UInt32
  package var details: UInt32

  /// Symbols are below this.
  package static let symbolLimit = 1 << 22

  /// Makes an event.
  ///
  /// `time` lies in `TimestampReader.range`, so it has at most 42 bits and no sign.
  @inline(__always)
  package init(timeMilliseconds: Int64, symbol: UInt32, origin: UInt32, details: UInt32) {
    timeAndSymbol =
      UInt64(truncatingIfNeeded: timeMilliseconds) << 22 | UInt64(symbol)
    self.origin = origin
    self.details = details
  }

  @inline(__always)
  package var timeMilliseconds: Int64 { Int64(truncatingIfNeeded: timeAndSymbol >> 22) }

  @inline(__always)
  package var symbol: UInt32 {
    UInt32(truncatingIfNeeded: timeAndSymbol) & UInt32(Event.symbolLimit - 1)
  }
}

/// Places in a details tuple; properties follow.
package enum DetailSlot: Int, CaseIterable, Sendable {
  case page, value, quantity, currency, item, order, code, rating, sequence

  /// The role whose value stands there.
  package var role: Role {
    switch self {
    case .page: .page
    case .value: .value
    case .quantity: .quantity
    case .currency: .currency
    case .item: .item
    case .order: .order
    case .code: .code
    case .rating: .rating
    case .sequence: .sequence
    }
  }
}

/// Places in an origin tuple: whom and where an event comes from.
package enum OriginSlot: Int, CaseIterable, Sendable {
  case user, session, customer, channel, device

  package static let width = 5
}

/// Places in a symbol tuple; the classes of the plan's classified fields follow.
enum SymbolSlot: Int {
  case name, codeClass

  static let width = 2
}
