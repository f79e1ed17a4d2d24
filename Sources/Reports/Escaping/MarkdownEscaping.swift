/// Input text in Markdown: it renders as the characters it is, and never as markup.
enum MarkdownEscaping: PhraseStyle {
  /// An input value, cut, with every mark escaped.
  static func value(_ value: InputText) -> String {
    escaped(ValueExcerpt.text(value))
  }

  /// A name of a step, event or code: a code span if it is plain enough to need no escape, else a value.
  static func name(_ name: InputText) -> String {
    let masked = SensitiveText.masked(name)
    guard masked.count <= ValueExcerpt.limitBytes, isPlainName(masked) else { return value(name) }
    return "`" + String(decoding: masked, as: UTF8.self) + "`"
  }

  /// Longer text that may repeat what a user wrote; not cut.
  static func prose(_ text: String) -> String {
    escaped(text)
  }

  private static func isPlainName(_ name: InputText) -> Bool {
    guard let first = name.first, isWordByte(first) else { return false }
    return name.allSatisfy { isWordByte($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
    default: false
    }
  }

  private static func escaped(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var escaped = ""
    for index in scalars.indices { append(scalars, at: index, to: &escaped) }
    return escaped
  }

  private static func append(_ scalars: [Unicode.Scalar], at index: Int, to text: inout String) {
    let scalar = scalars[index]
    if HiddenCharacter.contains(scalar) {
      text += HiddenCharacter.visible(scalar)
    } else if index == 0, CSVEscaping.beginsLikeFormula(String(scalar)) {
      text += escapedFormulaStart(scalar)
    } else {
      if isMark(scalar) || beginsLink(scalars, at: index) { text += "\\" }
      text.unicodeScalars.append(scalar)
    }
  }

  /// A backslash escapes ASCII only; a full-width sign becomes a character reference.
  private static func escapedFormulaStart(_ scalar: Unicode.Scalar) -> String {
    scalar.isASCII ? "\\" + String(scalar) : "&#x\(String(scalar.value, radix: 16));"
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\\", "`", "*", "_", "{", "}", "[", "]", "<", ">", "#", "|", "~", "&", "$", "@": true
    default: false
    }
  }

  /// GitHub turns bare `https://…` and `www.…` into links: the colon and the dot are escaped.
  private static func beginsLink(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
    switch scalars[index] {
    case ":": scalars[index...].starts(with: [":", "/", "/"])
    case ".": index >= 3 && scalars[(index - 3)..<index].allSatisfy { $0 == "w" || $0 == "W" }
    default: false
    }
  }
}
