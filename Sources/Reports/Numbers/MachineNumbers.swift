/// Numbers as JSON and CSV hold them: no grouping, no unit, no locale.
enum MachineNumber {
  /// x / n with one to six decimals, half to even; nil when n is 0.
  static func rate(_ x: Int, of n: Int) -> String? {
    mean(Int128(x), of: n, digits: 6).map { ExactDecimal.text($0, digits: 6, minimumDigits: 1) }
  }

  /// sum / count in units of 10^-digits, half to even; nil when the count is 0.
  static func mean(_ sum: Int128, of count: Int, digits: Int) -> Int128? {
    guard count > 0 else { return nil }
    return ExactDecimal.quotient(sum * ExactDecimal.powerOfTen(digits), by: Int128(count))
  }

  /// A binary fraction with one to six decimals; nil when it is not finite.
  static func real(_ value: Double) -> String? {
    scaled(value, digits: 6).map { ExactDecimal.text($0, digits: 6, minimumDigits: 1) }
  }

  /// Milliseconds as seconds: an integer when whole, else up to three decimals.
  static func seconds(milliseconds: Int64) -> String {
    ExactDecimal.text(Int128(milliseconds), digits: 3, minimumDigits: 0)
  }

  /// The mean of durations in seconds, to three decimals; nil when the count is 0.
  static func meanSeconds(sumMilliseconds: Int128, count: Int) -> String? {
    mean(sumMilliseconds, of: count, digits: 0)
      .map { ExactDecimal.text($0, digits: 3, minimumDigits: 0) }
  }

  /// An amount with two to six decimals.
  static func amount(millionths: Int128) -> String {
    ExactDecimal.text(millionths, digits: 6, minimumDigits: 2)
  }

  /// value × 10^digits as an integer, rounded half to even from the exact binary value.
  ///
  /// A multiplication in Double could turn a near tie into a tie, so the significand is scaled as an integer.
  /// - Parameter digits: at most 6.
  /// - Returns: nil for infinities, NaN and magnitudes from 2^100 on.
  static func scaled(_ value: Double, digits: Int) -> Int128? {
    guard value.isFinite, value.magnitude < 0x1p100 else { return nil }
    guard value != 0 else { return 0 }
    // 53 bits of significand, and 20 bits for 10^6.
    let significand = Int128(value.significand * 0x1p52) * ExactDecimal.powerOfTen(digits)
    let exponent = Int(value.exponent) - 52
    let signed = value < 0 ? -significand : significand
    if exponent >= 0 { return signed << Int128(exponent) }
    return exponent < -120 ? 0 : ExactDecimal.quotient(signed, by: Int128(1) << Int128(-exponent))
  }
}
