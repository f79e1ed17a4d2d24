/// Exact decimal amounts, in millionths.
public enum Amount {
  /// What one text means.
  public enum Reading: Equatable, Sendable {
    /// Empty, `NULL`, `null` or `\N`.
    case none
    /// Millionths; at most 10^18 in size.
    case millionths(Int64)
    /// Not an amount.
    case invalid
  }

  /// Reads `-?digits{1,12}(.digits{1,6})?`.
  ///
  /// No exponent, sign `+`, currency, thousands separator or decimal comma.
  package static func read(_ text: Span<UInt8>) -> Reading {
    if isNone(text) { return .none }
    var position = 0
    let isNegative = text[0] == UInt8(ascii: "-")
    if isNegative { position = 1 }
    // At most 12 + 6 digits, so value * 10 + 9 stays below 10^19 / 10 < Int64.max.
    var value: Int64 = 0
    let whole = readDigits(text, &position, limit: 12, into: &value)
    guard whole > 0 else { return .invalid }
    var decimals = 0
    if position < text.count {
      guard text[position] == UInt8(ascii: ".") else { return .invalid }
      position += 1
      decimals = readDigits(text, &position, limit: 6, into: &value)
      guard decimals > 0 else { return .invalid }
    }
    guard position == text.count else { return .invalid }
    for _ in decimals..<6 { value *= 10 }
    return .millionths(isNegative ? -value : value)
  }

  private static func readDigits(
    _ text: Span<UInt8>, _ position: inout Int, limit: Int, into value: inout Int64
  ) -> Int {
    var count = 0
    while position < text.count, count < limit {
      let digit = text[position] &- UInt8(ascii: "0")
      guard digit <= 9 else { break }
      value = value * 10 + Int64(digit)
      position += 1
      count += 1
    }
    return count
  }

  private static func isNone(_ text: Span<UInt8>) -> Bool {
    switch text.count {
    case 0: true
    case 2: text[0] == UInt8(ascii: "\\") && text[1] == UInt8(ascii: "N")
    case 4: equals(text, "NULL") || equals(text, "null")
    default: false
    }
  }

  private static func equals(_ text: Span<UInt8>, _ word: StaticString) -> Bool {
    guard text.count == word.utf8CodeUnitCount else { return false }
    for index in text.indices where text[index] != word.utf8Start[index] { return false }
    return true
  }

  /// Reads an amount as a user writes it in a condition or flag.
  public static func millionths(_ text: String) -> Int64? {
    if case .millionths(let value) = read(Array(text.utf8).span) { value } else { nil }
  }

  /// Price times quantity, both in millionths, rounded half to even to millionths.
  package static func product(_ price: Int64, _ quantity: Int64) -> Int128 {
    // |price|, |quantity| <= 10^18: the product stays below 10^36 < 2^127.
    let exact = Int128(price) * Int128(quantity)
    let (quotient, remainder) = exact.quotientAndRemainder(dividingBy: 1_000_000)
    let size = remainder.magnitude
    guard size > 500_000 || (size == 500_000 && quotient % 2 != 0) else { return quotient }
    return quotient + (exact < 0 ? -1 : 1)
  }
}
