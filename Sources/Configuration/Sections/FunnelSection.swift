import Analysis
import Clickstream
import Funnels

extension AnalysisSettings {
  /// `funnels`: a list; an empty one means no funnel at all.
  mutating func readFunnels(
    _ node: ConfigurationNode, _ conditions: ConditionReader
  ) throws(ConfigurationError) {
    if node.isMissing { return }
    var plans: [FunnelPlan] = []
    for element in try node.elements() {
      let plan = try FunnelReader(conditions: conditions).plan(element)
      guard !plans.contains(where: { $0.name == plan.name }) else {
        throw element.error(
          "a second funnel with the name \(ShownText.quoted(plan.name))",
          toGoOn: "give each funnel a name of its own")
      }
      plans.append(plan)
    }
    funnels = plans
  }
}

/// Reads one funnel.
struct FunnelReader {
  private static let knownKeys = [
    "name", "unit", "order", "ties", "entry", "count", "window", "steps", "by", "attribution",
  ]
  private static let laterKeys = ["exclude", "hold", "trend", "ignore_repeats"]

  let conditions: ConditionReader

  func plan(_ node: ConfigurationNode) throws(ConfigurationError) -> FunnelPlan {
    guard node.isMap else { throw node.wrongKind(expected: "a funnel, a map of keys,") }
    let entries = try node.entries(
      known: FunnelReader.knownKeys, later: FunnelReader.laterKeys)
    var plan = FunnelPlan(name: "", steps: [])
    for entry in entries { try read(entry, into: &plan) }
    guard !plan.name.isEmpty else {
      throw node.error("a funnel without a name", toGoOn: "add a line such as name: checkout")
    }
    guard !plan.steps.isEmpty else {
      throw node.error("a funnel without steps", toGoOn: "add steps: with at least two steps")
    }
    return plan
  }

  private func read(
    _ entry: ConfigurationEntry, into plan: inout FunnelPlan
  ) throws(ConfigurationError) {
    let value = entry.value
    switch entry.key {
    case "name": plan.name = try value.word("a name")
    case "unit": plan.unit = try value.choice(of: FunnelUnit.allCases)
    case "ties": plan.ties = try value.choice(of: FunnelTies.allCases)
    case "window": plan.windowMilliseconds = try value.optionalWindowMilliseconds()
    case "steps": plan.steps = try steps(value)
    case "by": plan.breakdowns = try value.breakdowns()
    default: try checkSingleChoice(entry)
    }
  }

  /// Keys with one choice in this version: they are checked, and change nothing.
  private func checkSingleChoice(_ entry: ConfigurationEntry) throws(ConfigurationError) {
    switch entry.key {
    case "order": _ = try entry.value.word(among: ["ordered"], later: ["strict", "any"])
    case "entry": _ = try entry.value.word(among: ["closed"], later: ["open"])
    case "count": _ = try entry.value.word(among: ["unique"], later: ["total"])
    default: try entry.value.checkAttribution()
    }
  }
}

extension ConfigurationNode {
  fileprivate func optionalWindowMilliseconds() throws(ConfigurationError) -> Int64? {
    isMissing ? nil : try durationMilliseconds()
  }

  fileprivate func checkAttribution() throws(ConfigurationError) {
    let text = try word("first")
    if text.hasPrefix("step:") { throw notYet(text) }
    _ = try word(among: ["first"], later: ["last"])
  }

  /// Fields to break down by: one, or a list.
  fileprivate func breakdowns() throws(ConfigurationError) -> [Field] {
    if isMissing { return [] }
    if case .list(let elements) = value, elements.isEmpty { return [] }
    var fields: [Field] = []
    for element in try elementsOrSelf() {
      let field = try element.flagValue { name throws(FlagValueError) in
        try FlagValues.breakdown(name, after: fields)
      }
      fields.append(field)
    }
    return fields
  }
}
