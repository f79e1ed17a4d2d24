import Reference
import RowReader

/// One row as a sink saw it.
struct RecordedRow: Equatable, CustomStringConvertible {
  var line: Int
  var byteOffset: Int
  var fields: [[UInt8]]

  var description: String {
    let texts = fields.map { String(decoding: $0, as: UTF8.self).debugDescription }
    return "\(line)@\(byteOffset) " + texts.joined(separator: "|")
  }
}

/// One reject without its excerpt, which depends on how much of an overlong record was at hand.
struct RecordedReject: Equatable, CustomStringConvertible {
  var line: Int
  var byteOffset: Int
  var reason: String

  var description: String { "\(line)@\(byteOffset) \(reason)" }
}

/// What became of a file.
enum Recorded: Equatable {
  case error(String)
  case rows([RecordedRow], rejects: [RecordedReject], repeatedHeaders: Int)
}

/// Keeps every row of a file whose header names time, user and event.
struct RecordingSink: RowSink {
  var rows: [RecordedRow] = []
  var rejections: [Rejection] = []
  /// Columns to deliver; nil for all.
  var selection: [Int]?

  mutating func accept(_ header: Header) throws(ReadError) -> [Int]? {
    for name in ["time", "user", "event"] where !header.names.contains(Array(name.utf8)) {
      return nil
    }
    return selection ?? Array(header.names.indices)
  }

  func missingColumns(in header: Header) -> ReadError {
    ReadError(.missingColumn, headers: header.names)
  }

  mutating func receive(_ batch: borrowing RowBatch, bytes: Span<UInt8>) {
    for row in 0..<batch.count {
      var fields: [[UInt8]] = []
      for slot in 0..<batch.fieldsPerRow {
        fields.append(batch.field(slot, ofRow: row).map { bytes[$0] })
      }
      let offset = batch.streamOffset + batch.record(ofRow: row).lowerBound
      rows.append(RecordedRow(line: batch.line(ofRow: row), byteOffset: offset, fields: fields))
    }
  }

  mutating func reject(_ rejection: Rejection) {
    rejections.append(rejection)
  }
}

/// Reads with the scanner, and checks on the way that the summary adds up.
func scanned(_ bytes: [UInt8], _ options: ReadOptions = ReadOptions()) -> Recorded {
  var sink = RecordingSink()
  do throws(ReadError) {
    let source = MemoryByteSource(bytes, chunkBytes: options.inputBytes)
    let summary = try readRows(from: source, options: options, into: &sink)
    guard summary.rows == sink.rows.count + sink.rejections.count + summary.repeatedHeaders,
      summary.fileBytes == bytes.count
    else { return .error("the summary does not add up: \(summary)") }
    let rejects = sink.rejections.map {
      RecordedReject(line: $0.line, byteOffset: $0.byteOffset, reason: $0.reason.name)
    }
    return .rows(sink.rows, rejects: rejects, repeatedHeaders: summary.repeatedHeaders)
  } catch {
    return .error(error.reason.rawValue)
  }
}

/// Reads with the reference, records only.
func referred(_ bytes: [UInt8], recordLimit: Int = referenceRecordLimit) -> Recorded {
  switch referenceRead(bytes, recordLimit: recordLimit, checksValues: false) {
  case .error(let reason): return .error(reason)
  case .rows(let rows, let rejects, let repeatedHeaders):
    return .rows(
      rows.map { RecordedRow(line: $0.line, byteOffset: $0.byteOffset, fields: $0.fields) },
      rejects: rejects.map {
        RecordedReject(line: $0.line, byteOffset: $0.byteOffset, reason: $0.reason)
      }, repeatedHeaders: repeatedHeaders)
  }
}

/// Every awkward way to cut the same bytes.
func awkwardOptions(recordLimit: Int) -> [ReadOptions] {
  var all = [ReadOptions()]
  for size in [1, 2, 3, 7, 61, 4096] {
    var options = ReadOptions()
    options.chunkBytes = size
    all.append(options)
    options.inputBytes = size
    options.windowBytes = size
    all.append(options)
    options.chunkBytes = .max
    all.append(options)
  }
  return all.map { options in
    var limited = options
    limited.recordLimit = recordLimit
    return limited
  }
}

/// The same for gzip, decompressed on the reader's thread and ahead of it on another.
func awkwardGzipOptions() -> [ReadOptions] {
  awkwardOptions(recordLimit: 1_048_576).flatMap { [$0, $0.ahead] }
}

extension ReadOptions {
  /// The same, with gzip decompressed on a thread of its own.
  var ahead: ReadOptions {
    var options = self
    options.inflatesAhead = true
    return options
  }

  /// For messages.
  var words: String {
    "chunk \(chunkBytes), input \(inputBytes), window \(windowBytes), limit \(recordLimit)"
      + (inflatesAhead ? ", ahead" : "")
  }
}

/// A text whose escapes show which bytes it holds.
func shown(_ bytes: [UInt8]) -> String {
  bytes.map { byte in
    switch byte {
    case 0x0a: "\\n"
    case 0x0d: "\\r"
    case 0x20..<0x7f: String(UnicodeScalar(byte))
    default: "\\x" + String(byte, radix: 16)
    }
  }.joined()
}
