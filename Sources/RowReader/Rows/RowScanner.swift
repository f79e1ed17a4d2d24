import CByteScan

/// Cuts windows of bytes into rows, 64 bytes at a time.
///
/// ```
/// block:       2026-11-01T10:00:00Z,u1,view,/a\n2026-11-01T10:00:04Z,u2,"a, b",/c\n
/// delimiters:                      ^  ^    ^                        ^  ^     ^   ^
/// stops:                                      ^                        ^    ^      ^    (line ends, quote, NUL, > 0x7f)
/// ```
/// The places of delimiters are only noted; of the text, only bytes under a stop are looked at. A record whose field begins with a quote goes to `QuotedRecord`; one
/// with a NUL or a byte above 0x7f is checked as a whole when it ends. Nothing here fails: any bytes give rows and
/// rejects.
///
/// The file is the one place in this module that reads through unchecked pointers; every index lies in
/// `recordStart...count`, and `count` never exceeds the window, which has 64 readable bytes behind it.
struct RowScanner: ~Copyable {
  /// What the header fixed for the whole file.
  struct Shape {
    var delimiter: UInt8
    var columnCount: Int
    /// Columns to deliver, by slot.
    var selection: [Int]
    /// The header's own bytes: a later equal line is a repeated header.
    var headerLine: [UInt8]
    var recordLimit: Int
  }

  private let shape: Shape
  private(set) var batch: RowBatch
  /// Records met that are not blank.
  private(set) var rows = 0
  private(set) var repeatedHeaders = 0
  /// Physical line on which the next record begins.
  private var line: Int
  /// The line at hand is overlong and was rejected; its tail is still to come.
  private var isSkippingLine = false
  /// A CR ended the last window: an LF in front of the next one belongs to it.
  private var skipsLineFeed = false
  private var quoted = QuotedRecord()
  private var openQuote: OpenQuote?

  init(shape: Shape, firstLine: Int, skipsLineFeed: Bool) {
    self.shape = shape
    self.skipsLineFeed = skipsLineFeed
    line = firstLine
    batch = RowBatch(selection: shape.selection, columnCount: shape.columnCount)
  }

  mutating func clearBatch() { batch.clear() }
}

/// A window to scan.
struct ScanInput {
  /// Holds `count` bytes of the stream and 64 readable bytes more.
  var bytes: UnsafeMutableBufferPointer<UInt8>
  var count: Int
  /// Nothing follows: the last record may lack its line end.
  var atEnd: Bool
  /// Offset of the first byte in the stream.
  var streamOffset: Int
}

extension RowScanner {
  /// Scans from `start`; gives how many bytes are done with.
  ///
  /// The rest must be in front of the next window.
  mutating func scan<Sink: RowSink & ~Copyable>(
    _ input: ScanInput, from start: Int, into sink: inout Sink
  ) -> Int {
    batch.streamOffset = input.streamOffset
    batch.reserve(forBytes: input.count)
    var position = start
    if skipsLineFeed && position < input.count {
      if input.bytes[position] == UInt8(ascii: "\n") { position += 1 }
      skipsLineFeed = false
    }
    if isSkippingLine {
      guard let next = skipLine(input, from: position) else { return input.count }
      position = next
    }
    return scanRecords(input, from: position, into: &sink)
  }

  /// The hot loop: one turn a block, one inner turn a stop.
  ///
  /// The bounds of the record at hand are written where its row will stand, so that taking a row is only counting it.
  private mutating func scanRecords<Sink: RowSink & ~Copyable>(
    _ input: ScanInput, from start: Int, into sink: inout Sink
  ) -> Int {
    let bytes = input.bytes
    guard let pointer = UnsafePointer(bytes.baseAddress) else { return 0 }
    let delimiter = shape.delimiter
    var recordStart = start
    // The batch has room for as many bounds as the window can hold (`RowBatch.reserve`).
    var bounds = batch.nextBounds
    bounds[0] = UInt32(truncatingIfNeeded: recordStart) &- 1
    var fieldCount = 1
    var needsCheck = false
    var base = start
    blocks: while base < input.count {
      // base < count, and 64 bytes behind count are readable.
      var masks = fuga_scan_block(pointer + base, delimiter)
      if input.count &- base < 64 {
        let inside = (UInt64(1) << UInt64(input.count &- base)) &- 1
        masks.delimiters &= inside
        masks.stops &= inside
      }
      while masks.stops != 0 {
        // The lowest stop, and the delimiters in front of it.
        let stop = masks.stops & (~masks.stops &+ 1)
        masks.stops ^= stop
        fieldCount = RowScanner.note(
          masks.delimiters & (stop &- 1), base, in: bounds, from: fieldCount)
        masks.delimiters &= ~(stop &- 1)
        // A bit's place is below 64, so this stays below count.
        let position = base &+ stop.trailingZeroBitCount
        let byte = bytes[position]
        if isLineEnd(byte) {
          // The LF of a CRLF whose CR ended the record lies in front of the next record.
          if position < recordStart { continue }
          bounds[fieldCount] = UInt32(truncatingIfNeeded: position)
          finishPlain(
            input, recordStart..<position, fieldCount: fieldCount, needsCheck: needsCheck,
            into: &sink)
          recordStart = passLineEnd(input, at: position)
        } else if byte == UInt8(ascii: "\"") {
          guard position == Int(bounds[fieldCount &- 1] &+ 1) else { continue }
          guard let next = finishQuoted(input, from: recordStart, into: &sink) else {
            return isSkippingLine ? input.count : recordStart
          }
          recordStart = next
          base = next
        } else {
          needsCheck = true
          continue
        }
        bounds = batch.nextBounds
        bounds[0] = UInt32(truncatingIfNeeded: recordStart) &- 1
        fieldCount = 1
        needsCheck = false
        if byte == UInt8(ascii: "\"") { continue blocks }
      }
      fieldCount = RowScanner.note(masks.delimiters, base, in: bounds, from: fieldCount)
      base &+= 64
    }
    return finishTail(
      input, from: recordStart, fieldCount: fieldCount, needsCheck: needsCheck, into: &sink)
  }

  /// Notes where delimiters lie; gives the number of the bound behind them.
  @inline(__always)
  private static func note(
    _ delimiters: UInt64, _ base: Int, in bounds: UnsafeMutablePointer<UInt32>, from first: Int
  ) -> Int {
    var rest = delimiters
    var index = first
    while rest != 0 {
      bounds[index] = UInt32(truncatingIfNeeded: base &+ rest.trailingZeroBitCount)
      rest &= rest &- 1
      index &+= 1
    }
    return index
  }

  /// What is left when the bytes end: the last record of the stream, the beginning of one, or too much.
  private mutating func finishTail<Sink: RowSink & ~Copyable>(
    _ input: ScanInput, from recordStart: Int, fieldCount: Int, needsCheck: Bool,
    into sink: inout Sink
  ) -> Int {
    guard recordStart < input.count else { return input.count }
    if input.atEnd {
      batch.nextBounds[fieldCount] = UInt32(truncatingIfNeeded: input.count)
      finishPlain(
        input, recordStart..<input.count, fieldCount: fieldCount, needsCheck: needsCheck,
        into: &sink)
      return input.count
    }
    guard input.count - recordStart > shape.recordLimit else { return recordStart }
    reject(.recordTooLong, input, recordStart..<input.count, into: &sink)
    isSkippingLine = true
    return input.count
  }

  /// Steps over the line end at `position` and counts the line.
  @inline(__always)
  private mutating func passLineEnd(_ input: ScanInput, at position: Int) -> Int {
    line += 1
    if input.bytes[position] == UInt8(ascii: "\n") { return position + 1 }
    let next = endOfLine(UnsafeBufferPointer(input.bytes), at: position, count: input.count)
    if next == input.count && input.bytes[next - 1] == UInt8(ascii: "\r") { skipsLineFeed = true }
    return next
  }

  /// Skips to behind the next line end; nil when it is not at hand.
  private mutating func skipLine(_ input: ScanInput, from start: Int) -> Int? {
    guard let end = firstLineEnd(input, from: start) else { return nil }
    isSkippingLine = false
    return passLineEnd(input, at: end)
  }

  private func firstLineEnd(_ input: ScanInput, from start: Int) -> Int? {
    var position = start
    while position < input.count && !isLineEnd(input.bytes[position]) { position += 1 }
    return position < input.count ? position : nil
  }
}

// MARK: Records

extension RowScanner {
  /// Takes a record without quoted fields, whose bounds stand at the batch's next ones.
  @inline(__always)
  private mutating func finishPlain<Sink: RowSink & ~Copyable>(
    _ input: ScanInput, _ record: Range<Int>, fieldCount: Int, needsCheck: Bool,
    into sink: inout Sink
  ) {
    let isOrdinary =
      !needsCheck && fieldCount == shape.columnCount && record.count <= shape.recordLimit
      && record.count != shape.headerLine.count && !record.isEmpty
    if isOrdinary {
      rows += 1
      batch.appendPlain(line: line)
    } else {
      finishUnusual(input, record, fieldCount: fieldCount, needsCheck: needsCheck, into: &sink)
    }
  }

  /// The same for a record that is blank, at fault, or as long as the header.
  @inline(never)
  private mutating func finishUnusual<Sink: RowSink & ~Copyable>(
    _ input: ScanInput, _ record: Range<Int>, fieldCount: Int, needsCheck: Bool,
    into sink: inout Sink
  ) {
    guard !record.isEmpty else { return }
    if isRepeatedHeader(input, record) { return countRepeatedHeader() }
    if let reason = fault(input, record, fieldCount: fieldCount, needsCheck: needsCheck) {
      return reject(reason, input, record, into: &sink)
    }
    rows += 1
    batch.appendPlain(line: line)
  }

  /// Takes the record at `start`, which holds a quoted field.
  ///
  /// - Returns: where the next record begins; nil when more bytes are needed, or when its line is overlong (then
  ///   `isSkippingLine` is set).
  private mutating func finishQuoted<Sink: RowSink & ~Copyable>(
    _ input: ScanInput, from start: Int, into sink: inout Sink
  ) -> Int? {
    switch parseQuoted(input, from: start) {
    case .complete(let end, let next):
      if end - start > shape.recordLimit {
        return costOneLine(.recordTooLong, input, from: start, into: &sink)
      }
      takeQuoted(input, start..<end, into: &sink)
      line += quoted.innerLines
      return next == end ? next : passLineEnd(input, at: end)
    case .unfinished:
      if input.count - start > shape.recordLimit {
        return costOneLine(.recordTooLong, input, from: start, into: &sink)
      }
      guard input.atEnd else { return nil }
      return costOneLine(.unterminatedQuote, input, from: start, into: &sink)
    case .quoteError(let position):
      let isLong = position - start >= shape.recordLimit
      return costOneLine(isLong ? .recordTooLong : .quoteError, input, from: start, into: &sink)
    }
  }

  /// Parses the record at `start` by itself, unless a quote that failed before tells what becomes of it.
  private mutating func parseQuoted(_ input: ScanInput, from start: Int) -> QuotedRecord.Outcome {
    if let outcome = knownOutcome(input, from: start) { return outcome }
    let outcome = quoted.parse(
      UnsafeBufferPointer(input.bytes), from: start, count: input.count,
      delimiter: shape.delimiter, atEnd: input.atEnd)
    if !isRow(outcome, from: start) { openQuote = OpenQuote(outcome, of: quoted, input) }
    return outcome
  }

  private mutating func knownOutcome(
    _ input: ScanInput, from start: Int
  ) -> QuotedRecord.Outcome? {
    guard let isPassed = openQuote?.isPassed(by: start, input) else { return nil }
    if isPassed { openQuote = nil }
    guard !isPassed, let lineEnd = firstLineEnd(input, from: start),
      let outcome = openQuote?.outcome(
        of: &quoted, from: start, lineEnd: lineEnd, input, delimiter: shape.delimiter)
    else { return nil }
    // A row's fields are wanted, so it is parsed from its own beginning.
    return isRow(outcome, from: start) ? nil : outcome
  }

  private func isRow(_ outcome: QuotedRecord.Outcome, from start: Int) -> Bool {
    if case .complete(let end, _) = outcome { end - start <= shape.recordLimit } else { false }
  }

  /// Rejects the physical line at `start`, whatever its quotes say of where the record ends, so that the lines
  /// behind it are read again as rows.
  private mutating func costOneLine<Sink: RowSink & ~Copyable>(
    _ reason: RejectReason, _ input: ScanInput, from start: Int, into sink: inout Sink
  ) -> Int? {
    let end = firstLineEnd(input, from: start)
    let length = (end ?? input.count) - start
    let isLong = length > shape.recordLimit
    guard end != nil || input.atEnd || isLong else { return nil }
    reject(isLong ? .recordTooLong : reason, input, start..<start + length, into: &sink)
    if let end { return passLineEnd(input, at: end) }
    if input.atEnd { return input.count }
    isSkippingLine = true
    return nil
  }

  private mutating func takeQuoted<Sink: RowSink & ~Copyable>(
    _ input: ScanInput, _ record: Range<Int>, into sink: inout Sink
  ) {
    if isRepeatedHeader(input, record) { return countRepeatedHeader() }
    let reason = fault(input, record, fieldCount: quoted.fields.count, needsCheck: true)
    if let reason { return reject(reason, input, record, into: &sink) }
    rows += 1
    batch.appendQuoted(
      record, line: line,
      fields: quoted.fields.map { field in
        let end =
          field.hasDoubledQuote ? undouble(input.bytes, field.start..<field.end) : field.end
        return field.start..<end
      })
  }

  /// Writes the field's text over itself with doubled quotes made single; gives its new end.
  ///
  /// The record is complete, so nobody reads its bytes again.
  private func undouble(_ bytes: UnsafeMutableBufferPointer<UInt8>, _ field: Range<Int>) -> Int {
    var target = field.lowerBound
    var source = field.lowerBound
    while source < field.upperBound {
      bytes[target] = bytes[source]
      source += bytes[source] == UInt8(ascii: "\"") ? 2 : 1
      target += 1
    }
    return target
  }

  private mutating func countRepeatedHeader() {
    rows += 1
    repeatedHeaders += 1
  }

  /// The first check that the record fails, of those that need no header.
  private func fault(
    _ input: ScanInput, _ record: Range<Int>, fieldCount: Int, needsCheck: Bool
  ) -> RejectReason? {
    if record.count > shape.recordLimit { return .recordTooLong }
    if needsCheck {
      let bytes = UnsafeBufferPointer(rebasing: input.bytes[record])
      if bytes.contains(0) { return .nulByte }
      if !isValidUTF8(bytes) { return .invalidUTF8 }
    }
    if fieldCount < shape.columnCount { return .tooFewFields }
    return fieldCount > shape.columnCount ? .tooManyFields : nil
  }

  private func isRepeatedHeader(_ input: ScanInput, _ record: Range<Int>) -> Bool {
    record.count == shape.headerLine.count && input.bytes[record].elementsEqual(shape.headerLine)
  }

  private mutating func reject<Sink: RowSink & ~Copyable>(
    _ reason: RejectReason, _ input: ScanInput, _ record: Range<Int>, into sink: inout Sink
  ) {
    rows += 1
    sink.reject(
      Rejection(
        reason: reason, line: line, byteOffset: input.streamOffset + record.lowerBound, column: nil,
        excerpt: Array(input.bytes[record].prefix(Rejection.excerptLimit))))
  }
}
