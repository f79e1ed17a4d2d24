/// A run of text that knows which of its parts came from the input.
///
/// It is written as a string literal. The label of an interpolation says where a part comes from, so input
/// text cannot get in as fuga's own: `"\(310) carts stopped at \(name: step.name)"`.
struct Phrase: Sendable {
  enum Part: Sendable {
    /// Fuga's own words and numbers; free of Markdown marks.
    case own(String)
    /// An input value, cut at 120 bytes.
    case value(InputText)
    /// An input value that names a step, event, code, column or file.
    case name(InputText)
    /// Text that may repeat what a user wrote, of any length.
    case prose(String)
  }

  var parts: [Part] = []

  init() {}

  init(name: InputText) {
    parts = [.name(name)]
  }

  init(value: InputText) {
    parts = [.value(value)]
  }

  init(own: String) {
    parts = [.own(own)]
  }

  init(count: Int) {
    self.init(own: PlainNumber.count(count))
  }

  /// A count, or a dash for nil.
  init(count: Int?) {
    self.init(own: count.map { PlainNumber.count($0) } ?? PlainNumber.none)
  }

  static func + (left: Phrase, right: Phrase) -> Phrase {
    var sum = left
    sum.parts += right.parts
    return sum
  }
}

extension Phrase: ExpressibleByStringInterpolation {
  struct StringInterpolation: StringInterpolationProtocol {
    var parts: [Part] = []

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { parts.append(.own(literal)) }
    }

    mutating func appendInterpolation(_ count: Int) {
      parts.append(.own(PlainNumber.count(count)))
    }

    mutating func appendInterpolation(_ phrase: Phrase) {
      parts += phrase.parts
    }

    mutating func appendInterpolation(own text: String) {
      parts.append(.own(text))
    }

    mutating func appendInterpolation(value: InputText) {
      parts.append(.value(value))
    }

    mutating func appendInterpolation(name: InputText) {
      parts.append(.name(name))
    }

    mutating func appendInterpolation(prose text: String) {
      parts.append(.prose(text))
    }
  }

  init(stringLiteral literal: String) {
    self.init(own: literal)
  }

  init(stringInterpolation interpolation: StringInterpolation) {
    parts = interpolation.parts
  }
}

/// How an output escapes the parts of a phrase.
protocol PhraseStyle {
  static func value(_ value: InputText) -> String
  static func name(_ name: InputText) -> String
  static func prose(_ text: String) -> String
}

extension Phrase {
  /// The phrase as text that is safe in the output the style is for.
  func text<Style: PhraseStyle>(_ style: Style.Type) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .own(let own): text += own
      case .value(let value): text += style.value(value)
      case .name(let name): text += style.name(name)
      case .prose(let prose): text += style.prose(prose)
      }
    }
    return text
  }
}
