import CZlib

/// One raw deflate stream (RFC 1951) of zlib; reused from member to member.
struct Inflater: ~Copyable {
  /// What one call did.
  struct Step {
    enum Status {
      /// The deflate stream has ended.
      case ended
      /// More output is waiting for room.
      case more
      /// All input is used up.
      case needsInput
      /// The stream breaks its format; zlib's words.
      case damaged(String)
    }
    var status: Status
    var consumed: Int
    var produced: Int
  }

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
  ) -> Step {
    let inputCount = UInt32(clamping: input.count)
    let outputCount = UInt32(clamping: output.count)
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.bindMemory(to: UInt8.self).baseAddress)
    stream.pointee.avail_in = inputCount
    stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_out = outputCount
    let code = CZlib.inflate(stream, Z_NO_FLUSH)
    return Step(
      status: status(code), consumed: Int(inputCount - stream.pointee.avail_in),
      produced: Int(outputCount - stream.pointee.avail_out))
  }

  private func status(_ code: Int32) -> Step.Status {
    switch code {
    case Z_STREAM_END: .ended
    case Z_OK: stream.pointee.avail_out == 0 ? .more : .needsInput
    case Z_BUF_ERROR: .needsInput
    default: .damaged(stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(code)")
    }
  }
}
