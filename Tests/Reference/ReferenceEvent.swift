/// A row before its time was parsed: decoded bytes by role name or property header.
///
/// `time` holds the milliseconds since 1970 UTC as decimal text; a missing key means absent or
/// empty.
public struct ReferenceRow: Sendable {
  /// Decoded bytes by role name (`time`, `user`, `event`, `session`, …) or property header.
  public var columns: [String: [UInt8]]

  /// Creates a row from its columns.
  public init(columns: [String: [UInt8]]) { self.columns = columns }
}

/// One understood row: a user did something at a time.
public struct ReferenceEvent: Sendable, Hashable {
  /// Milliseconds since 1970-01-01 UTC.
  public var timeMilliseconds: Int64
  /// The user id as it stands in the row; empty: the row's customer stands in for it.
  public var user: [UInt8]
  /// The event name as it stands in the row; not empty.
  public var event: [UInt8]
  /// Decoded bytes of the other roles by name and of properties by header; absent = empty.
  ///
  /// Roles: `session`, `sequence`, `customer`, `page`, `channel`, `device`, `value`, `quantity`,
  /// `currency`, `item`, `order`, `code`, `rating`.
  public var fields: [String: [UInt8]]

  /// Creates an event from bytes.
  public init(
    timeMilliseconds: Int64, user: [UInt8], event: [UInt8], fields: [String: [UInt8]] = [:]
  ) {
    self.timeMilliseconds = timeMilliseconds
    self.user = user
    self.event = event
    self.fields = fields
  }

  /// Creates an event from text, for tests by hand.
  public init(_ time: Int64, _ user: String, _ event: String, _ fields: [String: String] = [:]) {
    self.init(
      timeMilliseconds: time, user: Array(user.utf8), event: Array(event.utf8),
      fields: fields.mapValues { Array($0.utf8) })
  }

  /// Takes a row apart; nil without a time, an event, or a user and a customer.
  public init?(_ row: ReferenceRow) {
    var rest = row.columns
    guard let time = rest.removeValue(forKey: "time"),
      let milliseconds = Int64(String(decoding: time, as: UTF8.self)),
      let event = rest.removeValue(forKey: "event"), !event.isEmpty
    else { return nil }
    let user = rest.removeValue(forKey: "user") ?? []
    if user.isEmpty && (rest["customer"] ?? []).isEmpty { return nil }
    self.init(timeMilliseconds: milliseconds, user: user, event: event, fields: rest)
  }

  /// The bytes of a role or property; empty if missing.
  func text(_ name: String) -> Text { Text(bytes: fields[name] ?? []) }
}

/// Text as bytes: equal and ordered by bytes, never by Unicode's equivalences.
struct Text: Hashable, Comparable, ExpressibleByStringLiteral, Sendable {
  var bytes: [UInt8]

  init(bytes: [UInt8]) { self.bytes = bytes }
  init(_ text: String) { self.bytes = Array(text.utf8) }
  init(stringLiteral text: String) { self.bytes = Array(text.utf8) }

  var isEmpty: Bool { bytes.isEmpty }
  var string: String { String(decoding: bytes, as: UTF8.self) }
  var json: JSONValue { .string(string) }

  static func < (left: Text, right: Text) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}
