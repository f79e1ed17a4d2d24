/// Decimal text from integers: no Foundation, no binary rounding on the way.
package enum ExactDecimal {
  /// Quotient rounded to the nearest integer, ties to the even one.
  ///
  /// - Parameter denominator: > 0.
  package static func quotient(_ numerator: Int128, by denominator: Int128) -> Int128 {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    // The remainder is below 2^127, so its double fits an unsigned 128-bit integer.
    let doubled = remainder.magnitude * 2
    let isBelowHalf = doubled < denominator.magnitude
    let isTie = doubled == denominator.magnitude
    if isBelowHalf || (isTie && quotient.isMultiple(of: 2)) { return quotient }
    return quotient + (numerator < 0 ? -1 : 1)
  }

  /// `scaled` / 10^`digits` as text: trailing zeros are trimmed, but `minimumDigits` decimals stay.
  static func text(_ scaled: Int128, digits: Int, minimumDigits: Int) -> String {
    let sign = scaled < 0 ? "-" : ""
    let (whole, fraction) = parts(scaled.magnitude, digits: digits)
    let decimals = trimmed(fraction, minimumDigits: minimumDigits)
    return sign + String(whole) + (decimals.isEmpty ? "" : "." + decimals)
  }

  /// Splits a magnitude at the decimal point; the fraction is padded to `digits` digits.
  static func parts(_ magnitude: UInt128, digits: Int) -> (whole: UInt128, fraction: String) {
    let unit = UInt128(powerOfTen(digits))
    let fraction = digits == 0 ? "" : String(magnitude % unit)
    return (magnitude / unit, padded(fraction, to: digits))
  }

  static func trimmed(_ decimals: String, minimumDigits: Int) -> String {
    var kept = Substring(decimals)
    while kept.utf8.count > minimumDigits, kept.hasSuffix("0") { kept = kept.dropLast() }
    return String(kept)
  }

  /// Digits with zeros in front up to a length.
  static func padded(_ digits: String, to length: Int) -> String {
    String(repeating: "0", count: max(0, length - digits.utf8.count)) + digits
  }

  static func powerOfTen(_ exponent: Int) -> Int128 {
    var power: Int128 = 1
    for _ in 0..<exponent { power *= 10 }
    return power
  }
}
