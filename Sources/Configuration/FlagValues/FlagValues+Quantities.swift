import Clickstream

extension FlagValues {
  /// A percentage such as `1%` or `0.25%`, up to `100%`, with at most four decimals.
  ///
  /// - Returns: millionths of the whole, exact.
  package static func shareMillionths(_ text: String) throws(FlagValueError) -> Int64 {
    // A percent is a hundredth, so millionths of percents are hundredths of millionths.
    if text.hasSuffix("%"), let percents = Amount.millionths(String(text.dropLast())),
      (0...100_000_000).contains(percents), percents % 100 == 0
    {
      return percents / 100
    }
    throw FlagValueError(
      "\(ShownText.quoted(text)) is no percentage",
      toGoOn: "write a number from 0 to 100 with at most four decimals and a %, such as 1%")
  }

  /// The value of `--max-rejects`.
  package enum RejectLimit: Equatable, Sendable {
    /// So many rejected rows.
    case count(Int)
    /// So many millionths of all rows.
    case shareMillionths(Int64)
  }

  /// `--max-rejects`: a number of rows, or a percentage.
  package static func rejectLimit(_ text: String) throws(FlagValueError) -> RejectLimit {
    if text.hasSuffix("%") { return .shareMillionths(try shareMillionths(text)) }
    guard let number = wholeNumber(text), let count = Int(exactly: number) else {
      throw FlagValueError(
        "\(ShownText.quoted(text)) is no number of rows",
        toGoOn: "write a whole number such as 100, or a percentage such as 1%")
    }
    return .count(count)
  }

  /// A size such as `64M`, `2G` or `800MiB`; units are powers of 1,024, and a bare number is bytes.
  ///
  /// - Returns: bytes, 1 to 2^50.
  package static func byteCount(_ text: String) throws(FlagValueError) -> Int {
    let digits = text.prefix { $0.utf8.allSatisfy(isDigit) }
    guard let number = wholeNumber(digits), let unit = unitBytes(text[digits.endIndex...]) else {
      throw FlagValueError(
        "\(ShownText.quoted(text)) is no size",
        toGoOn: "write a whole number and a unit, such as 64M or 2G")
    }
    let (product, overflows) = number.multipliedReportingOverflow(by: unit)
    guard !overflows, (1...(1 << 50)).contains(product), let bytes = Int(exactly: product) else {
      throw FlagValueError("\(ShownText.quoted(text)) is out of range")
    }
    return bytes
  }

  private static func unitBytes(_ unit: Substring) -> Int64? {
    switch unit.lowercased() {
    case "", "b": 1
    case "k", "kb", "kib": 1 << 10
    case "m", "mb", "mib": 1 << 20
    case "g", "gb", "gib": 1 << 30
    default: nil
    }
  }
}
