/// Decodes gzip (RFC 1952), any number of members, as one stream of bytes.
///
/// ```
/// file:    | header | deflate blocks | CRC-32 | length |  header | …  | zeros |
/// state:     header   body             trailer           …              padding
/// ```
/// zlib inflates the raw deflate blocks; header, CRC, length and what follows a member are checked here, so
/// that each fault gets its own name and place. Nothing about a member is trusted before its trailer was checked:
/// the caller must treat every byte as tentative until `read` has returned 0.
struct GzipStream<Source: ByteSource & ~Copyable>: ~Copyable {
  private(set) var input: InputBuffer<Source>
  private var inflater: Inflater
  private var phase = Phase.header
  private var memberOffset = 0
  private var memberCRC: UInt32 = 0
  private var memberBytes: UInt32 = 0
  /// Set by the first member's BC field; then the last member must be BGZF's end block.
  private var isBlockGzip = false
  /// Whether the member at hand has a BC field.
  private var isBlock = false
  private var isEndBlock = false

  private enum Phase { case header, body, padding, end }

  /// Reads gzip from `input`.
  init(_ input: consuming InputBuffer<Source>) throws(ReadError) {
    inflater = try Inflater()
    self.input = input
  }

  /// Hands bytes through as they are, for content that is not gzip.
  mutating func readPlain(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(ReadError) -> Int {
    try input.fillIfEmpty()
    let count = min(buffer.count, input.available.count)
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: input.available[..<count]))
    input.consume(count)
    return count
  }

  /// Fills the front of `buffer`; 0 only at the verified end.
  ///
  /// Throws a `gzip…` error for any fault, with the file offset and the member's.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    while true {
      switch phase {
      case .header: try readHeader()
      case .body:
        let count = try inflateSome(into: buffer)
        if count > 0 { return count }
      case .padding: try readPadding()
      case .end: return 0
      }
    }
  }

  private func fault(_ reason: ReadError.Reason, _ detail: String, at offset: Int? = nil)
    -> ReadError
  {
    ReadError(
      reason, detail: detail, byteOffset: offset ?? input.offset, memberOffset: memberOffset)
  }

  private mutating func next() throws(ReadError) -> UInt8 {
    guard let byte = try input.next() else {
      throw fault(.gzipTruncated, "the file ends inside a gzip member")
    }
    return byte
  }
}

// MARK: Header

extension GzipStream where Source: ~Copyable {
  private mutating func readHeader() throws(ReadError) {
    memberOffset = input.offset
    var header = HeaderBytes()
    for expected: UInt8 in [0x1f, 0x8b] {
      let byte = try next()
      guard byte == expected else {
        throw fault(
          .gzipTrailingGarbage, "bytes after the last gzip member", at: memberOffset)
      }
      header.append(byte)
    }
    try readFixedHeader(&header)
    memberCRC = 0
    memberBytes = 0
    try inflater.reset()
    phase = .body
  }

  private mutating func readFixedHeader(_ header: inout HeaderBytes) throws(ReadError) {
    let methodOffset = input.offset
    let method = try take(&header)
    guard method == 8 else {
      throw fault(.gzipBadHeader, "compression method \(method)", at: methodOffset)
    }
    let flags = try take(&header)
    guard flags & 0xe0 == 0 else {
      throw fault(.gzipBadHeader, "a reserved header flag is set", at: methodOffset + 1)
    }
    // Time, extra flags and operating system say nothing that a reader needs.
    for _ in 0..<6 { _ = try take(&header) }
    isBlock = false
    if flags & 4 != 0 { try readExtraField(&header) }
    if flags & 8 != 0 { try skipZeroTerminated(&header) }
    if flags & 16 != 0 { try skipZeroTerminated(&header) }
    if flags & 2 != 0 { try checkHeaderCRC(header) }
  }

  private mutating func take(_ header: inout HeaderBytes) throws(ReadError) -> UInt8 {
    let byte = try next()
    header.append(byte)
    return byte
  }

  private mutating func readExtraField(_ header: inout HeaderBytes) throws(ReadError) {
    let low = try take(&header)
    let high = try take(&header)
    let length = Int(low) | Int(high) << 8
    var field: [UInt8] = []
    for _ in 0..<length { field.append(try take(&header)) }
    isBlock = hasBlockSize(field)
    if memberOffset == 0 { isBlockGzip = isBlock }
  }

  /// Whether one of the subfields (two letters, a length, bytes) is BGZF's BC.
  private func hasBlockSize(_ field: [UInt8]) -> Bool {
    var position = 0
    while position + 4 <= field.count {
      let length = Int(field[position + 2]) | Int(field[position + 3]) << 8
      if field[position] == 0x42, field[position + 1] == 0x43, length == 2 { return true }
      position += 4 + length
    }
    return false
  }

  /// A stored name or comment is never used, kept or printed.
  private mutating func skipZeroTerminated(_ header: inout HeaderBytes) throws(ReadError) {
    while try take(&header) != 0 {}
  }

  private mutating func checkHeaderCRC(_ header: HeaderBytes) throws(ReadError) {
    let offset = input.offset
    let low = try next()
    let high = try next()
    guard UInt16(low) | UInt16(high) << 8 == header.crc16 else {
      throw fault(.gzipBadHeader, "the header's own CRC differs", at: offset)
    }
  }
}

/// The running CRC of a member's header; the bytes themselves are not kept.
private struct HeaderBytes {
  private var crc: UInt32 = 0

  mutating func append(_ byte: UInt8) {
    withUnsafeBytes(of: byte) { crc = continueCRC32(crc, $0) }
  }

  /// RFC 1952: the two low bytes of the CRC-32.
  var crc16: UInt16 { UInt16(truncatingIfNeeded: crc) }
}

// MARK: Body, trailer, padding

extension GzipStream where Source: ~Copyable {
  /// Returns 0 when the member has ended without giving a byte.
  private mutating func inflateSome(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(ReadError) -> Int {
    while true {
      try input.fillIfEmpty()
      let step = inflater.inflate(from: input.available, into: buffer)
      input.consume(step.consumed)
      input.handBack(step.overread)
      if step.produced > 0 {
        let produced = UnsafeRawBufferPointer(rebasing: buffer[..<step.produced])
        memberCRC = continueCRC32(memberCRC, produced)
        // RFC 1952 counts the length modulo 2^32.
        memberBytes &+= UInt32(truncatingIfNeeded: step.produced)
      }
      switch step.status {
      case .ended: try readTrailer()
      case .damaged(let words): throw fault(.gzipBadDeflate, words)
      case .needsInput where input.isAtEnd:
        throw fault(.gzipTruncated, "the file ends inside a gzip member")
      case .needsInput, .more: if step.produced == 0 { continue }
      }
      return step.produced
    }
  }

  private mutating func readTrailer() throws(ReadError) {
    let offset = input.offset
    let crc = try readUInt32()
    guard crc == memberCRC else {
      throw fault(.gzipBadCRC, "CRC-32 differs", at: offset)
    }
    let length = try readUInt32()
    guard length == memberBytes else {
      throw fault(.gzipBadLength, "the length differs", at: offset + 4)
    }
    // The SAM specification, section 4.1.2: an empty member of 28 bytes.
    isEndBlock = isBlock && memberBytes == 0 && input.offset - memberOffset == 28
    try decideWhatFollows()
  }

  private mutating func readUInt32() throws(ReadError) -> UInt32 {
    var value: UInt32 = 0
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      value |= UInt32(try next()) << shift
    }
    return value
  }

  private mutating func decideWhatFollows() throws(ReadError) {
    guard let byte = try input.peek() else { return try finish() }
    phase = byte == 0 ? .padding : .header
    if byte != 0 && byte != 0x1f {
      throw ReadError(
        .gzipTrailingGarbage, detail: "bytes after the last gzip member",
        byteOffset: input.offset, memberOffset: input.offset)
    }
  }

  private mutating func readPadding() throws(ReadError) {
    let paddingOffset = input.offset
    while let byte = try input.next() {
      guard byte == 0 else {
        throw ReadError(
          .gzipTrailingGarbage, detail: "bytes after the zeros behind the last gzip member",
          byteOffset: input.offset - 1, memberOffset: paddingOffset)
      }
    }
    try finish()
  }

  private mutating func finish() throws(ReadError) {
    if isBlockGzip && !isEndBlock {
      throw fault(.bgzfNoEnd, "the block gzip file lacks its end block: it was cut at a block")
    }
    phase = .end
  }
}
