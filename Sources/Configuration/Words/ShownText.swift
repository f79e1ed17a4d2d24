/// Text from a file or flag as messages show it: short, and with nothing that moves a terminal's cursor.
enum ShownText {
  /// Longer texts are cut: a message is to be read in one glance.
  static let shortScalarLimit = 60
  /// For sentences of other libraries.
  static let longScalarLimit = 200

  /// The text in double quotes.
  static func quoted(_ text: String) -> String { "\"\(plain(text))\"" }

  /// The bytes, read as UTF-8, in double quotes.
  static func quoted(_ bytes: [UInt8]) -> String { quoted(String(decoding: bytes, as: UTF8.self)) }

  /// The text without quotes.
  static func plain(_ text: String, scalarLimit: Int = shortScalarLimit) -> String {
    var shown = ""
    for scalar in text.unicodeScalars.prefix(scalarLimit) { append(scalar, to: &shown) }
    return text.unicodeScalars.count > scalarLimit ? shown + "…" : shown
  }

  private static func append(_ scalar: Unicode.Scalar, to shown: inout String) {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
      shown += "\\u{\(String(scalar.value, radix: 16))}"
    default: shown.unicodeScalars.append(scalar)
    }
  }
}
