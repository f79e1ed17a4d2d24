/// How many columns text takes in a terminal or an editor with a fixed-width font.
///
/// The tables are short on purpose: whole blocks of wide scripts and emoji, and the combining marks of common
/// scripts. They are fuga's own so that the same report has the same bytes with every compiler version.
enum DisplayWidth {
  static func of(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + of($1) }
  }

  static func of(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    if contains(scalar, in: combining) { return 0 }
    return contains(scalar, in: wide) ? 2 : 1
  }

  /// The longest beginning that takes at most `width` columns.
  static func prefix(_ text: String, width: Int) -> Substring {
    var used = 0
    var end = text.unicodeScalars.startIndex
    for index in text.unicodeScalars.indices {
      used += of(text.unicodeScalars[index])
      if used > width { break }
      end = text.unicodeScalars.index(after: index)
    }
    return text[..<end]
  }

  /// The text, cut with `…` if it takes more than `width` columns.
  static func fitted(_ text: String, to width: Int) -> String {
    of(text) <= width ? text : String(prefix(text, width: width - 1)) + "…"
  }

  /// The text with spaces up to a width: behind text, before numbers.
  static func padded(_ text: String, to width: Int, _ alignment: Column.Alignment) -> String {
    let spaces = String(repeating: " ", count: max(0, width - of(text)))
    return alignment == .number ? spaces + text : text + spaces
  }

  private static func contains(
    _ scalar: Unicode.Scalar, in ranges: [ClosedRange<UInt32>]
  ) -> Bool {
    ranges.contains { $0.contains(scalar.value) }
  }

  /// Marks drawn over the character before, joiners and variation selectors.
  private static let combining: [ClosedRange<UInt32>] = [
    0x0300...0x036F, 0x0483...0x0489, 0x0591...0x05BD, 0x0610...0x061A, 0x064B...0x065F,
    0x0670...0x0670, 0x06D6...0x06DC, 0x0E31...0x0E31, 0x0E34...0x0E3A, 0x0E47...0x0E4E,
    0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x200B...0x200F, 0x20D0...0x20FF, 0x3099...0x309A,
    0xFE00...0xFE0F, 0xFE20...0xFE2F, 0xE0100...0xE01EF,
  ]

  /// East Asian wide and full-width characters, and emoji shown as pictures.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23F3, 0x25FD...0x25FE,
    0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F, 0x2693...0x2693, 0x26A1...0x26A1,
    0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE...0x26CE, 0x26D4...0x26D4,
    0x26EA...0x26EA, 0x26F2...0x26F5, 0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705,
    0x270A...0x270B, 0x2728...0x2728, 0x274C...0x274E, 0x2753...0x2757, 0x2795...0x2797,
    0x27B0...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B55, 0x2E80...0x303E, 0x3041...0xA4CF,
    0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
    0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x1B2FF, 0x1F004...0x1F0CF, 0x1F18E...0x1F19A,
    0x1F1E6...0x1F64F, 0x1F680...0x1F6FF, 0x1F7E0...0x1F7F0, 0x1F900...0x1F9FF,
    0x1FA70...0x1FAFF, 0x20000...0x3FFFD,
  ]
}
