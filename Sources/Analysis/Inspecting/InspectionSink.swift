import Clickstream
import RowReader

/// Decodes rows as a report would, and notes time formats and event names on the way.
struct InspectionSink: RowSink {
  private(set) var collector: EventCollector
  private(set) var delimiter: UInt8 = 0
  private var formats: [TimeFormat: Int] = [:]
  private var timeSlot: Int?

  init(plan: ReadingPlan) {
    collector = EventCollector(plan: plan, key: KeyedHash())
    collector.beginFile()
  }

  mutating func accept(_ header: Header) throws(ReadError) -> [Int]? {
    guard let selection = try collector.accept(header) else { return nil }
    delimiter = header.delimiter
    timeSlot = collector.file.columns?.columns[.time].flatMap { selection.firstIndex(of: $0) }
    return selection
  }

  func missingColumns(in header: Header) -> ReadError { collector.missingColumns(in: header) }

  mutating func reject(_ rejection: Rejection) { collector.reject(rejection) }

  mutating func receive(_ batch: borrowing RowBatch, bytes: Span<UInt8>) throws(ReadError) {
    if let timeSlot {
      for row in 0..<batch.count {
        let time = bytes.extracting(batch.field(timeSlot, ofRow: row))
        formats[TimeFormat(time), default: 0] += 1
      }
    }
    try collector.receive(batch, bytes: bytes)
  }

  /// Rows by raw event name.
  var eventCounts: [[UInt8]: Int] { collector.eventCounts }

  /// In a fixed order; formats that occur only.
  var timeFormats: [(format: String, rows: Int)] {
    TimeFormat.allCases.compactMap { format in formats[format].map { (format.rawValue, $0) } }
  }
}

/// The shape of a time's text; says nothing about whether it is valid.
enum TimeFormat: String, CaseIterable {
  case zoned = "calendar time with a zone"
  case local = "calendar time without a zone (read in --time-zone)"
  case seconds = "epoch seconds"
  case milliseconds = "epoch milliseconds"
  case microseconds = "epoch microseconds"
  case other = "none of the accepted forms"

  init(_ text: Span<UInt8>) {
    let isCalendar = text.count >= 19 && text[4] == UInt8(ascii: "-")
    if isCalendar {
      self = TimeFormat.hasZone(text) ? .zoned : .local
      return
    }
    var digits = 0
    while digits < text.count, text[digits] &- UInt8(ascii: "0") <= 9 { digits += 1 }
    switch digits {
    case 9, 10: self = .seconds
    case 12, 13: self = .milliseconds
    case 15, 16: self = .microseconds
    default: self = .other
    }
  }

  private static func hasZone(_ text: Span<UInt8>) -> Bool {
    for index in 19..<max(19, text.count) {
      switch text[index] {
      case UInt8(ascii: "Z"), UInt8(ascii: "z"), UInt8(ascii: "C"), UInt8(ascii: "+"),
        UInt8(ascii: "-"):
        return true
      default: continue
      }
    }
    return false
  }
}
