extension FlagValues {
  /// A hundred years: no two event times are further apart, and sums of times and durations stay far from overflow.
  private static let longestMilliseconds: Int64 = 36_525 * 86_400_000

  /// A duration such as `90s`, `30m`, `12h`, `7d` or `250ms`.
  ///
  /// - Returns: milliseconds, 1 to a hundred years.
  package static func durationMilliseconds(_ text: String) throws(FlagValueError) -> Int64 {
    let digits = text.prefix { $0.utf8.allSatisfy(isDigit) }
    guard let number = wholeNumber(digits), let unit = unitMilliseconds(text[digits.endIndex...])
    else {
      throw FlagValueError(
        "\(ShownText.quoted(text)) is no duration",
        toGoOn: "write a whole number and a unit, such as 90s, 30m, 12h or 7d")
    }
    let (product, overflows) = number.multipliedReportingOverflow(by: unit)
    guard !overflows, (1...longestMilliseconds).contains(product) else {
      throw FlagValueError(
        "\(ShownText.quoted(text)) is out of range", toGoOn: "write 1ms to 36525d")
    }
    return product
  }

  private static func unitMilliseconds(_ unit: Substring) -> Int64? {
    switch unit {
    case "ms": 1
    case "s": 1000
    case "m": 60_000
    case "h": 3_600_000
    case "d": 86_400_000
    default: nil
    }
  }
}
