/// A JSON value whose numbers keep their text and whose objects have no order.
///
/// Two numbers are equal when they are the same decimal (`1`, `1.0` and `1.00` are); two strings
/// when they have the same bytes.
public indirect enum JSONValue: Sendable {
  case null
  case bool(Bool)
  /// A number as its decimal text.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// A whole number.
  public static func integer(_ value: Int) -> JSONValue { .number(String(value)) }

  /// The member of that name; nil if this is no object or has no such member.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[key]
  }

  /// The element at that index; nil if this is no array or is too short.
  public subscript(index: Int) -> JSONValue? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }
}

extension JSONValue: Equatable {
  /// Compares numbers as decimals and strings as bytes.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): plainDecimal(left) == plainDecimal(right)
    case (.string(let left), .string(let right)): Array(left.utf8) == Array(right.utf8)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    default: false
    }
  }
}

extension JSONValue: CustomStringConvertible {
  /// Compact JSON with sorted keys, for messages (control characters are not escaped).
  public var description: String {
    switch self {
    case .null: return "null"
    case .bool(let value): return String(value)
    case .number(let text): return text
    case .string(let text): return "\"\(text)\""
    case .array(let elements):
      return "[" + elements.map(\.description).joined(separator: ",") + "]"
    case .object(let members):
      let sorted = members.sorted { $0.key < $1.key }
      return "{" + sorted.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }
  }
}

/// A decimal without superfluous zeros: `-0.50` becomes `-0.5`, `1.0` becomes `1`, `-0.0` becomes
/// `0`.
func plainDecimal(_ text: String) -> String {
  guard text.contains("."), !text.contains("e"), !text.contains("E") else {
    return text == "-0" ? "0" : text
  }
  var bytes = Array(text.utf8)
  while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
  if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
  let plain = String(decoding: bytes, as: UTF8.self)
  return plain == "-0" ? "0" : plain
}
