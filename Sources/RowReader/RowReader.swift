/// Limits and buffer sizes of one read.
///
/// Sizes change no result.
public struct ReadOptions: Sendable {
  /// Longest record, in bytes, without its line end.
  public var recordLimit = 1_048_576
  /// Compressed bytes read at once.
  public var inputBytes = 65_536
  /// First size of the window; small enough to stay in a core's cache.
  public var windowBytes = 262_144
  /// Gzip is decompressed on a thread of its own, ahead of the rows.
  public var inflatesAhead = false
  /// Most bytes added to the window at once; smaller only in tests.
  public var chunkBytes = Int.max

  /// The defaults.
  public init() {}
}

/// What one read came to.
public struct ReadSummary: Equatable, Sendable {
  /// Records that are not blank, the header not included, repeated headers and rejects included.
  public var rows: Int
  /// Lines equal to the header line.
  public var repeatedHeaders: Int
  /// Bytes of the decompressed stream.
  public var bytes: Int
  /// Bytes of the file as it lies on disk.
  public var fileBytes: Int

  /// Makes a summary; see the properties.
  public init(rows: Int = 0, repeatedHeaders: Int = 0, bytes: Int = 0, fileBytes: Int = 0) {
    self.rows = rows
    self.repeatedHeaders = repeatedHeaders
    self.bytes = bytes
    self.fileBytes = fileBytes
  }
}

/// Reads one CSV, plain or gzip'd, to its verified end.
///
/// Rows are pushed into `sink` as they come, before the end has verified: the sink must treat all of them as
/// tentative until this returns, and forget them if it throws.
///
/// - Parameters:
///   - source: the file's bytes as they lie on disk.
///   - sink: judges the header, then takes batches and rejects.
/// - Returns: counts over the file.
/// - Throws: why the file as a whole cannot be used (the reading contract, docs/definitions.md).
/// - Complexity: O(bytes), each read at most twice; memory is bounded by the record limit.
public func readRows<Source: ByteSource & ~Copyable, Sink: RowSink & ~Copyable>(
  from source: consuming Source, options: ReadOptions = ReadOptions(), into sink: inout Sink
) throws(ReadError) -> ReadSummary {
  var stream = try ContentStream(source, options: options)
  var window = ByteWindow(capacity: max(1, options.windowBytes))
  // A window must hold a whole record, its line end, and one byte more that shows it to be too long.
  let largestWindow = max(options.recordLimit + 4096, options.windowBytes)
  var atEnd = false
  func input(_ window: borrowing ByteWindow, _ atEnd: Bool) -> ScanInput {
    ScanInput(
      bytes: window.bytes, count: window.count, atEnd: atEnd, streamOffset: window.streamOffset)
  }

  var headerReader = HeaderReader(recordLimit: options.recordLimit)
  var found: HeaderReader.Found?
  while found == nil {
    atEnd = try !addBytes(to: &window, from: &stream, options, largestWindow)
    window.roll(try headerReader.passBlankLines(input(window, atEnd)))
    found = try headerReader.find(input(window, atEnd), for: &sink)
  }
  guard let found else { throw ReadError(.emptyInput) }

  var scanner = RowScanner(
    shape: found.shape, firstLine: found.firstRowLine, skipsLineFeed: found.skipsLineFeed)
  var start = found.next
  while true {
    let consumed = scanner.scan(input(window, atEnd), from: start, into: &sink)
    if scanner.batch.count > 0 {
      try sink.receive(scanner.batch, bytes: UnsafeBufferPointer(window.bytes).span)
      scanner.clearBatch()
    }
    window.roll(consumed)
    start = 0
    if atEnd { break }
    atEnd = try !addBytes(to: &window, from: &stream, options, largestWindow)
  }
  return ReadSummary(
    rows: scanner.rows, repeatedHeaders: scanner.repeatedHeaders,
    bytes: window.streamOffset + window.count, fileBytes: stream.consumedBytes)
}

/// Decompresses a source to its verified end without looking at the text; for benchmarks.
///
/// - Returns: how many bytes there are.
/// - Throws: as `readRows` does, for faults of the file as a whole.
package func decompressedBytes<Source: ByteSource & ~Copyable>(
  of source: consuming Source, options: ReadOptions = ReadOptions()
) throws(ReadError) -> Int {
  var stream = try ContentStream(source, options: options)
  var window = ByteWindow(capacity: max(1, options.windowBytes))
  while try window.fill(from: &stream, limit: options.chunkBytes) > 0 { window.roll(window.count) }
  return window.streamOffset
}

/// Makes room if there is none and reads once; false at the verified end of the stream.
private func addBytes<Source: ByteSource & ~Copyable>(
  to window: inout ByteWindow, from stream: inout ContentStream<Source>, _ options: ReadOptions,
  _ largestWindow: Int
) throws(ReadError) -> Bool {
  if window.count == window.capacity { _ = window.grow(to: largestWindow) }
  return try window.fill(from: &stream, limit: options.chunkBytes) > 0
}
