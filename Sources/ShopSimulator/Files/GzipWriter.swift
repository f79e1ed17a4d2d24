import CZlib

/// Why a file could not be made.
package struct ShopError: Error, Equatable {
  /// What went wrong.
  package enum Kind: Sendable, Equatable {
    /// zlib refused to work, as it does without memory; the status is zlib's.
    case compression(status: Int32)
  }

  /// What went wrong.
  package let kind: Kind
}

/// Compresses text into one gzip member without name and time, so that equal text gives equal bytes.
///
/// The bytes are the same wherever the same zlib is used; another deflate may pack them otherwise.
@safe
struct GzipWriter: ~Copyable {
  private static let level: Int32 = 6
  private static let chunkSize = 1 << 18
  /// 15 is the largest window; 16 more asks for a gzip header, whose time and name zlib leaves out.
  private static let windowBits: Int32 = 15 + 16

  // zlib keeps the address of its stream, so the stream must not move with this value.
  private let stream: UnsafeMutablePointer<z_stream>
  private var chunk = [UInt8](repeating: 0, count: chunkSize)
  private(set) var compressed: [UInt8] = []

  init() throws(ShopError) {
    unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let status = unsafe deflateInit2_(
      stream, Self.level, Z_DEFLATED, Self.windowBits, 8, Z_DEFAULT_STRATEGY,
      ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw ShopError(kind: .compression(status: status)) }
  }

  deinit {
    // A stream that was never set up is refused by zlib and freed all the same.
    _ = unsafe deflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Compresses a piece of the text; at most 1 GiB, as zlib counts in 32 bits.
  mutating func write(_ text: [UInt8]) throws(ShopError) {
    try deflate(text, flush: Z_NO_FLUSH)
  }

  /// Ends the member; nothing may be written afterwards.
  mutating func finish() throws(ShopError) {
    try deflate([], flush: Z_FINISH)
  }

  private mutating func deflate(_ text: [UInt8], flush: Int32) throws(ShopError) {
    // zlib only reads its input, though its C type says otherwise.
    var input = text
    let status = unsafe input.withUnsafeMutableBufferPointer { buffer in
      unsafe stream.pointee.next_in = buffer.baseAddress
      unsafe stream.pointee.avail_in = UInt32(buffer.count)
      return drain(flush: flush)
    }
    guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
      throw ShopError(kind: .compression(status: status))
    }
  }

  /// Runs zlib until it has taken all input and leaves room in the chunk.
  private mutating func drain(flush: Int32) -> Int32 {
    while true {
      let (status, written) = unsafe chunk.withUnsafeMutableBufferPointer { buffer in
        unsafe stream.pointee.next_out = buffer.baseAddress
        unsafe stream.pointee.avail_out = UInt32(buffer.count)
        let status = unsafe CZlib.deflate(stream, flush)
        return unsafe (status, buffer.count - Int(stream.pointee.avail_out))
      }
      compressed.append(contentsOf: chunk[..<written])
      if written < Self.chunkSize { return status }
    }
  }
}
