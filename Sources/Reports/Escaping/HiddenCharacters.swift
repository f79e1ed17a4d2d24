/// Characters that a reader cannot see and that act on a terminal, on the direction of text, or on a line.
enum HiddenCharacter {
  /// Sorted, not overlapping.
  ///
  /// C0, DEL with C1, the Arabic letter mark, zero-width space, left-to-right and right-to-left marks, line
  /// and paragraph separators, bidi embeddings and overrides, word joiner and invisible operators, bidi
  /// isolates, byte order mark. The zero-width joiners U+200C and U+200D stay: Persian and emoji need them.
  private static let ranges: [ClosedRange<UInt32>] = [
    0x00...0x1F, 0x7F...0x9F, 0x061C...0x061C, 0x200B...0x200B, 0x200E...0x200F,
    0x2028...0x202E, 0x2060...0x2064, 0x2066...0x2069, 0xFEFF...0xFEFF,
  ]

  static func contains(_ scalar: Unicode.Scalar) -> Bool {
    ranges.contains { $0.contains(scalar.value) }
  }

  /// `\x1b` for control characters, `\u{202e}` for all others.
  static func visible(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    if scalar.value < 0x100 { return "\\x" + ExactDecimal.padded(digits, to: 2) }
    return "\\u{\(digits)}"
  }

  /// The text with every hidden character made visible.
  static func shown(in text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
      if contains(scalar) {
        shown += visible(scalar)
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }
}
