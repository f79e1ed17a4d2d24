/// One record, split by the automaton of RFC 4180, one byte at a time.
///
/// A quote opens only as the first byte of a field; elsewhere it is data. A record is at most
/// `recordLimit` bytes long without its line end.
enum ReferenceRecord {
  /// The record is well quoted; `end` is the offset of its line end or of the end of the file.
  case fields([[UInt8]], end: Int)
  /// The record costs one physical line; the reason is one of the contract's first three.
  case broken(String)

  private enum State {
    case fieldStart
    case plain
    case quoted
    /// A quote was seen inside a quoted field: it closes the field, or is the first of a pair.
    case quoteSeen
  }

  /// Reads the record that begins at `start`, which is neither a line end nor the end of the file.
  static func read(
    bytes: [UInt8], from start: Int, delimiter: UInt8, recordLimit: Int
  ) -> ReferenceRecord {
    // A first line beyond the limit is too long, whatever its quotes do.
    if lineEnd(bytes, from: start) - start > recordLimit {
      return .broken("record_too_long")
    }
    var fields: [[UInt8]] = []
    var field: [UInt8] = []
    var state = State.fieldStart
    var offset = start
    while offset < bytes.count {
      let byte = bytes[offset]
      let isLineEnd = byte == 0x0A || byte == 0x0D
      if isLineEnd && state != .quoted {
        fields.append(field)
        return .fields(fields, end: offset)
      }
      // This byte would be one too many: checks run in the order of the contract's table.
      if offset - start == recordLimit { return .broken("record_too_long") }
      switch state {
      case .fieldStart where byte == 0x22:
        state = .quoted
      case .fieldStart where byte == delimiter, .plain where byte == delimiter,
        .quoteSeen where byte == delimiter:
        fields.append(field)
        field = []
        state = .fieldStart
      case .fieldStart, .plain:
        field.append(byte)
        state = .plain
      case .quoted where byte == 0x22:
        state = .quoteSeen
      case .quoted:
        field.append(byte)
      case .quoteSeen where byte == 0x22:
        field.append(byte)
        state = .quoted
      case .quoteSeen:
        return .broken("quote_error")
      }
      offset += 1
    }
    if state == .quoted { return .broken("unterminated_quote") }
    fields.append(field)
    return .fields(fields, end: offset)
  }

  /// The offset of the first line end at or after `start`, or of the end of the file.
  static func lineEnd(_ bytes: [UInt8], from start: Int) -> Int {
    var offset = start
    while offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D { offset += 1 }
    return offset
  }
}

/// Checks of bytes that know nothing of records.
enum ReferenceContent {
  /// Why a file is refused by its first bytes, or nil.
  static func refusal(of bytes: [UInt8]) -> String? {
    if bytes.isEmpty { return "empty_input" }
    let formats: [[UInt8]] = [
      [0x50, 0x4B, 0x03, 0x04], [0x50, 0x4B, 0x05, 0x06],  // zip, empty zip
      [0x28, 0xB5, 0x2F, 0xFD],  // zstd
      [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00],  // xz
      [0x1F, 0x9D],  // compress (.Z)
      [0x1F, 0x8B],  // gzip inside gzip
      [0x78, 0x01], [0x78, 0x5E], [0x78, 0x9C], [0x78, 0xDA],  // zlib
    ]
    for format in formats where bytes.starts(with: format) { return "unsupported_format" }
    // bzip2: BZh, a level, then the first block or the end of the stream.
    if bytes.count >= 6, bytes.starts(with: [0x42, 0x5A, 0x68]), (0x31...0x39).contains(bytes[3]),
      bytes[4...5] == [0x31, 0x41] || bytes[4...5] == [0x17, 0x72]
    {
      return "unsupported_format"
    }
    let encodings: [[UInt8]] = [[0xFF, 0xFE], [0xFE, 0xFF], [0x00, 0x00, 0xFE, 0xFF]]
    for mark in encodings where bytes.starts(with: mark) { return "unsupported_encoding" }
    return nil
  }

  /// Whether the bytes are UTF-8: no overlong form, no surrogate, nothing above U+10FFFF.
  static func isUTF8(_ bytes: [UInt8]) -> Bool {
    var index = 0
    while index < bytes.count {
      let lead = bytes[index]
      let length: Int
      var value: UInt32
      switch lead {
      case 0x00...0x7F: (length, value) = (1, UInt32(lead))
      case 0xC0...0xDF: (length, value) = (2, UInt32(lead) - 0xC0)
      case 0xE0...0xEF: (length, value) = (3, UInt32(lead) - 0xE0)
      case 0xF0...0xF7: (length, value) = (4, UInt32(lead) - 0xF0)
      default: return false
      }
      if index + length > bytes.count { return false }
      for next in bytes[(index + 1)..<(index + length)] {
        if !(0x80...0xBF).contains(next) { return false }
        value = value * 64 + UInt32(next) - 0x80
      }
      let smallest: [UInt32] = [0, 0x80, 0x800, 0x10000]
      if value < smallest[length - 1] { return false }
      if (0xD800...0xDFFF).contains(value) || value > 0x10FFFF { return false }
      index += length
    }
    return true
  }
}
