/// Cells of a CSV file, safe to open in a spreadsheet.
enum CSVEscaping {
  /// A cell of fuga's own: numbers, keys, dates.
  ///
  /// Quoted where RFC 4180 asks for it, nothing else.
  static func own(_ text: String) -> String {
    quotedIfNeeded(text)
  }

  /// A cell that holds input text: hidden characters made visible, a quote before what looks like a formula.
  static func input(_ text: String) -> String {
    quotedIfNeeded((beginsLikeFormula(text) ? "'" : "") + HiddenCharacter.shown(in: text))
  }

  /// Spreadsheets take these first characters, full-width ones too, for a formula (OWASP, "CSV Injection").
  static func beginsLikeFormula(_ text: String) -> Bool {
    switch text.unicodeScalars.first {
    case "=", "+", "-", "@", "\t", "\r", "\n": true
    case "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
    default: false
    }
  }

  private static func quotedIfNeeded(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: needsQuotes) else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  private static func needsQuotes(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "," || scalar == "\"" || scalar == "\n" || scalar == "\r"
  }
}
