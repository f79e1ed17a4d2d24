/// A reason of the shop's own, beside the built-in signals: rows that meet its condition tell of it.
public struct OwnReason: Sendable, Hashable {
  /// The name in reports; none that the vocabulary knows.
  public var name: [UInt8]
  /// What a row must be; compares canonical event names.
  public var condition: Condition
  /// 1...3; see `Signal.signalClass`.
  public var signalClass: Int
  /// See `Signal.Kind`.
  public var kind: Signal.Kind

  /// Makes a reason; the middle class, and the kind that charges it with fewer carts, unless told otherwise.
  public init(
    name: [UInt8], condition: Condition, signalClass: Int = 2, kind: Signal.Kind = .shown
  ) {
    self.name = name
    self.condition = condition
    self.signalClass = signalClass
    self.kind = kind
  }

  /// How many a run may have: with the built-in ones each reason is one bit of a word.
  public static let limit = UInt64.bitWidth - Signal.allCases.count
}

/// A reason by number: the built-in signals first, then own reasons in their order.
package struct ReasonID: Hashable, Sendable {
  /// A byte, because meanings are looked up for every event.
  private let number: UInt8

  /// Below 64.
  package var index: Int { Int(number) }

  package init(_ signal: Signal) {
    number = signal.rawValue
  }

  /// - Parameter number: the own reason's place in the configuration, below `OwnReason.limit`.
  package init(own number: Int) {
    self.number = UInt8(clamping: Signal.allCases.count + number)
  }
}
