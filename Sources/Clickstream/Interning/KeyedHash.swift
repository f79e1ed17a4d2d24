/// A hash of bytes under a secret of this process: words are folded with a 64 x 64 -> 128 bit product.
///
/// The secret keeps anyone who writes a dump from choosing values that collide. Hashes differ from run to run, so no
/// result may depend on them: they place entries in tables and choose partitions, and nothing else.
package struct KeyedHash: Sendable {
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64

  /// One secret for all tables of a run, so that a hash can be handed from one table to another.
  package init() {
    var generator = SystemRandomNumberGenerator()
    self.init(first: generator.next(), second: generator.next(), third: generator.next())
  }

  /// A hash under other secrets: values that collide here do not collide there.
  package var other: KeyedHash {
    KeyedHash(first: ~second, second: first ^ 0x9e37_79b9_7f4a_7c15, third: ~third)
  }

  private init(first: UInt64, second: UInt64, third: UInt64) {
    self.first = first | 1
    self.second = second | 1
    self.third = third | 1
  }

  /// Hashes every byte; O(count).
  @inline(__always)
  package func hash(_ bytes: Span<UInt8>) -> UInt64 {
    bytes.withUnsafeBufferPointer { hash(UnsafeRawBufferPointer($0)) }
  }

  /// The same for bytes in memory.
  ///
  /// Bytes go 16 at a time, the last 16 as they lie. The result is folded once more: one product leaves keys that differ
  /// in few bits too close to each other.
  @inline(__always)
  package func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    let count = bytes.count
    var state = first ^ UInt64(truncatingIfNeeded: count)
    if count <= 16 { return finish(fold(short: bytes, into: state)) }
    var offset = 0
    // Every load ends at or before `count`, which is above 16.
    while offset &+ 16 < count {
      state = fold(word(bytes, offset) ^ state, word(bytes, offset &+ 8) ^ second)
      offset &+= 16
    }
    return finish(fold(word(bytes, count &- 16) ^ state, word(bytes, count &- 8) ^ second))
  }

  /// Mixes the ends of some bytes, and how many there are, into a hash that is to be finished; all bytes up to 32.
  @inline(__always)
  func combine(_ hash: UInt64, ends bytes: UnsafeRawBufferPointer) -> UInt64 {
    let count = bytes.count
    let state = hash ^ first ^ UInt64(truncatingIfNeeded: count)
    if count <= 16 { return fold(short: bytes, into: state) }
    // Every load ends at or before `count`, which is above 16.
    let head = fold(word(bytes, 0) ^ state, word(bytes, 8) ^ second)
    return fold(word(bytes, count &- 16) ^ head, word(bytes, count &- 8) ^ second)
  }

  /// Folds up to 16 bytes: as two words that may overlap.
  @inline(__always)
  private func fold(short bytes: UnsafeRawBufferPointer, into state: UInt64) -> UInt64 {
    let count = bytes.count
    // Every load ends at or before `count`: each branch knows how many bytes there are at least.
    if count >= 8 { return fold(word(bytes, 0) ^ state, word(bytes, count &- 8) ^ second) }
    if count >= 4 {
      let head = bytes.loadUnaligned(as: UInt32.self)
      let tail = bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
      return fold((UInt64(head) << 32 | UInt64(tail)) ^ state, second)
    }
    if count == 0 { return fold(state, second) }
    let head = UInt64(bytes[0]) << 16 | UInt64(bytes[count >> 1]) << 8
    return fold((head | UInt64(bytes[count &- 1])) ^ state, second)
  }

  /// Ends what `combine` began.
  @inline(__always)
  func finish(_ state: UInt64) -> UInt64 { fold(state ^ second, third) }

  @inline(__always)
  private func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  /// Mixes a further word into a hash.
  @inline(__always)
  package func combine(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    fold(hash ^ word, second)
  }

  /// The hash of a row of ids, two at a time.
  @inline(__always)
  package func hash(ids: UnsafeBufferPointer<UInt32>) -> UInt64 {
    var state = first ^ UInt64(truncatingIfNeeded: ids.count)
    var index = 0
    while index &+ 1 < ids.count {
      state = fold(state ^ (UInt64(ids[index]) << 32 | UInt64(ids[index &+ 1])), second)
      index &+= 2
    }
    if index < ids.count { state = fold(state ^ UInt64(ids[index]), second) }
    return finish(state)
  }

  @inline(__always)
  private func fold(_ one: UInt64, _ other: UInt64) -> UInt64 {
    let product = one.multipliedFullWidth(by: other)
    return product.high ^ product.low
  }
}
