package import Analysis
import Clickstream

/// Reads configuration files (docs/configuration.md).
package enum ConfigurationFile {
  /// Lays what a file says over settings; what it does not mention stays as it is.
  ///
  /// Names of events in steps, conditions and `where` are resolved to canonical names, with the file's own `events`.
  ///
  /// - Parameters:
  ///   - bytes: the whole file, YAML in UTF-8; an empty one changes nothing.
  ///   - file: its name, for errors.
  ///   - settings: unchanged when this throws.
  /// - Throws: the first thing that cannot be used: unknown and doubled keys, wrong kinds and values, and all that
  ///   belongs to a later version.
  package static func load(
    _ bytes: [UInt8], file: String, into settings: inout AnalysisSettings
  ) throws(ConfigurationError) {
    guard let root = try YAMLComposer.compose(bytes, file: file) else { return }
    let sections = try root.entries(known: knownKeys, later: laterKeys)
    var loaded = settings
    // Own event names decide what every other section means, wherever they stand in the file.
    for section in sections where section.key == "events" { try loaded.readEvents(section.value) }
    let conditions = ConditionReader(names: EventNames(rules: loaded.eventRules))
    for section in sections { try loaded.read(section, conditions) }
    settings = loaded
  }

  private static let knownKeys = [
    "input", "events", "sessions", "journeys", "funnels", "abandonment", "evidence", "where",
  ]
  private static let laterKeys = ["nightly", "kpis", "ignore_repeats"]
}

extension AnalysisSettings {
  fileprivate mutating func read(
    _ section: ConfigurationEntry, _ conditions: ConditionReader
  ) throws(ConfigurationError) {
    switch section.key {
    case "input": try readInput(section.value)
    case "sessions": try readSessions(section.value)
    case "journeys": try readJourneys(section.value)
    case "funnels": try readFunnels(section.value, conditions)
    case "abandonment": try readAbandonment(section.value, conditions)
    case "evidence": try readEvidence(section.value)
    case "where": try readWhere(section.value, conditions)
    default: break
    }
  }

  /// `where: {}` chooses all rows, as no `where` does.
  private mutating func readWhere(
    _ node: ConfigurationNode, _ conditions: ConditionReader
  ) throws(ConfigurationError) {
    if node.isMissing { return }
    rowCondition = try node.entries().isEmpty ? nil : conditions.condition(node)
  }
}
