/// Numbers as Markdown and the terminal show them to people.
enum PlainNumber {
  /// Stands where nothing was measured.
  static let none = "–"

  /// `1,143`.
  static func count(_ count: Int) -> String {
    (count < 0 ? "-" : "") + grouped(String(count.magnitude))
  }

  /// `64.4 %`; a dash when n is 0.
  static func percent(_ x: Int, of n: Int) -> String {
    guard let thousandths = MachineNumber.mean(Int128(x), of: n, digits: 3) else { return none }
    return tenths(thousandths) + " %"
  }

  /// `61.0–67.7 %`; a dash without an interval.
  static func interval(_ rate: Rate) -> String {
    guard let low = rate.low.flatMap({ MachineNumber.scaled($0, digits: 3) }),
      let high = rate.high.flatMap({ MachineNumber.scaled($0, digits: 3) })
    else { return none }
    return "\(tenths(low))–\(tenths(high)) %"
  }

  /// `61–88`, `-9 to 16`; nil without both bounds.
  static func interval(_ low: String?, _ high: String?) -> String? {
    guard let low, let high else { return nil }
    return low.hasPrefix("-") ? "\(low) to \(high)" : "\(low)–\(high)"
  }

  /// A binary fraction to the whole: `1,143`; nil for nil.
  static func whole(_ value: Double?) -> String? {
    value.flatMap { MachineNumber.scaled($0, digits: 0) }.map { whole(millionths: $0 * 1_000_000) }
  }

  /// An amount to the whole: `80,412`.
  static func whole(millionths: Int128) -> String {
    let whole = ExactDecimal.quotient(millionths, by: 1_000_000)
    return (whole < 0 ? "-" : "") + grouped(String(whole.magnitude))
  }

  /// A binary fraction with up to `digits` decimals, at least one; a dash for nil.
  static func decimal(_ value: Double?, digits: Int) -> String {
    guard let scaled = value.flatMap({ MachineNumber.scaled($0, digits: digits) }) else {
      return none
    }
    return ExactDecimal.text(scaled, digits: digits, minimumDigits: 1)
  }

  /// `80,412.00`.
  static func amount(millionths: Int128) -> String {
    let (whole, fraction) = ExactDecimal.parts(millionths.magnitude, digits: 6)
    let decimals = ExactDecimal.trimmed(fraction, minimumDigits: 2)
    return (millionths < 0 ? "-" : "") + grouped(String(whole)) + "." + decimals
  }

  /// `850 ms`, `9.5 s`, `42 s`, `3m 20s`, `1h 05m`, `2d 03h`; a dash for nil.
  static func duration(milliseconds: Int64?) -> String {
    guard let milliseconds else { return none }
    if milliseconds < 1_000 { return "\(milliseconds) ms" }
    if milliseconds < 9_950 {
      let tenthsOfSecond = ExactDecimal.quotient(Int128(milliseconds), by: 100)
      return ExactDecimal.text(tenthsOfSecond, digits: 1, minimumDigits: 0) + " s"
    }
    return duration(seconds: Int64(ExactDecimal.quotient(Int128(milliseconds), by: 1_000)))
  }

  private static func duration(seconds: Int64) -> String {
    switch seconds {
    case ..<60: "\(seconds) s"
    case ..<3_600: "\(seconds / 60)m \(twoDigits(seconds % 60))s"
    case ..<86_400: "\(seconds / 3_600)h \(twoDigits(seconds % 3_600 / 60))m"
    default: "\(count(Int(seconds / 86_400)))d \(twoDigits(seconds % 86_400 / 3_600))h"
    }
  }

  private static func twoDigits(_ number: Int64) -> String {
    ExactDecimal.padded(String(number), to: 2)
  }

  /// Thousandths of 1 as a percentage with one decimal.
  private static func tenths(_ thousandths: Int128) -> String {
    ExactDecimal.text(thousandths, digits: 1, minimumDigits: 1)
  }

  /// A comma before each group of three digits, counted from the right.
  private static func grouped(_ digits: String) -> String {
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return text
  }
}
