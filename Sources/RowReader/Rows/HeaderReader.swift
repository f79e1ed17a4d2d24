/// Finds the header line and the delimiter under which a sink accepts it.
struct HeaderReader {
  /// A header that was accepted, and where the rows begin.
  struct Found {
    var shape: RowScanner.Shape
    /// Offset in the window of the byte behind the header's line end.
    var next: Int
    /// Physical line of the first row.
    var firstRowLine: Int
    /// The header's CR ended the window.
    var skipsLineFeed: Bool
  }

  /// In the order in which they are tried.
  static let delimiters: [UInt8] = [",", ";", "\t", "|"].map { (text: Unicode.Scalar) in
    UInt8(ascii: text)
  }

  private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

  private let recordLimit: Int
  /// Physical line on which the header begins, as far as blank lines were passed.
  private var line = 1
  private var isAtStart = true

  init(recordLimit: Int) {
    self.recordLimit = recordLimit
  }

  /// Passes the byte order mark and blank lines, of which there may be more than a window holds.
  ///
  /// - Returns: how many bytes are done with; the rest must be in front of the next window.
  /// - Throws: what the stream is, if it is no text.
  mutating func passBlankLines(_ input: ScanInput) throws(ReadError) -> Int {
    let bytes = UnsafeBufferPointer(input.bytes)
    var position = 0
    if isAtStart {
      guard input.count >= ContentFormat.prefixBytes || input.atEnd else { return 0 }
      let prefix = bytes[..<min(input.count, ContentFormat.prefixBytes)]
      if let refusal = ContentFormat(prefix: Array(prefix)).refusal { throw refusal }
      if prefix.starts(with: HeaderReader.byteOrderMark) { position = 3 }
      isAtStart = false
    }
    while position < input.count && isLineEnd(bytes[position]) {
      // A CR that ends the window may be half of a CRLF.
      if position + 1 == input.count && !input.atEnd { break }
      position = endOfLine(bytes, at: position, count: input.count)
      line += 1
    }
    return position
  }

  /// Looks for the header at the window's first byte.
  ///
  /// - Returns: nil when more bytes are needed.
  /// - Throws: why the bytes cannot be a header.
  func find<Sink: RowSink & ~Copyable>(
    _ input: ScanInput, for sink: inout Sink
  ) throws(ReadError) -> Found? {
    let bytes = UnsafeBufferPointer(input.bytes)
    guard !isAtStart, input.count > 0, !isLineEnd(bytes[0]) else {
      if !input.atEnd { return nil }
      let isVoid = input.streamOffset + input.count == 0
      throw ReadError(
        .emptyInput, detail: "there is no header line", byteOffset: isVoid ? 0 : nil)
    }
    let lineEnd = bytes[..<input.count].firstIndex(where: isLineEnd)
    let firstLine = bytes[..<(lineEnd ?? input.count)]
    if firstLine.prefix(recordLimit).contains(0) {
      throw ReadError(.binaryInput, detail: "NUL bytes in the header line")
    }
    if firstLine.count > recordLimit { throw tooLong }
    let mayWait = !input.atEnd && input.count <= recordLimit
    if lineEnd == nil && mayWait { return nil }
    let readings = readings(input)
    if mayWait && readings.contains(where: { $0.isUnfinished }) { return nil }
    for reading in readings {
      if let found = try accepted(reading, input, by: &sink) { return found }
    }
    throw refusal(readings, firstLine, for: sink)
  }

  private var tooLong: ReadError {
    ReadError(.headerTooLong, detail: "the header exceeds \(recordLimit) bytes")
  }
}

// MARK: One reading a delimiter

extension HeaderReader {
  private struct Reading {
    var header: Header
    var outcome: QuotedRecord.Outcome
    var innerLines: Int
    var isTooLong: Bool

    var isUnfinished: Bool {
      if case .unfinished = outcome { true } else { false }
    }

    var isComplete: Bool {
      if case .complete = outcome { !isTooLong } else { false }
    }
  }

  private func readings(_ input: ScanInput) -> [Reading] {
    let bytes = UnsafeBufferPointer(input.bytes)
    return HeaderReader.delimiters.map { delimiter in
      var record = QuotedRecord()
      let outcome = record.parse(
        bytes, from: 0, count: input.count, delimiter: delimiter, atEnd: input.atEnd)
      let names = record.fields.map { decoded(bytes, $0) }
      // The same answer however much of the stream is at hand.
      let isTooLong =
        switch outcome {
        case .complete(let end, _): end > recordLimit
        case .unfinished: input.count > recordLimit
        case .quoteError(let position): position >= recordLimit
        }
      return Reading(
        header: Header(delimiter: delimiter, names: names), outcome: outcome,
        innerLines: record.innerLines, isTooLong: isTooLong)
    }
  }

  private func decoded(
    _ bytes: UnsafeBufferPointer<UInt8>, _ field: QuotedRecord.Field
  ) -> [UInt8] {
    var name: [UInt8] = []
    var position = field.start
    while position < field.end {
      name.append(bytes[position])
      let isDoubled = field.hasDoubledQuote && bytes[position] == UInt8(ascii: "\"")
      position += isDoubled ? 2 : 1
    }
    return name
  }

  private func accepted<Sink: RowSink & ~Copyable>(
    _ reading: Reading, _ input: ScanInput, by sink: inout Sink
  ) throws(ReadError) -> Found? {
    guard reading.isComplete, case .complete(let end, let next) = reading.outcome,
      let selection = try sink.accept(reading.header)
    else { return nil }
    let shape = RowScanner.Shape(
      delimiter: reading.header.delimiter, columnCount: reading.header.names.count,
      selection: selection, headerLine: Array(input.bytes[..<end]), recordLimit: recordLimit)
    return Found(
      shape: shape, next: next, firstRowLine: line + 1 + reading.innerLines,
      skipsLineFeed: next == input.count && next > end && input.bytes[next - 1] == 0x0d)
  }

  /// Says what is wrong under the delimiter that the first line holds most often, the first of equals.
  private func refusal<Sink: RowSink & ~Copyable>(
    _ readings: [Reading], _ firstLine: Slice<UnsafeBufferPointer<UInt8>>, for sink: borrowing Sink
  ) -> ReadError {
    var best = readings[0]
    var bestCount = 0
    for reading in readings {
      let count = firstLine.count { $0 == reading.header.delimiter }
      if count > bestCount { (best, bestCount) = (reading, count) }
    }
    if best.isTooLong { return tooLong }
    guard best.isComplete else {
      return ReadError(.headerQuoteError, detail: "the header's quotes do not close")
    }
    return sink.missingColumns(in: best.header)
  }
}
