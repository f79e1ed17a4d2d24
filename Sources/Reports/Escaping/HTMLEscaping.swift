/// Input text in HTML: it shows as the characters it is, in text and between the quotes of an attribute.
enum HTMLEscaping: PhraseStyle {
  /// An input value, masked and cut.
  static func value(_ value: InputText) -> String { text(ValueExcerpt.text(value)) }

  /// A name of a step, event, code, column or file.
  static func name(_ name: InputText) -> String { "<code>" + value(name) + "</code>" }

  /// Longer text that may repeat what a user wrote; not cut.
  static func prose(_ text: String) -> String { self.text(text) }

  /// The one place where text becomes HTML: marks become references, hidden characters visible.
  static func text(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case _ where HiddenCharacter.contains(scalar): escaped += HiddenCharacter.visible(scalar)
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

/// The same where no element may stand: in attributes and in the texts of a drawing.
enum HTMLTextEscaping: PhraseStyle {
  static func value(_ value: InputText) -> String { HTMLEscaping.value(value) }
  static func name(_ name: InputText) -> String { HTMLEscaping.value(name) }
  static func prose(_ text: String) -> String { HTMLEscaping.prose(text) }
}
