/// Bytes of a source, a buffer at a time, with the offset of the next one.
struct InputBuffer<Source: ByteSource & ~Copyable>: ~Copyable {
  /// Room in front of what is read: bytes that an inflater took too many of come back there.
  private static var handBackLimit: Int { 8 }
  /// Readable bytes behind all others: ISA-L looks a word ahead, and on damaged streams beyond its input.
  private static var paddingBytes: Int { 64 }

  private var source: Source
  private let storage: UnsafeMutableRawBufferPointer
  private var position: Int
  private var limit: Int
  /// Whether the source has said that nothing follows.
  private(set) var sourceEnded = false
  /// Offset of the next byte in the source, from 0.
  private(set) var offset = 0

  /// Starts with `first`, bytes that were already taken from the source.
  init(_ source: consuming Source, first: [UInt8], capacity: Int) {
    self.source = source
    let room = InputBuffer.handBackLimit
    let byteCount = room + max(capacity, first.count, 1)
    let padded = UnsafeMutableRawBufferPointer.allocate(
      byteCount: byteCount + InputBuffer.paddingBytes, alignment: 16)
    padded.initializeMemory(as: UInt8.self, repeating: 0)
    let storage = UnsafeMutableRawBufferPointer(rebasing: padded[..<byteCount])
    first.withUnsafeBytes {
      UnsafeMutableRawBufferPointer(rebasing: storage[room...]).copyMemory(from: $0)
    }
    self.storage = storage
    position = room
    limit = room + first.count
  }

  deinit { storage.deallocate() }

  /// The bytes at hand; valid until the next call that reads.
  var available: UnsafeRawBufferPointer {
    // position <= limit <= storage.count: both only move in `consume`, `next` and `fillIfEmpty`.
    UnsafeRawBufferPointer(rebasing: storage[position..<limit])
  }

  /// True when no byte is left, neither here nor in the source.
  var isAtEnd: Bool { position == limit && sourceEnded }

  mutating func consume(_ count: Int) {
    precondition(count <= limit - position, "more bytes used than there were")
    position += count
    offset += count
  }

  /// Takes back the last bytes that were consumed, even if the buffer was filled anew since.
  mutating func handBack(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    precondition(bytes.count <= position, "more bytes handed back than there is room for")
    position -= bytes.count
    offset -= bytes.count
    for (index, byte) in bytes.enumerated() { storage[position + index] = byte }
  }

  mutating func fillIfEmpty() throws(ReadError) {
    guard position == limit, !sourceEnded else { return }
    let room = InputBuffer.handBackLimit
    let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: storage[room...]))
    position = room
    limit = room + count
    sourceEnded = count == 0
  }

  /// The next byte without taking it; nil at the end.
  mutating func peek() throws(ReadError) -> UInt8? {
    try fillIfEmpty()
    return position < limit ? storage[position] : nil
  }

  /// Takes the next byte; nil at the end.
  mutating func next() throws(ReadError) -> UInt8? {
    guard let byte = try peek() else { return nil }
    consume(1)
    return byte
  }
}
