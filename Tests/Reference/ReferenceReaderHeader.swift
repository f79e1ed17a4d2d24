/// The header of a file: its names, its delimiter and which column has which role.
struct ReferenceHeader {
  /// The header record as it stands, without its line end.
  let raw: [UInt8]
  /// The offset of the header's line end or of the end of the file.
  let end: Int
  let delimiter: UInt8
  let names: [[UInt8]]
  /// Role to column index.
  let columns: [String: Int]

  enum Outcome {
    case success(ReferenceHeader)
    case failure(String)
  }

  private static let delimiters: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]  // , ; tab |

  /// Reads the header that begins at `start`, the first line that is not blank.
  static func read(
    bytes: [UInt8], from start: Int, map: [String: String], recordLimit: Int
  ) -> Outcome {
    let lineEnd = ReferenceRecord.lineEnd(bytes, from: start)
    if bytes[start..<min(lineEnd, start + recordLimit)].contains(0) {
      return .failure("binary_input")
    }
    if lineEnd - start > recordLimit { return .failure("header_too_long") }

    // The delimiter is the one under which the needed roles are there.
    for delimiter in delimiters {
      let record = ReferenceRecord.read(
        bytes: bytes, from: start, delimiter: delimiter, recordLimit: recordLimit)
      guard case .fields(let names, let end) = record else { continue }
      if let reason = ReferenceColumns.failure(names: names, map: map) {
        if reason == "missing_column" { continue }
        return .failure(reason)
      }
      return .success(
        ReferenceHeader(
          raw: Array(bytes[start..<end]), end: end, delimiter: delimiter, names: names,
          columns: ReferenceColumns.roles(names: names, map: map)))
    }
    // None: say what is wrong under the delimiter that occurs most, the first of equals.
    let line = bytes[start..<lineEnd]
    var best = delimiters[0]
    for delimiter in delimiters
    where line.count(where: { $0 == delimiter }) > line.count(where: { $0 == best }) {
      best = delimiter
    }
    let record = ReferenceRecord.read(
      bytes: bytes, from: start, delimiter: best, recordLimit: recordLimit)
    if case .broken(let reason) = record {
      return .failure(reason == "record_too_long" ? "header_too_long" : "header_quote_error")
    }
    return .failure("missing_column")
  }
}

/// Which column has which role, by `LAYOUTS.md`, section 1.
enum ReferenceColumns {
  /// Names of an anonymous or device id: beside one of these, `user_id` is the customer.
  private static let anonymous = [
    "visitorid", "visitor_id", "domain_userid", "user_pseudo_id", "distinct_id", "anonymous_id",
    "clientid", "client_id", "device_id", "idvisitor",
  ]

  /// Synonyms of each role, best first.
  ///
  /// The customer is found beside the user.
  private static let synonyms: [(role: String, names: [String])] = [
    (
      "time",
      [
        "timestamp", "event_time", "event_timestamp", "derived_tstamp", "collector_tstamp",
        "created_at", "server_time", "time", "ts", "original_timestamp", "client_event_time",
        "dvce_created_tstamp", "received_at", "server_received_time",
      ]
    ),
    ("user", anonymous + ["user_id", "user", "customer"]),
    ("customer", ["user_id", "customer_id"]),
    (
      "session",
      [
        "user_session", "session_id", "sessionid", "domain_sessionid", "ga_session_id",
        "website_session_id", "idvisit", "visit_id",
      ]
    ),
    ("event", ["event_name", "event_type", "event", "action", "name", "event_text"]),
    (
      "value",
      [
        "value", "order_value", "revenue", "price", "unit_price", "ecommerce_purchase_revenue",
        "tr_total", "event_value_in_usd",
      ]
    ),
    ("quantity", ["quantity", "ti_quantity", "items_quantity", "qty"]),
  ]

  /// A header's name as it is compared: lower case, no leading `$`, `.`, `-` and blank as `_`.
  static func normalised(_ name: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for (index, byte) in name.enumerated() {
      if index == 0 && byte == 0x24 { continue }
      switch byte {
      case 0x41...0x5A: result.append(byte + 0x20)
      case 0x2E, 0x2D, 0x20: result.append(0x5F)
      default: result.append(byte)
      }
    }
    return result
  }

  /// The columns of the roles that a reader needs: keys, time and amounts.
  static func roles(names: [[UInt8]], map: [String: String]) -> [String: Int] {
    var columns: [String: Int] = [:]
    // What is mapped comes first, so that no synonym takes its column.
    for (role, name) in map {
      columns[role] = mapped(name, names)
    }
    for (role, list) in synonyms where map[role] == nil {
      let taken = Set(columns.values)
      for synonym in list {
        let column = names.indices.first {
          normalised(names[$0]) == Array(synonym.utf8) && !taken.contains($0)
        }
        if let column {
          columns[role] = column
          break
        }
      }
      // The session column stands in for a user column that is not there.
      if role == "session", columns["user"] == nil, map["user"] == nil,
        let session = columns["session"]
      {
        columns["user"] = session
        columns["session"] = nil
      }
    }
    return columns
  }

  /// Why the header cannot be used: `missing_column`, `duplicate_column` or nil.
  static func failure(names: [[UInt8]], map: [String: String]) -> String? {
    let columns = roles(names: names, map: map)
    var isDuplicate = false
    for role in ["time", "user", "event"] {
      guard let column = columns[role] else { return "missing_column" }
      let name = normalised(names[column])
      if names.count(where: { normalised($0) == name }) > 1 { isDuplicate = true }
    }
    return isDuplicate ? "duplicate_column" : nil
  }

  /// The column that a map names: by its bytes, else as synonyms are compared.
  private static func mapped(_ name: String, _ names: [[UInt8]]) -> Int? {
    let bytes = Array(name.utf8)
    return names.firstIndex(of: bytes)
      ?? names.firstIndex { normalised($0) == normalised(bytes) }
  }
}
