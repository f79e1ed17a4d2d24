/// One value of a configuration file, with its place: what the sections read, free of YAML.
struct ConfigurationNode {
  indirect enum Value {
    /// Nothing, `~` or `null`, unquoted.
    case missing
    /// A scalar as it is written: `yes` and `1.50` stay text.
    case text(String)
    case list([ConfigurationNode])
    /// In the written order; no key twice.
    case map([ConfigurationEntry])
  }

  var value: Value
  var place: ConfigurationPlace
}

/// One key of a map, with its value.
struct ConfigurationEntry {
  var key: String
  /// 1-based.
  var keyLine: Int
  var value: ConfigurationNode
}

/// Where a value stands.
struct ConfigurationPlace {
  var file: String
  /// 1-based.
  var line: Int
  /// See `ConfigurationError.keyPath`.
  var path: String

  /// The place of a key's value; the line is the caller's.
  func key(_ key: String, line: Int) -> ConfigurationPlace {
    let prefix = path.isEmpty ? "" : path + "."
    return ConfigurationPlace(file: file, line: line, path: prefix + ShownText.plain(key))
  }

  /// The place of a list's element; the index counts from 0.
  func element(_ index: Int, line: Int) -> ConfigurationPlace {
    ConfigurationPlace(file: file, line: line, path: "\(path)[\(index)]")
  }

  func error(_ message: String, toGoOn: String? = nil) -> ConfigurationError {
    ConfigurationError(file: file, line: line, keyPath: path, message: message, toGoOn: toGoOn)
  }
}

extension ConfigurationNode {
  /// An error at this value.
  func error(_ message: String, toGoOn: String? = nil) -> ConfigurationError {
    place.error(message, toGoOn: toGoOn)
  }

  /// The value is of another kind than its key wants.
  func wrongKind(expected: String) -> ConfigurationError {
    error("\(kindText) where \(expected) is expected")
  }

  /// The value is a word, but none of those its key takes.
  func wrongValue(_ text: String, allowed: [String]) -> ConfigurationError {
    let near = NearestName.nearest(to: text, among: allowed).map { "did you mean \"\($0)\"? " }
    return error(
      "wrong value \(ShownText.quoted(text))",
      toGoOn: "\(near ?? "")allowed: \(allowed.joined(separator: ", "))")
  }

  private var kindText: String {
    switch value {
    case .missing: "nothing"
    case .text(let text): ShownText.quoted(text)
    case .list: "a list"
    case .map: "a map"
    }
  }
}
