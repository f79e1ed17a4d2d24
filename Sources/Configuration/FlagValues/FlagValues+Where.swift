package import Clickstream

extension FlagValues {
  /// Reads one `--where`, `column=value`.
  ///
  /// The column `event` is compared by canonical name.
  ///
  /// - Parameter names: what event names mean in this run.
  package static func rowCondition(
    _ text: String, names: EventNames
  ) throws(FlagValueError) -> Condition {
    let (column, comparison, value) = try comparisonParts(text)
    guard comparison == "=" else {
      throw FlagValueError(
        "not yet in this version: \"\(comparison)\" in \(ShownText.quoted(text))",
        toGoOn: "write column=value, or use where: in a configuration file")
    }
    guard !value.isEmpty, !value.hasPrefix("=") else { throw noCondition(text) }
    let field = Field(name: column)
    let bytes = Array(value.utf8)
    let wanted = field == .role(.event) ? names.look(up: bytes).name : bytes
    return .field(field, .oneOf([wanted]))
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
