import Clickstream
import Funnels

extension FunnelReader {
  /// `exclude`: a list of conditions, each with `between: [STEP, STEP]`.
  func exclusions(
    _ node: ConfigurationNode, of plan: FunnelPlan
  ) throws(ConfigurationError) -> [FunnelExclusion] {
    if node.isMissing { return [] }
    let elements = try node.elements()
    guard elements.count <= FunnelPlan.exclusionLimit else {
      throw node.error("\(elements.count) exclusions where at most 64 are expected")
    }
    var exclusions: [FunnelExclusion] = []
    for element in elements { exclusions.append(try exclusion(element, of: plan)) }
    return exclusions
  }

  private func exclusion(
    _ node: ConfigurationNode, of plan: FunnelPlan
  ) throws(ConfigurationError) -> FunnelExclusion {
    guard node.isMap else { throw node.wrongKind(expected: "an exclusion, a map of keys,") }
    let entries = try node.entries()
    guard let between = entries.first(where: { $0.key == "between" }) else {
      throw node.error(
        "an exclusion without steps", toGoOn: "add a line such as between: [Cart, purchase]")
    }
    let names = try between.value.elements()
    guard names.count == 2 else {
      throw between.value.error("\(names.count) names where two steps are expected")
    }
    let from = try step(names[0].word("a step's name"), names[0], of: plan)
    let to = try step(names[1].word("a step's name"), names[1], of: plan)
    guard from < to else {
      throw between.value.error(
        "the second step does not come after the first", toGoOn: "turn the two steps round")
    }
    let condition = try conditions.condition(entries.filter { $0.key != "between" }, of: node)
    return FunnelExclusion(condition: condition, from: from, to: to)
  }
}
