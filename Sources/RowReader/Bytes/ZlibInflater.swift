#if !ISAL
  import CZlib

  /// One raw deflate stream (RFC 1951) of zlib; reused from member to member.
  struct Inflater: ~Copyable {
    static var libraryName: String { "zlib " + String(cString: zlibVersion()) }

    /// zlib keeps a pointer to its stream, so it must not move: it lives on the heap.
    private let stream: UnsafeMutablePointer<z_stream>

    init() throws(ReadError) {
      stream = .allocate(capacity: 1)
      stream.initialize(to: z_stream())
      let size = Int32(MemoryLayout<z_stream>.size)
      // -15: raw deflate with the largest window.
      guard inflateInit2_(stream, -15, zlibVersion(), size) == Z_OK else {
        stream.deallocate()
        throw ReadError(.readFailed, detail: "zlib could not start: out of memory")
      }
    }

    deinit {
      inflateEnd(stream)
      stream.deinitialize(count: 1)
      stream.deallocate()
    }

    mutating func reset() throws(ReadError) {
      guard inflateReset(stream) == Z_OK else {
        throw ReadError(.readFailed, detail: "zlib could not start again")
      }
    }

    /// Inflates once.
    ///
    /// `input` is only read; zlib's interface merely lacks the word.
    mutating func inflate(
      from input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> InflateStep {
      let inputCount = UInt32(clamping: input.count)
      let outputCount = UInt32(clamping: output.count)
      stream.pointee.next_in = UnsafeMutablePointer(
        mutating: input.bindMemory(to: UInt8.self).baseAddress)
      stream.pointee.avail_in = inputCount
      stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
      stream.pointee.avail_out = outputCount
      let code = CZlib.inflate(stream, Z_NO_FLUSH)
      return InflateStep(
        status: status(code), consumed: Int(inputCount - stream.pointee.avail_in),
        produced: Int(outputCount - stream.pointee.avail_out))
    }

    private func status(_ code: Int32) -> InflateStep.Status {
      switch code {
      case Z_STREAM_END: .ended
      case Z_OK: stream.pointee.avail_out == 0 ? .more : .needsInput
      case Z_BUF_ERROR: .needsInput
      default: .damaged(stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(code)")
      }
    }
  }

  /// CRC-32 of RFC 1952, continued from an earlier one; 0 to begin.
  func continueCRC32(_ crc: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
    let start = bytes.bindMemory(to: UInt8.self).baseAddress
    return UInt32(truncatingIfNeeded: crc32_z(UInt(crc), start, bytes.count))
  }
#endif
