/// The part of a stream that is in memory: one buffer, whose unread tail rolls to the front.
///
/// ```
/// stream:  …consumed | start … end | not read yet…
/// buffer:             0      count        capacity   + 64 bytes that a block scan may touch
/// ```
struct ByteWindow: ~Copyable {
  /// A scan reads whole blocks of this many bytes, so as many lie readable behind the last one.
  static let paddingBytes = 64

  private var storage: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0
  private(set) var capacity: Int
  /// Offset of the buffer's first byte in the stream, from 0.
  private(set) var streamOffset = 0

  init(capacity: Int) {
    self.capacity = capacity
    storage = .allocate(capacity: capacity + ByteWindow.paddingBytes)
    storage.initialize(repeating: 0)
  }

  deinit { storage.deallocate() }

  /// All initialized bytes: `count` of the stream and the padding behind them.
  var bytes: UnsafeMutableBufferPointer<UInt8> { storage }

  /// Drops the first `consumed` bytes and moves the rest to the front.
  mutating func roll(_ consumed: Int) {
    precondition(consumed <= count, "more bytes dropped than there are")
    guard consumed > 0, let base = storage.baseAddress else { return }
    // Both ranges lie within `count` bytes of the buffer; `update` allows them to overlap.
    base.update(from: base + consumed, count: count - consumed)
    count -= consumed
    streamOffset += consumed
  }

  /// Doubles the room, up to `limit`; false when it is that large already.
  mutating func grow(to limit: Int) -> Bool {
    guard capacity < limit else { return false }
    let larger = ByteWindow.allocate(min(limit, capacity * 2))
    _ = larger.update(fromContentsOf: storage[..<count])
    storage.deallocate()
    storage = larger
    capacity = larger.count - ByteWindow.paddingBytes
    return true
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutableBufferPointer<UInt8> {
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(
      capacity: capacity + ByteWindow.paddingBytes)
    buffer.initialize(repeating: 0)
    return buffer
  }

  /// Appends at most `limit` bytes of the stream; 0 at its end.
  ///
  /// There must be room. The stream may give a byte at a time; scans that begin again for each would read the same bytes over and over, so
  /// less than the room is only returned at the end.
  mutating func fill<Source: ByteSource & ~Copyable>(
    from stream: inout ContentStream<Source>, limit: Int
  ) throws(ReadError) -> Int {
    let old = count
    let goal = count + min(limit, capacity - count)
    while count < goal {
      // count < goal <= capacity, so the slice lies inside the buffer.
      let free = UnsafeMutableRawBufferPointer(
        UnsafeMutableBufferPointer(rebasing: storage[count..<goal]))
      let added = try stream.read(into: free)
      if added == 0 { break }
      count += added
    }
    return count - old
  }
}
