/// Reads the values of flags, and those of the configuration that are written alike.
package enum FlagValues {}

/// Why a flag's value cannot be used.
package struct FlagValueError: Error, Equatable, Sendable {
  /// What is wrong, with what was seen; lower-case, without the flag's name.
  package var message: String
  /// What the user can do; nil when the message says it all.
  package var toGoOn: String?

  package init(_ message: String, toGoOn: String? = nil) {
    self.message = message
    self.toGoOn = toGoOn
  }
}

extension FlagValues {
  /// A whole number of ASCII digits; nil for any other text and above `Int64.max`.
  static func wholeNumber(_ text: some StringProtocol) -> Int64? {
    guard !text.isEmpty, text.utf8.allSatisfy(isDigit) else { return nil }
    return Int64(text)
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// The parts of a list such as `a,b,c`, without spaces around them.
  static func listItems(_ text: String) throws(FlagValueError) -> [String] {
    var items: [String] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let item = part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
      guard !item.isEmpty else {
        throw FlagValueError(
          "an empty name in \(ShownText.quoted(text))", toGoOn: "separate names with one comma")
      }
      items.append(String(item))
    }
    return items
  }
}
