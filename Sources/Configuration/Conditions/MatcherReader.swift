import Clickstream

/// Reads matchers: a value, a list of values, or a map of operators, all of which must hold.
struct MatcherReader {
  private static let operators = [
    "in", "not", "prefix", "suffix", "contains", "matches", "above", "at_least", "below",
    "at_most", "exists",
  ]
  /// Longer expressions are no work of a hand, and their parser is recursive.
  private static let patternByteLimit = 1000

  /// Set for the field `event`, whose values are names that have to be resolved.
  let names: EventNames?

  func matcher(_ node: ConfigurationNode) throws(ConfigurationError) -> Matcher {
    guard node.isMap else { return .oneOf(try values(node)) }
    let entries = try node.entries(known: MatcherReader.operators)
    var parts: [Matcher] = []
    for entry in entries { parts.append(try part(entry.key, entry.value)) }
    guard let first = parts.first else {
      let operators = MatcherReader.operators.joined(separator: ", ")
      throw node.error("an empty condition", toGoOn: "operators: \(operators)")
    }
    return parts.count == 1 ? first : .all(parts)
  }

  private func part(
    _ name: String, _ node: ConfigurationNode
  ) throws(ConfigurationError) -> Matcher {
    switch name {
    case "in": return .oneOf(try values(node))
    case "not": return .not(try matcher(node))
    case "prefix": return .prefix(try text(node))
    case "suffix": return .suffix(try text(node))
    case "contains": return .contains(try text(node))
    case "matches": return .matches(try pattern(node))
    case "above": return .above(try amountMillionths(node))
    case "at_least": return .atLeast(try amountMillionths(node))
    case "below": return .below(try amountMillionths(node))
    case "at_most": return .atMost(try amountMillionths(node))
    default: return .exists(try node.boolean())
    }
  }

  /// Values to be equal to: one, or a list that is not empty.
  private func values(_ node: ConfigurationNode) throws(ConfigurationError) -> [[UInt8]] {
    var values: [[UInt8]] = []
    for element in try node.elementsOrSelf() {
      let value = Array(try element.text().utf8)
      values.append(names?.look(up: value).name ?? value)
    }
    return values
  }

  private func text(_ node: ConfigurationNode) throws(ConfigurationError) -> [UInt8] {
    Array(try node.word("a text").utf8)
  }

  private func pattern(_ node: ConfigurationNode) throws(ConfigurationError) -> String {
    let pattern = try node.word("a regular expression")
    guard pattern.utf8.count <= MatcherReader.patternByteLimit else {
      throw node.error(
        "a regular expression of more than \(MatcherReader.patternByteLimit) bytes")
    }
    guard RegularExpression.compile(pattern) != nil else {
      throw node.error(
        "\(ShownText.quoted(pattern)) is no regular expression\(reason(pattern))",
        toGoOn: "write single quotes around it, and a backslash before special characters")
    }
    return pattern
  }

  /// What the parser of regular expressions says about one that does not compile.
  private func reason(_ pattern: String) -> String {
    do {
      _ = try Regex(pattern)
      return ""
    } catch {
      return " (\(ShownText.plain("\(error)", scalarLimit: ShownText.longScalarLimit)))"
    }
  }

  private func amountMillionths(_ node: ConfigurationNode) throws(ConfigurationError) -> Int64 {
    let text = try node.word("an amount")
    guard let amount = Amount.millionths(text) else {
      throw node.error(
        "\(ShownText.quoted(text)) is no amount", toGoOn: "write digits, such as 12 or 12.50")
    }
    return amount
  }
}
