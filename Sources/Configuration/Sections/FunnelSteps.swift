import Clickstream
import Funnels

extension FunnelReader {
  /// The steps of a funnel, 2 to `FunnelPlan.stepLimit`.
  func steps(_ node: ConfigurationNode) throws(ConfigurationError) -> [FunnelStep] {
    let elements = try node.elements()
    if let problem = FunnelPlan.problem(ofStepCount: elements.count) { throw node.error(problem) }
    var steps: [FunnelStep] = []
    for element in elements { steps.append(try step(element)) }
    return steps
  }

  private func step(_ node: ConfigurationNode) throws(ConfigurationError) -> FunnelStep {
    if node.isMap { return try conditionStep(node) }
    let name = try node.word("an event's name or a condition")
    return FunnelStep(event: Array(name.utf8), names: conditions.names)
  }

  /// A map: a condition, and a name that only an event can stand in for.
  private func conditionStep(_ node: ConfigurationNode) throws(ConfigurationError) -> FunnelStep {
    let entries = try node.entries()
    let condition = try conditions.condition(
      entries.filter { !FunnelReader.stepKeys.contains($0.key) }, of: node)
    let named = entries.first { $0.key == "name" }
    let name =
      if let named { Array(try named.value.word("a name").utf8) } else {
        try eventName(entries, of: node)
      }
    var step = FunnelStep(name: name, condition: condition)
    for entry in entries {
      switch entry.key {
      case "optional": step.isOptional = try entry.value.boolean()
      case "within": step.withinMilliseconds = try entry.value.durationMilliseconds()
      default: break
      }
    }
    return step
  }

  /// Keys of a step that are no part of its condition.
  private static let stepKeys = ["name", "optional", "within"]

  /// The canonical name of the one event that a step's condition asks for.
  private func eventName(
    _ entries: [ConfigurationEntry], of node: ConfigurationNode
  ) throws(ConfigurationError) -> [UInt8] {
    if let entry = entries.first(where: { $0.key == Role.event.rawValue }),
      case .text(let name) = entry.value.value
    {
      return conditions.names.look(up: Array(name.utf8)).name
    }
    throw node.error("a step without a name", toGoOn: "add a name, such as name: Pay")
  }
}

extension FunnelPlan {
  /// What is wrong with so many steps; nil when nothing is.
  static func problem(ofStepCount count: Int) -> String? {
    guard !(2...stepLimit).contains(count) else { return nil }
    return "\(count) step\(count == 1 ? "" : "s") where 2 to \(stepLimit) are expected"
  }
}

extension FunnelStep {
  /// The step of one event, named by its canonical name.
  init(event: [UInt8], names: EventNames) {
    let name = names.look(up: event).name
    self.init(name: name, condition: .field(.role(.event), .oneOf([name])))
  }
}
