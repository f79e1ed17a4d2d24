/// An extension of the vocabulary: what else counts as an event.
public struct EventRule: Sendable, Hashable {
  /// The canonical or own name that matching rows get.
  public var name: [UInt8]
  /// Event names that count as it; compared in normalised form.
  public var names: [[UInt8]]
  /// Rows that count as it, whatever their name; nil for a rule by names.
  public var condition: Condition?

  /// Makes a rule; see the properties.
  public init(name: [UInt8], names: [[UInt8]] = [], condition: Condition? = nil) {
    self.name = name
    self.names = names
    self.condition = condition
  }
}

/// Event names with the rules of a run laid over the built-in table.
package struct EventNames: Sendable {
  private let own: [[UInt8]: [UInt8]]

  package init(rules: [EventRule]) {
    var own: [[UInt8]: [UInt8]] = [:]
    for rule in rules {
      for name in rule.names where own[normalizedName(name)] == nil {
        own[normalizedName(name)] = rule.name
      }
    }
    self.own = own
  }

  /// Canonical name and meaning of a name: own rules first, then the table; unknown names stay as they are.
  package func look(up name: [UInt8]) -> (name: [UInt8], meaning: CanonicalEvent) {
    if let target = own[normalizedName(name)] { return Vocabulary.builtIn.look(up: target) }
    return Vocabulary.builtIn.look(up: name)
  }
}
