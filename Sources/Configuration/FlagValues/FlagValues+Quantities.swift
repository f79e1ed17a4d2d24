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
}
