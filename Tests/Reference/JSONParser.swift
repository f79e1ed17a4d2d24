/// What is wrong with a JSON text, and where.
public struct JSONParseError: Error, Equatable {
  /// Offset of the first byte that does not fit, from 0.
  public var byteOffset: Int
  /// What was expected there.
  public var expected: String
}

extension JSONValue {
  /// Parses one JSON text (RFC 8259), white space around it allowed.
  public init(parsing text: [UInt8]) throws {
    var parser = JSONParser(bytes: text)
    self = try parser.value()
    parser.skipSpace()
    if parser.offset < text.count { throw parser.failure("the end") }
  }

  /// Parses one JSON text given as a string.
  public init(parsing text: String) throws {
    try self.init(parsing: Array(text.utf8))
  }
}

/// A recursive-descent parser over the bytes of one JSON text.
struct JSONParser {
  let bytes: [UInt8]
  var offset = 0

  var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  init(bytes: [UInt8]) { self.bytes = bytes }

  func failure(_ expected: String) -> JSONParseError {
    JSONParseError(byteOffset: offset, expected: expected)
  }

  mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { offset += 1 }
  }

  mutating func take(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    guard bytes[offset...].starts(with: wanted) else { return false }
    offset += wanted.count
    return true
  }

  mutating func value() throws -> JSONValue {
    skipSpace()
    if take("null") { return .null }
    if take("true") { return .bool(true) }
    if take("false") { return .bool(false) }
    switch next {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    default: return try number()
    }
  }

  mutating func object() throws -> JSONValue {
    offset += 1
    var members: [String: JSONValue] = [:]
    skipSpace()
    if take("}") { return .object(members) }
    while true {
      skipSpace()
      let key = try string()
      skipSpace()
      guard take(":") else { throw failure("a colon") }
      guard members.updateValue(try value(), forKey: key) == nil else {
        throw failure("a key that is not yet there")
      }
      skipSpace()
      if take("}") { return .object(members) }
      guard take(",") else { throw failure("a comma or a closing brace") }
    }
  }

  mutating func array() throws -> JSONValue {
    offset += 1
    var elements: [JSONValue] = []
    skipSpace()
    if take("]") { return .array(elements) }
    while true {
      elements.append(try value())
      skipSpace()
      if take("]") { return .array(elements) }
      guard take(",") else { throw failure("a comma or a closing bracket") }
    }
  }

  mutating func number() throws -> JSONValue {
    let start = offset
    let allowed = Array("+-.0123456789eE".utf8)
    while let byte = next, allowed.contains(byte) { offset += 1 }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    guard Double(text) != nil else { throw failure("a value") }
    return .number(text)
  }

  mutating func string() throws -> String {
    guard take("\"") else { throw failure("a string") }
    var text: [UInt8] = []
    while let byte = next {
      offset += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += try escape()
      default: text.append(byte)
      }
    }
    throw failure("a closing quote")
  }

  mutating func escape() throws -> [UInt8] {
    guard let byte = next else { throw failure("an escape") }
    offset += 1
    let simple: [UInt8: UInt8] = [
      UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A,
      UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09, UInt8(ascii: "\""): 0x22,
      UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F,
    ]
    if let plain = simple[byte] { return [plain] }
    guard byte == UInt8(ascii: "u") else { throw failure("an escape") }
    var units = [try codeUnit()]
    if UTF16.isLeadSurrogate(units[0]), take("\\u") { units.append(try codeUnit()) }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  mutating func codeUnit() throws -> UInt16 {
    guard offset + 4 <= bytes.count else { throw failure("four hexadecimal digits") }
    let digits = String(decoding: bytes[offset..<offset + 4], as: UTF8.self)
    guard let unit = UInt16(digits, radix: 16) else { throw failure("four hexadecimal digits") }
    offset += 4
    return unit
  }
}
