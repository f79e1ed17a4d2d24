import Analysis
import Clickstream

extension AnalysisSettings {
  /// `events`: what else counts as an event, by names or by a condition; the order is kept.
  mutating func readEvents(_ node: ConfigurationNode) throws(ConfigurationError) {
    if node.isMissing { return }
    let entries = try node.entries()
    let start = eventRules.count
    try appendRulesByName(entries)
    // Conditions may name events, and those names mean what all the rules by name say.
    let conditions = ConditionReader(names: EventNames(rules: eventRules))
    for (offset, entry) in entries.enumerated() where entry.value.isMap {
      eventRules[start + offset].condition = try conditions.condition(entry.value)
    }
  }

  /// One rule an entry; those with a condition are left without it.
  private mutating func appendRulesByName(
    _ entries: [ConfigurationEntry]
  ) throws(ConfigurationError) {
    var keyByName: [[UInt8]: String] = [:]
    for entry in entries {
      let names = entry.value.isMap ? [] : try entry.value.eventNames()
      for (name, node) in names {
        guard let other = keyByName.updateValue(entry.key, forKey: normalizedName(name)) else {
          continue
        }
        if other != entry.key { throw node.ambiguousName(name, countsAs: other) }
      }
      eventRules.append(EventRule(name: try entry.canonicalName(), names: names.map(\.name)))
    }
  }
}

extension ConfigurationNode {
  /// Names of events: one, or a list.
  fileprivate func eventNames() throws(ConfigurationError) -> [(
    name: [UInt8], node: ConfigurationNode
  )] {
    var names: [(name: [UInt8], node: ConfigurationNode)] = []
    for element in try elementsOrSelf() {
      names.append((Array(try element.word("the name of an event").utf8), element))
    }
    return names
  }

  fileprivate func ambiguousName(_ name: [UInt8], countsAs other: String) -> ConfigurationError {
    error(
      "\(ShownText.quoted(name)) already counts as \(ShownText.quoted(other))",
      toGoOn: "keep the name at one of the two")
  }
}

extension ConfigurationEntry {
  /// The key as reports name it: a synonym of the built-in table means its canonical name.
  fileprivate func canonicalName() throws(ConfigurationError) -> [UInt8] {
    guard !key.isEmpty else { throw value.error("an empty text where an event's name is expected") }
    return Vocabulary.builtIn.look(up: Array(key.utf8)).name
  }
}
