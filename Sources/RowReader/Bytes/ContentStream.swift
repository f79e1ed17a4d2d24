/// The decompressed bytes of a source: gzip and plain text alike.
struct ContentStream<Source: ByteSource & ~Copyable>: ~Copyable {
  /// Decodes on this thread; nil while `ahead` does it.
  private var stream: GzipStream<Source>?
  /// Decodes on another thread.
  private var ahead: InflateAhead<Source>?
  private let isCompressed: Bool

  /// Looks at the first bytes and picks the decoder.
  ///
  /// - Throws: `emptyInput`, `unsupportedFormat`, `unsupportedEncoding`, or what the source throws.
  init(_ source: consuming Source, options: ReadOptions) throws(ReadError) {
    let prefix = try ContentStream.prefix(of: &source)
    let format = ContentFormat(prefix: prefix)
    if prefix.isEmpty {
      throw ReadError(.emptyInput, detail: "the file has no bytes", byteOffset: 0)
    }
    if format != .gzip, let refusal = format.refusal { throw refusal }
    let input = InputBuffer(source, first: prefix, capacity: options.inputBytes)
    let stream = try GzipStream(input)
    isCompressed = format == .gzip
    guard isCompressed && options.inflatesAhead else {
      self.stream = consume stream
      return
    }
    ahead = InflateAhead(stream)
  }

  /// Reads until there is enough to judge or nothing more: a source may give a byte at a time.
  private static func prefix(of source: inout Source) throws(ReadError) -> [UInt8] {
    let wanted = ContentFormat.prefixBytes
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: wanted, alignment: 1)
    defer { buffer.deallocate() }
    var prefix: [UInt8] = []
    while prefix.count < wanted {
      let free = UnsafeMutableRawBufferPointer(rebasing: buffer[..<(wanted - prefix.count)])
      let count = try source.read(into: free)
      if count == 0 { break }
      prefix += free[..<count]
    }
    return prefix
  }

  /// Fills the front of `buffer`; 0 only at the verified end.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    if let count = try ahead?.read(into: buffer) { return count }
    let count =
      isCompressed ? try stream?.read(into: buffer) : try stream?.readPlain(into: buffer)
    return count ?? 0
  }

  /// Bytes taken from the file, compressed where it is; complete once `read` has returned 0.
  var consumedBytes: Int {
    mutating get { ahead?.consumedBytes ?? stream?.input.offset ?? 0 }
  }
}
