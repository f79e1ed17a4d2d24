import Abandonment
import Analysis
import Clickstream

extension AnalysisSettings {
  /// `abandonment.reasons`: own reasons, beside the built-in ones; the order is kept.
  mutating func readReasons(
    _ node: ConfigurationNode, _ conditions: ConditionReader
  ) throws(ConfigurationError) {
    if node.isMissing { return }
    var names: Set<[UInt8]> = []
    var reasons: [OwnReason] = []
    for entry in try node.entries() {
      let name = try entry.reasonName(in: node)
      guard names.insert(normalizedName(name)).inserted else {
        throw entry.nameError("is given twice", in: node)
      }
      reasons.append(try entry.reason(named: name, conditions))
    }
    guard reasons.count <= OwnReason.limit else {
      throw node.error("more than \(OwnReason.limit) own reasons")
    }
    abandonment.ownReasons = reasons
  }
}

extension ConfigurationEntry {
  /// The key, which must not be the name of anything that the vocabulary knows.
  fileprivate func reasonName(in parent: ConfigurationNode) throws(ConfigurationError) -> [UInt8] {
    guard !key.isEmpty else { throw value.error("an empty text where a reason's name is expected") }
    let name = Array(key.utf8)
    let known = Vocabulary.builtIn.look(up: name)
    if known.meaning.signal != nil {
      let builtIn = ShownText.plain(String(decoding: known.name, as: UTF8.self))
      throw nameError(
        "means the built-in reason \(builtIn)", in: parent,
        toGoOn:
          "choose another name, or add event names to the built-in one: events: {\(builtIn): […]}"
      )
    }
    if Vocabulary.builtIn.knows(name) {
      throw nameError("is the name of an event", in: parent, toGoOn: "choose another name")
    }
    guard key != "no_signal" else {
      throw nameError(
        "stands for carts without a reason", in: parent, toGoOn: "choose another name")
    }
    return name
  }

  fileprivate func nameError(
    _ message: String, in parent: ConfigurationNode, toGoOn: String? = nil
  ) -> ConfigurationError {
    var place = parent.place
    place.line = keyLine
    return place.error("\(ShownText.quoted(key)) \(message)", toGoOn: toGoOn)
  }

  fileprivate func reason(
    named name: [UInt8], _ conditions: ConditionReader
  ) throws(ConfigurationError) -> OwnReason {
    let entries = try value.entries(known: ["when", "class", "kind"])
    guard let when = entries.first(where: { $0.key == "when" }) else {
      throw value.error(
        "a reason without a condition", toGoOn: "add a line such as when: {event: chat_failed}")
    }
    var reason = OwnReason(name: name, condition: try conditions.condition(when.value))
    for entry in entries {
      switch entry.key {
      case "class": reason.signalClass = try entry.value.signalClass()
      case "kind": reason.kind = try entry.value.choice(of: [.shown, .answer])
      default: break
      }
    }
    return reason
  }
}

extension ConfigurationNode {
  fileprivate func signalClass() throws(ConfigurationError) -> Int {
    Int(try word(among: ["1", "2", "3"])) ?? 2
  }
}
