import Abandonment
import Analysis
import Clickstream

extension AnalysisSettings {
  /// `input`: columns, time zone, the meaning of values.
  mutating func readInput(_ node: ConfigurationNode) throws(ConfigurationError) {
    let entries = try node.entries(
      known: ["columns", "time_zone", "value_of"], later: ["ignore_repeats"])
    for entry in entries {
      switch entry.key {
      case "columns": try readColumns(entry.value)
      case "time_zone": timeZone = try entry.value.timeZone()
      default: valueMeaning = try entry.value.choice(of: ValueMeaning.allCases)
      }
    }
  }

  private mutating func readColumns(_ node: ConfigurationNode) throws(ConfigurationError) {
    let entries = try node.entries(known: Role.allCases.map(\.rawValue))
    for entry in entries {
      guard let role = Role(rawValue: entry.key) else { continue }
      columns[role] = Array(try entry.value.word("the header of a column").utf8)
    }
  }
}

extension ConfigurationNode {
  fileprivate func timeZone() throws(ConfigurationError) -> TimeZoneRules {
    try flagValue { name throws(FlagValueError) in try FlagValues.timeZone(name) }
  }
}
