/// How much of an input value people are shown, before any escaping.
enum ValueExcerpt {
  static let limitBytes = 120

  /// The value as text, masked and cut at 120 bytes; bytes that are not UTF-8 become U+FFFD.
  ///
  /// A value that begins or ends with a space, or is empty, stands in quotes: nobody would see it else.
  static func text(_ value: InputText) -> String {
    let shown = cut(SensitiveText.masked(value))
    let isBlankAtEdge = value.isEmpty || value.first == space || value.last == space
    return isBlankAtEdge ? "\"\(shown)\"" : shown
  }

  private static let space = UInt8(ascii: " ")

  private static func cut(_ value: InputText) -> String {
    guard value.count > limitBytes else { return String(decoding: value, as: UTF8.self) }
    return String(decoding: value[..<boundary(in: value)], as: UTF8.self) + "…"
  }

  /// The greatest character boundary at or below the limit.
  private static func boundary(in value: InputText) -> Int {
    var end = limitBytes
    // A UTF-8 character has at most three continuation bytes; a longer run is not UTF-8 and may be cut.
    while end > limitBytes - 3, isContinuation(value[end]) { end -= 1 }
    return end
  }

  private static func isContinuation(_ byte: UInt8) -> Bool {
    byte & 0b1100_0000 == 0b1000_0000
  }
}
