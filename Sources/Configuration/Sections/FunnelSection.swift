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
    "name", "unit", "order", "ties", "entry", "count", "window", "steps", "exclude", "hold", "by",
    "attribution", "trend", "ignore_repeats",
  ]

  let conditions: ConditionReader

  func plan(_ node: ConfigurationNode) throws(ConfigurationError) -> FunnelPlan {
    guard node.isMap else { throw node.wrongKind(expected: "a funnel, a map of keys,") }
    let entries = try node.entries(known: FunnelReader.knownKeys)
    var plan = FunnelPlan(name: "", steps: [])
    for entry in entries { try read(entry, into: &plan) }
    guard !plan.name.isEmpty else {
      throw node.error("a funnel without a name", toGoOn: "add a line such as name: checkout")
    }
    guard !plan.steps.isEmpty else {
      throw node.error("a funnel without steps", toGoOn: "add steps: with at least two steps")
    }
    // These name steps, whatever the order of the keys.
    for entry in entries { try readReferences(entry, into: &plan) }
    try check(plan, node)
    return plan
  }

  /// Options that do not go together.
  private func check(_ plan: FunnelPlan, _ node: ConfigurationNode) throws(ConfigurationError) {
    if plan.ignoresRepeats && plan.order != .strict {
      throw node.error("ignore_repeats without order: strict", toGoOn: "add order: strict")
    }
    if plan.steps.first?.isOptional == true || plan.steps.last?.isOptional == true {
      throw node.error(
        "the first or the last step is optional", toGoOn: "leave optional out there")
    }
    if plan.steps.first?.withinMilliseconds != nil {
      throw node.error(
        "within on the first step, which has none before it", toGoOn: "leave within out there")
    }
    guard plan.order == .any else { return }
    let needs = [
      ("optional", plan.steps.contains { $0.isOptional }),
      ("within", plan.steps.contains { $0.withinMilliseconds != nil }),
      ("ties: strict", plan.ties == .strict),
    ]
    if let (name, _) = needs.first(where: { $0.1 }) {
      throw node.error(
        "\(name) with order: any, where no step comes before another",
        toGoOn: "leave one of the two out")
    }
  }

  private func read(
    _ entry: ConfigurationEntry, into plan: inout FunnelPlan
  ) throws(ConfigurationError) {
    let value = entry.value
    switch entry.key {
    case "name": plan.name = try value.word("a name")
    case "unit": plan.unit = try value.choice(of: FunnelUnit.allCases)
    case "order": plan.order = try value.choice(of: FunnelOrder.allCases)
    case "ignore_repeats": plan.ignoresRepeats = try value.boolean()
    case "ties": plan.ties = try value.choice(of: FunnelTies.allCases)
    case "entry": plan.entry = try value.choice(of: FunnelEntry.allCases)
    case "count": plan.count = try value.choice(of: FunnelCount.allCases)
    case "window": plan.windowMilliseconds = try value.optionalWindowMilliseconds()
    case "steps": plan.steps = try steps(value)
    case "hold": plan.hold = try value.breakdowns()
    case "by": plan.breakdowns = try value.breakdowns()
    case "trend": plan.trend = value.isMissing ? nil : try value.choice(of: TrendPeriod.allCases)
    default: break
    }
  }

  private func readReferences(
    _ entry: ConfigurationEntry, into plan: inout FunnelPlan
  ) throws(ConfigurationError) {
    switch entry.key {
    case "exclude": plan.exclusions = try exclusions(entry.value, of: plan)
    case "attribution": plan.attribution = try attribution(entry.value, of: plan)
    default: break
    }
  }

  private func attribution(
    _ node: ConfigurationNode, of plan: FunnelPlan
  ) throws(ConfigurationError) -> FunnelAttribution {
    let text = try node.word("first, last or step:NAME")
    if text.hasPrefix("step:") {
      return .step(try step(String(text.dropFirst("step:".count)), node, of: plan))
    }
    return try node.word(among: ["first", "last"]) == "first" ? .first : .last
  }

  /// The index of a step by its name.
  func step(
    _ name: String, _ node: ConfigurationNode, of plan: FunnelPlan
  ) throws(ConfigurationError) -> Int {
    let names = plan.steps.map { String(decoding: $0.name, as: UTF8.self) }
    guard let index = names.firstIndex(of: name) else {
      throw node.error(
        "no step with the name \(ShownText.quoted(name))",
        toGoOn: NearestName.hint(for: name, among: names, called: "steps"))
    }
    guard names.lastIndex(of: name) == index else {
      throw node.error(
        "two steps with the name \(ShownText.quoted(name))",
        toGoOn: "give the steps names of their own, such as {name: Again, event: \(name)}")
    }
    return index
  }
}

extension ConfigurationNode {
  fileprivate func optionalWindowMilliseconds() throws(ConfigurationError) -> Int64? {
    isMissing ? nil : try durationMilliseconds()
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
