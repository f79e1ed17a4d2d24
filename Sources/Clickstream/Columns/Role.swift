/// What a column means to the analysis.
public enum Role: String, CaseIterable, Sendable, Hashable {
  case time, user, event
  case session, sequence, customer, page, channel, device, value, quantity, currency, item, order,
    code, rating

  /// Without these a file cannot be used.
  public static let needed: [Role] = [.time, .user, .event]
}

/// A column as conditions and breakdowns name it: by role, else by its header.
public enum Field: Hashable, Sendable {
  case role(Role)
  /// A property, by its normalised header name.
  case property([UInt8])

  /// Reads a name as users write it: a role's name means the role.
  public init(name: String) {
    let normalized = normalizedName(Array(name.utf8))
    if let role = Role(rawValue: String(decoding: normalized, as: UTF8.self)) {
      self = .role(role)
    } else {
      self = .property(normalized)
    }
  }

  /// The name as bytes, for output.
  public var name: [UInt8] {
    switch self {
    case .role(let role): Array(role.rawValue.utf8)
    case .property(let name): name
    }
  }
}

/// A header or event name in the form in which names are compared: ASCII letters lower, a leading `$` dropped,
/// and ` `, `-`, `.` as `_`.
package func normalizedName(_ name: [UInt8]) -> [UInt8] {
  let body = name.first == UInt8(ascii: "$") ? name[1...] : name[...]
  return body.map { byte in
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
    case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."): UInt8(ascii: "_")
    default: byte
    }
  }
}
