// The slow, obviously right reader of the reading contract: bytes in, rows and rejects out.
//
// It follows `RELIABILITY.md`, section 1, sentence by sentence, one byte at a time, and is used by
// tests only. It knows one time zone, UTC, and no page rules.
//
// How a file is read:
//
//     EF BB BF time,user,event LF   u1 …  LF   "open quote … LF   u2 … LF
//     BOM      header record        record     costs one line     record
//              line 1, offset 3     line 2     line 3             line 4

/// What became of one file.
public enum ReferenceReadOutcome: Sendable {
  /// The whole file is unusable; the reason is one of the contract's, such as `missing_column`.
  case error(String)
  /// The file was read to its end.
  case rows([ReferenceReadRow], rejects: [ReferenceReject], repeatedHeaders: Int)
}

/// One accepted row.
public struct ReferenceReadRow: Sendable {
  /// The physical line on which the record begins, from 1, header included.
  public var line: Int
  /// Where the record begins in the decompressed stream, from 0, byte order mark included.
  public var byteOffset: Int
  /// The row's time in milliseconds since 1970-01-01 UTC.
  public var timeMilliseconds: Int64
  /// All columns in the order of the header, without their quotes.
  public var fields: [[UInt8]]
}

/// One row that cannot be used.
public struct ReferenceReject: Sendable, Equatable {
  /// The physical line on which the record begins, from 1, header included.
  public var line: Int
  /// Where the record begins in the decompressed stream, from 0, byte order mark included.
  public var byteOffset: Int
  /// One of the contract's thirteen reasons.
  public var reason: String

  /// Creates a reject.
  public init(line: Int, byteOffset: Int, reason: String) {
    self.line = line
    self.byteOffset = byteOffset
    self.reason = reason
  }
}

/// The longest record, header included, in bytes without its line end.
public let referenceRecordLimit = 1_048_576

/// The longest user, session or event, in bytes.
public let referenceKeyLimit = 1024

/// Reads a whole file.
///
/// - Parameters:
///   - bytes: the decompressed content.
///   - map: role to header name, as `--map role=column` gives it.
///   - recordLimit: the longest record, header included, in bytes without its line end.
///   - checksValues: makes checks 8 to 13 of the contract's table too; without them every time is 0.
/// - Returns: an error for the whole file, or its rows and rejects in file order.
public func referenceRead(
  _ bytes: [UInt8], map: [String: String] = [:], recordLimit: Int = referenceRecordLimit,
  checksValues: Bool = true
) -> ReferenceReadOutcome {
  if let reason = ReferenceContent.refusal(of: bytes) { return .error(reason) }
  var cursor = ReferenceCursor(bytes: bytes)
  if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { cursor.offset = 3 }
  cursor.skipBlankLines()
  if cursor.isAtEnd { return .error("empty_input") }

  let header: ReferenceHeader
  let found = ReferenceHeader.read(
    bytes: bytes, from: cursor.offset, map: map, recordLimit: recordLimit)
  switch found {
  case .failure(let reason): return .error(reason)
  case .success(let accepted): header = accepted
  }
  cursor.pass(to: header.end)
  return referenceReadRows(cursor, header, recordLimit: recordLimit, checksValues: checksValues)
}

/// Reads what follows the header.
private func referenceReadRows(
  _ start: ReferenceCursor, _ header: ReferenceHeader, recordLimit: Int, checksValues: Bool
) -> ReferenceReadOutcome {
  var cursor = start
  var rows: [ReferenceReadRow] = []
  var rejects: [ReferenceReject] = []
  var repeatedHeaders = 0
  cursor.skipBlankLines()
  while !cursor.isAtEnd {
    let line = cursor.line
    let offset = cursor.offset
    let record = ReferenceRecord.read(
      bytes: cursor.bytes, from: offset, delimiter: header.delimiter, recordLimit: recordLimit)
    switch record {
    case .broken(let reason):
      rejects.append(ReferenceReject(line: line, byteOffset: offset, reason: reason))
      cursor.pass(to: ReferenceRecord.lineEnd(cursor.bytes, from: offset))
    case .fields(let fields, let end):
      let raw = Array(cursor.bytes[offset..<end])
      if raw == header.raw {
        repeatedHeaders += 1
      } else {
        let outcome = referenceCheck(
          raw: raw, fields: fields, header: header, checksValues: checksValues)
        switch outcome {
        case .time(let time):
          rows.append(
            ReferenceReadRow(
              line: line, byteOffset: offset, timeMilliseconds: time, fields: fields))
        case .reject(let reason):
          rejects.append(ReferenceReject(line: line, byteOffset: offset, reason: reason))
        }
      }
      cursor.pass(to: end)
    }
    cursor.skipBlankLines()
  }
  return .rows(rows, rejects: rejects, repeatedHeaders: repeatedHeaders)
}

/// Makes checks 4 to 13 of the contract's table, in its order; the first failure is the reason.
private func referenceCheck(
  raw: [UInt8], fields: [[UInt8]], header: ReferenceHeader, checksValues: Bool
) -> ReferenceTime {
  if raw.contains(0) { return .reject("nul_byte") }
  if !ReferenceContent.isUTF8(raw) { return .reject("invalid_utf8") }
  if fields.count < header.names.count { return .reject("too_few_fields") }
  if fields.count > header.names.count { return .reject("too_many_fields") }
  guard checksValues else { return .time(0) }

  func value(_ role: String) -> [UInt8] {
    if let column = header.columns[role] { return fields[column] }
    return []
  }
  let time = referenceTime(value("time"))
  if case .reject = time { return time }
  let user = value("user").isEmpty ? value("customer") : value("user")
  if user.isEmpty { return .reject("empty_user_id") }
  if value("event").isEmpty { return .reject("empty_event") }
  for key in [user, value("session"), value("event")] where key.count > referenceKeyLimit {
    return .reject("key_too_long")
  }
  for role in ["value", "quantity"] {
    if referenceAmount(value(role)) == .reject { return .reject("invalid_number") }
  }
  return time
}

/// A place in the file: byte offset and physical line.
struct ReferenceCursor {
  let bytes: [UInt8]
  var offset = 0
  var line = 1

  init(bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { offset >= bytes.count }

  /// Moves to `end`, the end of a record or of a line, then over the line end that stands there.
  mutating func pass(to end: Int) {
    while offset < end {
      if !passLineEnd() { offset += 1 }
    }
    _ = passLineEnd()
  }

  mutating func skipBlankLines() {
    while passLineEnd() {}
  }

  /// Passes one LF, CRLF or lone CR, if one stands here.
  private mutating func passLineEnd() -> Bool {
    guard offset < bytes.count else { return false }
    if bytes[offset] == 0x0A {
      offset += 1
    } else if bytes[offset] == 0x0D {
      offset += 1
      if offset < bytes.count, bytes[offset] == 0x0A { offset += 1 }
    } else {
      return false
    }
    line += 1
    return true
  }
}
