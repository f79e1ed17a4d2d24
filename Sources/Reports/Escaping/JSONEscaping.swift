/// Strings in JSON, safe inside a `<script>` element too.
enum JSONEscaping {
  /// The text in double quotes.
  ///
  /// Every escape is reversible: a JSON reader gets the same characters back.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars { append(scalar, to: &quoted) }
    return quoted + "\""
  }

  private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
    switch scalar {
    case "\"": text += "\\\""
    case "\\": text += "\\\\"
    case "\n": text += "\\n"
    case "\r": text += "\\r"
    case "\t": text += "\\t"
    // `</script>` and `<!--` would end the element that holds the JSON.
    case "<", ">", "&": text += unicodeEscape(scalar)
    case _ where HiddenCharacter.contains(scalar): text += unicodeEscape(scalar)
    default: text.unicodeScalars.append(scalar)
    }
  }

  /// Only for characters below U+10000; all that are escaped are.
  private static func unicodeEscape(_ scalar: Unicode.Scalar) -> String {
    "\\u" + ExactDecimal.padded(String(scalar.value, radix: 16), to: 4)
  }
}
