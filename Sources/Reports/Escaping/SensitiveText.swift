/// Hides card numbers and e-mail addresses in text from the input.
///
/// Card numbers: runs of 13 to 19 digits, single spaces or hyphens between them allowed, that pass the Luhn check keep their
/// first six and last four digits (the most that PCI DSS 3.4.1 lets be shown). E-mail addresses keep the first
/// letter of their local part.
package enum SensitiveText {
  /// The text with both masked.
  package static func masked(_ text: InputText) -> InputText {
    maskedAddresses(maskedCards(text))
  }

  // MARK: Card numbers

  private static func maskedCards(_ text: InputText) -> InputText {
    var result = text
    var start = 0
    while start < text.count {
      guard isDigit(text[start]) else {
        start += 1
        continue
      }
      let run = digitRun(text, from: start)
      mask(run.digits, of: text, in: &result)
      start = run.end
    }
    return result
  }

  /// Places of the digits of one run, which single spaces or hyphens may part.
  private static func digitRun(
    _ text: InputText, from start: Int
  ) -> (digits: [Int], end: Int) {
    var digits: [Int] = []
    var position = start
    while position < text.count {
      if isDigit(text[position]) {
        digits.append(position)
      } else if !isSeparator(text[position]) || position + 1 == text.count
        || !isDigit(text[position + 1])
      {
        break
      }
      position += 1
    }
    return (digits, max(position, start + 1))
  }

  /// Looks for card numbers of every length at every place: other digits may stand right beside one.
  private static func mask(_ digits: [Int], of text: InputText, in result: inout InputText) {
    for first in digits.indices {
      for length in stride(from: 19, through: 13, by: -1) where first + length <= digits.count {
        let places = digits[first..<first + length]
        guard passesLuhn(places.map { text[$0] - UInt8(ascii: "0") }) else { continue }
        for place in places.dropFirst(6).dropLast(4) { result[place] = UInt8(ascii: "*") }
      }
    }
  }

  /// ISO/IEC 7812-1, annex B; a number of zeros only is no card.
  private static func passesLuhn(_ digits: [UInt8]) -> Bool {
    var sum = 0
    for (index, digit) in digits.reversed().enumerated() {
      let doubled = index % 2 == 1 ? Int(digit) * 2 : Int(digit)
      sum += doubled > 9 ? doubled - 9 : doubled
    }
    return sum % 10 == 0 && sum > 0
  }

  // MARK: E-mail addresses

  private static func maskedAddresses(_ text: InputText) -> InputText {
    var result: InputText = []
    for (index, byte) in text.enumerated() {
      if byte == UInt8(ascii: "@"), index + 1 < text.count, isLocal(text[index + 1]) {
        var length = 0
        while length < index && isLocal(text[index - 1 - length]) { length += 1 }
        if length > 0 {
          result.removeLast(min(result.count, length - 1))
          result += Array("***".utf8)
        }
      }
      result.append(byte)
    }
    return result
  }

  /// Bytes that a local part may hold, non-ASCII ones included.
  private static func isLocal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x80...0xff:
      true
    default: isDigit(byte) || "._%+-".utf8.contains(byte)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-")
  }
}

/// Input text for messages on standard error: masked, cut, and unable to act on a terminal.
package enum MessageText {
  /// A line of text that may quote something; nothing of it acts on a terminal.
  package static func line(_ text: String) -> String { TerminalEscaping.prose(text) }

  /// A value, a column's name or a path.
  package static func shown(_ text: InputText) -> String {
    TerminalEscaping.value(SensitiveText.masked(text))
  }
}
