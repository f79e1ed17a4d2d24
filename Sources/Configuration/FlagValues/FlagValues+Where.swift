package import Clickstream

extension FlagValues {
  /// Reads one `--where`: `column=value`, `!=`, `~regex`, or `>`, `>=`, `<`, `<=` with an amount.
  ///
  /// The column `event` is compared by canonical name. A missing value meets only `!=`.
  ///
  /// - Parameter names: what event names mean in this run.
  package static func rowCondition(
    _ text: String, names: EventNames
  ) throws(FlagValueError) -> Condition {
    let (column, comparison, value) = try comparisonParts(text)
    guard !value.isEmpty, !value.hasPrefix("=") else { throw noCondition(text) }
    let field = Field(name: column)
    let bytes = Array(value.utf8)
    let wanted = field == .role(.event) ? names.look(up: bytes).name : bytes
    return .field(field, try matcher(comparison, value, wanted))
  }

  private static func matcher(
    _ comparison: String, _ value: String, _ wanted: [UInt8]
  ) throws(FlagValueError) -> Matcher {
    switch comparison {
    case "=": return .oneOf([wanted])
    case "!=": return .not(.oneOf([wanted]))
    case "~": return .matches(try pattern(value))
    case ">": return .above(try amountMillionths(value))
    case ">=": return .atLeast(try amountMillionths(value))
    case "<": return .below(try amountMillionths(value))
    default: return .atMost(try amountMillionths(value))
    }
  }

  private static func pattern(_ text: String) throws(FlagValueError) -> String {
    guard RegularExpression.compile(text) != nil else {
      throw FlagValueError(
        "\(ShownText.quoted(text)) is no regular expression",
        toGoOn: "put a backslash before special characters")
    }
    return text
  }

  private static func amountMillionths(_ text: String) throws(FlagValueError) -> Int64 {
    guard let amount = Amount.millionths(text) else {
      throw FlagValueError(
        "\(ShownText.quoted(text)) is no amount", toGoOn: "write digits, such as 12 or 12.50")
    }
    return amount
  }

  /// Longer ones before their own beginnings.
  private static let comparisons = ["!=", ">=", "<=", "=", "~", ">", "<"]

  /// Splits at the first comparison.
  private static func comparisonParts(
    _ text: String
  ) throws(FlagValueError) -> (column: String, comparison: String, value: String) {
    for index in text.indices {
      let rest = text[index...]
      guard let found = comparisons.first(where: { rest.hasPrefix($0) }) else { continue }
      guard index > text.startIndex else { throw noCondition(text) }
      return (String(text[..<index]), found, String(rest.dropFirst(found.count)))
    }
    throw noCondition(text)
  }

  private static func noCondition(_ text: String) -> FlagValueError {
    FlagValueError(
      "\(ShownText.quoted(text)) is no condition",
      toGoOn: "write column=value, such as device=mobile")
  }
}
