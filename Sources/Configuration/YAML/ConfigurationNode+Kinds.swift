// What a section asks of a value: its kind, its words, its keys.

extension ConfigurationNode {
  var isMissing: Bool { if case .missing = value { true } else { false } }

  var isMap: Bool { if case .map = value { true } else { false } }

  /// The text of a scalar that is not empty.
  func word(_ expected: String = "one word") throws(ConfigurationError) -> String {
    guard case .text(let text) = value else { throw wrongKind(expected: expected) }
    guard !text.isEmpty else { throw error("an empty text where \(expected) is expected") }
    return text
  }

  /// The text of a scalar; a missing value is the empty text.
  func text() throws(ConfigurationError) -> String {
    switch value {
    case .missing: return ""
    case .text(let text): return text
    case .list, .map: throw wrongKind(expected: "one value")
    }
  }

  /// `true` or `false`, in any of YAML's spellings.
  func boolean() throws(ConfigurationError) -> Bool {
    let text = try word("true or false")
    switch text.lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default: throw wrongValue(text, allowed: ["true", "false"])
    }
  }

  /// A word among those allowed.
  func word(among allowed: [String]) throws(ConfigurationError) -> String {
    let text = try word("one of \(allowed.joined(separator: ", "))")
    guard allowed.contains(text) else { throw wrongValue(text, allowed: allowed) }
    return text
  }

  /// A case of an enumeration whose raw values are the words of the contract.
  func choice<Choice: RawRepresentable<String>>(
    of choices: [Choice]
  ) throws(ConfigurationError) -> Choice {
    let allowed = choices.map(\.rawValue)
    let text = try word(among: allowed)
    guard let choice = Choice(rawValue: text) else { throw wrongValue(text, allowed: allowed) }
    return choice
  }

  /// A value written as on the command line, such as a duration.
  func flagValue<Value>(
    _ read: (String) throws(FlagValueError) -> Value
  ) throws(ConfigurationError) -> Value {
    let text = try word()
    do {
      return try read(text)
    } catch {
      throw self.error(error.message, toGoOn: error.toGoOn)
    }
  }
}

extension ConfigurationNode {
  /// The elements of a list.
  func elements() throws(ConfigurationError) -> [ConfigurationNode] {
    guard case .list(let elements) = value else { throw wrongKind(expected: "a list") }
    return elements
  }

  /// The elements of a list, or the value itself in place of a list of one.
  func elementsOrSelf() throws(ConfigurationError) -> [ConfigurationNode] {
    guard case .list(let elements) = value else { return [self] }
    guard !elements.isEmpty else { throw error("an empty list") }
    return elements
  }

  /// The keys of a map, any of them.
  func entries() throws(ConfigurationError) -> [ConfigurationEntry] {
    guard case .map(let entries) = value else { throw wrongKind(expected: "a map of keys") }
    return entries
  }

  /// The keys of a section; none when it is empty, as when all its lines are comments.
  ///
  /// - Parameters:
  ///   - known: every key the section may have.
  ///   - later: keys of the contract that this version does not know; they are refused, never ignored.
  func entries(
    known: [String], later: [String] = []
  ) throws(ConfigurationError) -> [ConfigurationEntry] {
    if isMissing { return [] }
    let entries = try self.entries()
    for entry in entries where !known.contains(entry.key) {
      throw unknownKey(entry, known: known, later: later)
    }
    return entries
  }

  private func unknownKey(
    _ entry: ConfigurationEntry, known: [String], later: [String]
  ) -> ConfigurationError {
    var place = place
    place.line = entry.keyLine
    let shown = ShownText.quoted(entry.key)
    if later.contains(entry.key) { return entry.notYet(in: self) }
    return place.error(
      "unknown key \(shown)",
      toGoOn: NearestName.hint(for: entry.key, among: known, called: "known keys"))
  }
}

extension ConfigurationEntry {
  /// The key is part of the contract, but not of this version.
  func notYet(in parent: ConfigurationNode) -> ConfigurationError {
    var place = parent.place
    place.line = keyLine
    return place.error(
      "not yet in this version: key \(ShownText.quoted(key))", toGoOn: "leave the key out")
  }
}
