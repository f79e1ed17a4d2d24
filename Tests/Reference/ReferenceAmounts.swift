/// Amounts in millionths by currency; the empty text is "no currency".
typealias Amounts = [Text: Int128]

/// Parses `-?digits(.digits{1,6})?` into millionths; nil for none (empty, `NULL`, `null`, `\N`)
/// and other text.
func millionths(_ text: Text) -> Int128? {
  let string = text.string
  let isNegative = string.hasPrefix("-")
  let parts = (isNegative ? string.dropFirst() : Substring(string))
    .split(separator: ".", omittingEmptySubsequences: false)
  guard let whole = parts.first, parts.count <= 2, isASCIIDigits(whole) else { return nil }
  let fraction = parts.count == 2 ? parts[1] : "0"
  guard isASCIIDigits(fraction), fraction.count <= 6 else { return nil }
  let padded = fraction + String(repeating: "0", count: 6 - fraction.count)
  guard let value = Int128(whole + padded) else { return nil }
  return isNegative ? -value : value
}

/// Whether there is at least one byte and all are ASCII digits.
func isASCIIDigits(_ text: Substring) -> Bool {
  !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
}

/// The quotient rounded half to even; the divisor is positive.
func roundedQuotient(_ dividend: Int128, _ divisor: Int128) -> Int128 {
  var (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
  if remainder < 0 {
    quotient -= 1
    remainder += divisor
  }
  let isUp = remainder * 2 > divisor || (remainder * 2 == divisor && quotient % 2 != 0)
  return isUp ? quotient + 1 : quotient
}

/// Millionths as decimal text with at least so many digits behind the point.
func decimalText(millionths: Int128, leastDigits: Int) -> String {
  let magnitude = millionths.magnitude
  var fraction = Array(String(magnitude % 1_000_000))
  fraction.insert(contentsOf: repeatElement("0", count: 6 - fraction.count), at: 0)
  while fraction.count > leastDigits, fraction.last == "0" { fraction.removeLast() }
  let sign = millionths < 0 ? "-" : ""
  let whole = "\(sign)\(magnitude / 1_000_000)"
  return fraction.isEmpty ? whole : whole + "." + String(fraction)
}

/// A list of amounts, no currency first, then by bytes.
func amountsJSON(_ amounts: Amounts) -> JSONValue {
  .array(
    amounts.sorted { $0.key < $1.key }.map { currency, amount in
      .object([
        "currency": currency.isEmpty ? .null : currency.json,
        "amount": .string(decimalText(millionths: amount, leastDigits: 2)),
      ])
    })
}

/// Adds amounts currency by currency.
func sum(_ amounts: [Amounts]) -> Amounts {
  var total: Amounts = [:]
  for amount in amounts { total.merge(amount, uniquingKeysWith: +) }
  return total
}
