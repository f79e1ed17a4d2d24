import Clickstream

/// Reads conditions: maps from a role or property to a matcher, all of which must hold, and `any`, `all`, `not`.
///
/// ```
/// {event: cart, page: {prefix: /shop}}  ->  all(event in [add_to_cart], page begins with /shop)
/// ```
struct ConditionReader {
  /// What event names mean in this run.
  let names: EventNames

  /// A map with at least one key.
  func condition(_ node: ConfigurationNode) throws(ConfigurationError) -> Condition {
    guard node.isMap else { throw node.wrongKind(expected: "a condition, a map of keys,") }
    return try condition(node.entries(), of: node)
  }

  /// The condition of some of a map's keys.
  func condition(
    _ entries: [ConfigurationEntry], of node: ConfigurationNode
  ) throws(ConfigurationError) -> Condition {
    var parts: [Condition] = []
    for entry in entries { parts.append(try part(entry)) }
    guard let first = parts.first else {
      throw node.error(
        "an empty condition", toGoOn: "name a column and its value, such as {device: mobile}")
    }
    return parts.count == 1 ? first : .all(parts)
  }

  private func part(_ entry: ConfigurationEntry) throws(ConfigurationError) -> Condition {
    switch entry.key {
    case "any": return .any(try conditions(entry.value))
    case "all": return .all(try conditions(entry.value))
    case "not": return .not(try condition(entry.value))
    case "": throw entry.value.error("an empty text where a column's name is expected")
    default:
      let field = Field(name: entry.key)
      let matchers = MatcherReader(names: field == .role(.event) ? names : nil)
      return .field(field, try matchers.matcher(entry.value))
    }
  }

  private func conditions(_ node: ConfigurationNode) throws(ConfigurationError) -> [Condition] {
    let elements = try node.elements()
    guard !elements.isEmpty else { throw node.error("an empty list of conditions") }
    var conditions: [Condition] = []
    for element in elements { conditions.append(try condition(element)) }
    return conditions
  }
}
