import Analysis
import Clickstream

extension AnalysisSettings {
  /// `sessions`: what cuts a user's events.
  mutating func readSessions(_ node: ConfigurationNode) throws(ConfigurationError) {
    for entry in try node.entries(known: ["from", "gap", "cut_at_midnight"]) {
      switch entry.key {
      case "from": sessions.source = try entry.value.choice(of: [.auto, .column, .gap])
      case "gap": sessions.gapMilliseconds = try entry.value.durationMilliseconds()
      default: sessions.cutsAtMidnight = try entry.value.boolean()
      }
    }
  }

  /// `journeys`: the silence that ends one.
  mutating func readJourneys(_ node: ConfigurationNode) throws(ConfigurationError) {
    for entry in try node.entries(known: ["window"]) {
      sessions.journeyWindowMilliseconds = try entry.value.durationMilliseconds()
    }
  }
}

extension ConfigurationNode {
  /// A duration such as `30m`, in milliseconds.
  func durationMilliseconds() throws(ConfigurationError) -> Int64 {
    try flagValue { text throws(FlagValueError) in try FlagValues.durationMilliseconds(text) }
  }
}
