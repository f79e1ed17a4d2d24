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

  let recordLimit: Int

  /// Looks for the header in the bytes read so far.
  ///
  /// - Returns: nil when more bytes are needed.
  /// - Throws: why the bytes cannot be a header.
  func find<Sink: RowSink & ~Copyable>(
    _ input: ScanInput, for sink: inout Sink
  ) throws(ReadError) -> Found? {
    let bytes = UnsafeBufferPointer(input.bytes)
    if input.count < HeaderReader.byteOrderMark.count && !input.atEnd { return nil }
    let mark = bytes[..<input.count].starts(with: HeaderReader.byteOrderMark) ? 3 : 0
    guard let (start, line) = skipBlankLines(bytes, from: mark, input) else { return nil }
    guard start < input.count else {
      if !input.atEnd { return nil }
      throw ReadError(.emptyInput, detail: "there is no header line")
    }
    try refuseBinary(bytes, from: start, input)
    let readings = readings(bytes, from: start, input)
    if readings.contains(where: { $0.isUnfinished }) {
      if !input.atEnd && input.count - start <= recordLimit { return nil }
    }
    return try choose(readings, start: start, line: line, input, for: &sink)
  }

  private func skipBlankLines(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ input: ScanInput
  ) -> (start: Int, line: Int)? {
    var position = start
    var line = 1
    while position < input.count && isLineEnd(bytes[position]) {
      // A CR that ends the window may be half of a CRLF.
      if position + 1 == input.count && !input.atEnd { return nil }
      position = endOfLine(bytes, at: position, count: input.count)
      line += 1
    }
    return (position, line)
  }

  private func refuseBinary(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ input: ScanInput
  ) throws(ReadError) {
    let lineEnd = bytes[start..<input.count].firstIndex(where: isLineEnd) ?? input.count
    if bytes[start..<lineEnd].contains(0) {
      throw ReadError(.binaryInput, detail: "NUL bytes in the header line")
    }
    if bytes[start..<lineEnd].starts(with: [0x1f, 0x8b]) {
      throw ReadError(.unsupportedFormat, detail: "gzip inside gzip: compressed twice", byteOffset: 0)
    }
    if lineEnd - start > recordLimit {
      throw ReadError(.headerTooLong, detail: "the header line exceeds \(recordLimit) bytes")
    }
  }
}

// MARK: One reading a delimiter

extension HeaderReader {
  private struct Reading {
    var header: Header
    var outcome: QuotedRecord.Outcome
    var innerLines: Int

    var isUnfinished: Bool {
      if case .unfinished = outcome { true } else { false }
    }
  }

  private func readings(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ input: ScanInput
  ) -> [Reading] {
    HeaderReader.delimiters.map { delimiter in
      var record = QuotedRecord()
      let outcome = record.parse(
        bytes, from: start, count: input.count, delimiter: delimiter, atEnd: input.atEnd)
      let names = record.fields.map { decoded(bytes, $0) }
      return Reading(
        header: Header(delimiter: delimiter, names: names), outcome: outcome,
        innerLines: record.innerLines)
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

  private func choose<Sink: RowSink & ~Copyable>(
    _ readings: [Reading], start: Int, line: Int, _ input: ScanInput, for sink: inout Sink
  ) throws(ReadError) -> Found? {
    for reading in readings {
      guard case .complete(let end, let next) = reading.outcome else { continue }
      if end - start > recordLimit {
        throw ReadError(.headerTooLong, detail: "the header exceeds \(recordLimit) bytes")
      }
      guard let selection = try sink.accept(reading.header) else { continue }
      let shape = RowScanner.Shape(
        delimiter: reading.header.delimiter, columnCount: reading.header.names.count,
        selection: selection, headerLine: Array(input.bytes[start..<end]), recordLimit: recordLimit)
      return Found(
        shape: shape, next: next, firstRowLine: line + 1 + reading.innerLines,
        skipsLineFeed: next == input.count && next > end && input.bytes[next - 1] == 0x0d)
    }
    throw refusal(readings, for: sink)
  }

  private func refusal<Sink: RowSink & ~Copyable>(
    _ readings: [Reading], for sink: borrowing Sink
  ) -> ReadError {
    var widest: Header?
    var hasQuoteError = false
    for reading in readings {
      guard case .complete = reading.outcome else {
        hasQuoteError = true
        continue
      }
      if reading.header.names.count > widest?.names.count ?? 0 { widest = reading.header }
    }
    guard let widest, widest.names.count > 1 || !hasQuoteError else {
      return ReadError(.headerQuoteError, detail: "the header's quotes do not close")
    }
    return sink.missingColumns(in: widest)
  }
}
