/// Conditions in words, for the rules that a report prints.
extension Condition {
  /// `device = mobile or tablet, and not (page begins with /admin)`.
  package var text: String {
    switch self {
    case .field(let field, let matcher):
      "\(String(decoding: field.name, as: UTF8.self)) \(matcher.text)"
    case .all(let parts): parts.map(\.groupedText).joined(separator: " and ")
    case .any(let parts): parts.map(\.groupedText).joined(separator: " or ")
    case .not(let part): "not \(part.groupedText)"
    }
  }

  private var groupedText: String {
    if case .field = self { text } else { "(\(text))" }
  }
}

extension Matcher {
  /// The matcher behind a field's name: `= mobile`, `>= 10`.
  var text: String {
    switch self {
    case .oneOf(let texts): "= " + texts.map(Matcher.shown).joined(separator: " or ")
    case .prefix(let text): "begins with \(Matcher.shown(text))"
    case .suffix(let text): "ends with \(Matcher.shown(text))"
    case .contains(let text): "contains \(Matcher.shown(text))"
    case .matches(let pattern): "matches /\(pattern)/"
    case .above(let bound): "> \(Amount.text(bound))"
    case .atLeast(let bound): ">= \(Amount.text(bound))"
    case .below(let bound): "< \(Amount.text(bound))"
    case .atMost(let bound): "<= \(Amount.text(bound))"
    case .exists(let isWanted): isWanted ? "exists" : "is missing"
    case .all(let parts): parts.map(\.text).joined(separator: " and ")
    case .not(let part): "not (\(part.text))"
    }
  }

  private static func shown(_ text: [UInt8]) -> String {
    text.isEmpty ? "(none)" : String(decoding: text, as: UTF8.self)
  }
}

extension Amount {
  /// Millionths as a decimal number, without trailing zeros.
  static func text(_ millionths: Int64) -> String {
    let (whole, fraction) = millionths.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    var decimals = Substring(String(1_000_000 + fraction).dropFirst())
    while decimals.hasSuffix("0") { decimals = decimals.dropLast() }
    return (millionths < 0 ? "-" : "") + String(whole) + (decimals.isEmpty ? "" : "." + decimals)
  }
}
