import Yams

/// Reads YAML into `ConfigurationNode`s: the only place that knows Yams' nodes.
///
/// Aliases stand for copies of what they name, and merges (`<<`) are carried out; depth and size are bounded after that,
/// so that neither a deep nor a self-multiplying file can exhaust the program.
struct YAMLComposer {
  private static let byteLimit = 1 << 20
  private static let depthLimit = 32
  private static let nodeLimit = 50_000

  private var nodesLeft = nodeLimit

  /// The document's root; nil for a file without one.
  static func compose(
    _ bytes: [UInt8], file: String
  ) throws(ConfigurationError) -> ConfigurationNode? {
    let place = ConfigurationPlace(file: file, line: 1, path: "")
    guard bytes.count <= byteLimit else {
      throw place.error("more than 1 MiB is no configuration")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw place.error("not valid UTF-8", toGoOn: "save the file as UTF-8")
    }
    guard let root = try parse(text, place) else { return nil }
    var composer = YAMLComposer()
    return try composer.convert(root, place.onLine(of: root), depth: 0)
  }

  private static func parse(
    _ text: String, _ place: ConfigurationPlace
  ) throws(ConfigurationError) -> Node? {
    do {
      // No kind of a scalar is asked for, and the rules that tell kinds are regular expressions, costly to compile.
      return try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch {
      throw YAMLProblem(error).configurationError(place)
    }
  }

  private mutating func convert(
    _ node: Node, _ place: ConfigurationPlace, depth: Int
  ) throws(ConfigurationError) -> ConfigurationNode {
    nodesLeft -= 1
    guard depth <= YAMLComposer.depthLimit else {
      throw place.error("more than \(YAMLComposer.depthLimit) levels of lists and maps")
    }
    guard nodesLeft >= 0 else {
      throw place.error("more than \(YAMLComposer.nodeLimit) values")
    }
    switch node {
    case .scalar(let scalar): return ConfigurationNode(value: value(of: scalar), place: place)
    case .sequence(let list): return try convert(list, place, depth: depth)
    case .mapping(let map):
      return try ConfigurationNode(value: .map(entries(map, place, depth: depth)), place: place)
    case .alias: throw place.error("an alias that stands for nothing")
    }
  }

  private func value(of scalar: Node.Scalar) -> ConfigurationNode.Value {
    guard scalar.style == .plain || scalar.style == .any else { return .text(scalar.string) }
    switch scalar.string {
    case "", "~", "null", "Null", "NULL": return .missing
    default: return .text(scalar.string)
    }
  }

  private mutating func convert(
    _ list: Node.Sequence, _ place: ConfigurationPlace, depth: Int
  ) throws(ConfigurationError) -> ConfigurationNode {
    var elements: [ConfigurationNode] = []
    for (index, element) in list.enumerated() {
      let place = place.element(index, line: place.line).onLine(of: element)
      elements.append(try convert(element, place, depth: depth + 1))
    }
    return ConfigurationNode(value: .list(elements), place: place)
  }
}

// MARK: Maps

extension YAMLComposer {
  /// The written keys, then those merged in that are not among them.
  private mutating func entries(
    _ map: Node.Mapping, _ place: ConfigurationPlace, depth: Int
  ) throws(ConfigurationError) -> [ConfigurationEntry] {
    var entries: [ConfigurationEntry] = []
    var merged: [ConfigurationEntry] = []
    var lineByKey: [String: Int] = [:]
    for (keyNode, valueNode) in map {
      let entry = try entry(keyNode, valueNode, place, depth: depth)
      if let line = lineByKey.updateValue(entry.keyLine, forKey: entry.key) {
        throw YAMLComposer.duplicateKey(entry.key, place.onLine(of: keyNode), firstLine: line)
      }
      if entry.key == "<<" {
        merged += try YAMLComposer.mergedEntries(entry.value)
      } else {
        entries.append(entry)
      }
    }
    for entry in merged where lineByKey.updateValue(entry.keyLine, forKey: entry.key) == nil {
      entries.append(entry)
    }
    return entries
  }

  private mutating func entry(
    _ keyNode: Node, _ valueNode: Node, _ place: ConfigurationPlace, depth: Int
  ) throws(ConfigurationError) -> ConfigurationEntry {
    let keyPlace = place.onLine(of: keyNode)
    guard let key = keyNode.scalar?.string else {
      throw keyPlace.error("a list or map where a key is expected")
    }
    let valuePlace = place.key(key, line: keyPlace.line).onLine(of: valueNode)
    let value = try convert(valueNode, valuePlace, depth: depth + 1)
    return ConfigurationEntry(key: key, keyLine: keyPlace.line, value: value)
  }

  /// The keys of the map, or maps, that `<<` names.
  private static func mergedEntries(
    _ node: ConfigurationNode
  ) throws(ConfigurationError) -> [ConfigurationEntry] {
    var entries: [ConfigurationEntry] = []
    for part in try node.elementsOrSelf() { entries += try part.entries() }
    return entries
  }

  /// `place` is that of the map, on the key's line.
  static func duplicateKey(
    _ key: String, _ place: ConfigurationPlace, firstLine: Int?
  ) -> ConfigurationError {
    let first = firstLine.map { " (first in line \($0))" } ?? ""
    return place.error(
      "key \(ShownText.quoted(key)) is given twice\(first)", toGoOn: "keep one of the two")
  }
}

extension ConfigurationPlace {
  /// The same place, on the line where a node begins.
  fileprivate func onLine(of node: Node) -> ConfigurationPlace {
    ConfigurationPlace(file: file, line: node.mark?.line ?? line, path: path)
  }
}
