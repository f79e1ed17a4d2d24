/// A hash of bytes under a secret of this process: words are folded with a 64 x 64 -> 128 bit product.
///
/// The secret keeps anyone who writes a dump from choosing values that collide. Hashes differ from run to run, so no
/// result may depend on them: they place entries in tables and choose partitions, and nothing else.
package struct KeyedHash: Sendable {
  private let first: UInt64
  private let second: UInt64

  /// One secret for all tables of a run, so that a hash can be handed from one table to another.
  package init() {
    var generator = SystemRandomNumberGenerator()
    first = generator.next() | 1
    second = generator.next() | 1
  }

  /// A hash under other secrets: values that collide here do not collide there.
  package var other: KeyedHash { KeyedHash(first: ~second, second: first ^ 0x9e37_79b9_7f4a_7c15) }

  private init(first: UInt64, second: UInt64) {
    self.first = first | 1
    self.second = second | 1
  }

  /// Hashes every byte; O(count).
  @inline(__always)
  package func hash(_ bytes: Span<UInt8>) -> UInt64 {
    bytes.withUnsafeBufferPointer { hash(UnsafeRawBufferPointer($0)) }
  }

  @inline(__always)
  package func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var state = first ^ UInt64(truncatingIfNeeded: bytes.count)
    var offset = 0
    // Loads stay inside: offset + 8 <= count here, and the last load below ends at count.
    while offset &+ 8 <= bytes.count {
      state = fold(state ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self), second)
      offset &+= 8
    }
    var tail: UInt64 = 0
    while offset < bytes.count {
      tail = tail << 8 | UInt64(bytes[offset])
      offset &+= 1
    }
    return fold(state ^ tail, first ^ second)
  }

  /// Mixes a further word into a hash.
  @inline(__always)
  package func combine(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    fold(hash ^ word, second)
  }

  @inline(__always)
  private func fold(_ one: UInt64, _ other: UInt64) -> UInt64 {
    let product = one.multipliedFullWidth(by: other)
    return product.high ^ product.low
  }
}
