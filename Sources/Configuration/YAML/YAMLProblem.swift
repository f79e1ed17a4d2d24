import Yams

/// What Yams found wrong with a text: the line and the words of its many errors.
struct YAMLProblem {
  /// 1-based; nil when Yams does not tell.
  private var line: Int?
  private var text: String
  private var toGoOn: String

  init(_ error: any Error) {
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      self.init(line: mark.line, text: YAMLProblem.text(context, problem))
    case .reader(let problem, let offset, _, let yaml):
      self.init(line: offset.map { YAMLProblem.line(in: yaml, at: $0) }, text: problem)
    case .duplicatedKeysInMapping(let keys, let context):
      let shown = keys.map { ShownText.quoted($0) }.joined(separator: ", ")
      self.init(
        line: context.mark.line, "key \(shown) is given twice", toGoOn: "keep one of the two")
    default: self.init(line: nil, text: "it cannot be read")
    }
  }

  private init(line: Int?, text: String) {
    self.init(
      line: line,
      "no valid YAML: \(ShownText.plain(text, scalarLimit: ShownText.longScalarLimit))",
      toGoOn: "look for a tab, a missing quote or bracket, or uneven indentation")
  }

  private init(line: Int?, _ text: String, toGoOn: String) {
    self.line = line
    self.text = text
    self.toGoOn = toGoOn
  }

  func configurationError(_ place: ConfigurationPlace) -> ConfigurationError {
    ConfigurationError(file: place.file, line: line, keyPath: "", message: text, toGoOn: toGoOn)
  }

  private static func text(_ context: YamlError.Context?, _ problem: String) -> String {
    context.map { "\($0.text), \(problem)" } ?? problem
  }

  /// The 1-based line of a character.
  private static func line(in yaml: String, at offset: Int) -> Int {
    1 + yaml.prefix(offset).count { $0.isNewline }
  }
}
