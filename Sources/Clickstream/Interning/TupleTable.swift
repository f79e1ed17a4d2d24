/// Distinct rows of ids, all of one width, numbered in the order in which they first came.
///
/// ```
/// elements:   all tuples, one behind the other
/// slots:      the hash's low 32 bits | 32 bits id + 1
/// ```
package struct TupleTable: Sendable {
  /// Ids per tuple.
  package let width: Int
  /// All tuples, one behind the other.
  package private(set) var elements: [UInt32] = []
  /// Number of tuples.
  package private(set) var count = 0
  /// At most half in use.
  private var slots = Slots(count: 16)
  private let key: KeyedHash

  private static let tagMask: UInt64 = 0xffff_ffff_0000_0000

  package init(width: Int, key: KeyedHash) {
    self.width = width
    self.key = key
  }

  /// Memory held, in bytes.
  package var bytesHeld: Int { 4 * elements.capacity + 8 * slots.count }

  /// The id of a tuple of `width` ids; it is added if it is new.
  package mutating func id(of tuple: Span<UInt32>) -> UInt32 {
    let hash = tuple.withUnsafeBufferPointer { key.hash(ids: $0) }
    if let known = find(tuple, hash: hash) { return known }
    return insert(tuple, hash: hash)
  }

  private func find(_ tuple: Span<UInt32>, hash: UInt64) -> UInt32? {
    tuple.withUnsafeBufferPointer { tuple in
      // The mask keeps every index inside.
      let (words, mask) = (slots.words, slots.mask)
      var slot = Int(truncatingIfNeeded: hash) & mask
      while words[slot] != 0 {
        if (words[slot] ^ TupleTable.tag(hash)) & TupleTable.tagMask == 0 {
          let id = UInt32(truncatingIfNeeded: words[slot]) &- 1
          if equals(id, tuple) { return id }
        }
        slot = (slot &+ 1) & mask
      }
      return nil
    }
  }

  /// Forgets every tuple but the first `count`.
  package mutating func truncate(to count: Int) {
    guard count < self.count else { return }
    for id in (count..<self.count).reversed() {
      let (word, hash) = slot(of: UInt32(id))
      slots.remove(word, hash: hash) { $0 >> 32 }
    }
    elements.removeLast((self.count - count) * width)
    self.count = count
  }

  @inline(__always)
  private func equals(_ id: UInt32, _ tuple: UnsafeBufferPointer<UInt32>) -> Bool {
    let start = Int(id) &* width
    return elements.withUnsafeBytes { own in
      // Tuple `id` lies inside the elements, four bytes each.
      areEqualBytes(
        UnsafeRawBufferPointer(rebasing: own[(start &* 4)..<(start &+ width) &* 4]).baseAddress,
        tuple.baseAddress, count: width &* 4)
    }
  }

  @inline(never)
  private mutating func insert(_ tuple: Span<UInt32>, hash: UInt64) -> UInt32 {
    let id = UInt32(count)
    tuple.withUnsafeBufferPointer { elements.append(contentsOf: $0) }
    count += 1
    if count * 2 > slots.count { grow() }
    slots.place(TupleTable.tag(hash) | UInt64(id &+ 1), hash: hash)
    return id
  }

  /// Doubles the slots; what the old ones hold of each hash says where it belongs among up to 2^32, which is room for
  /// more tuples than memory has.
  private mutating func grow() {
    let old = slots
    slots = Slots(count: old.count * 2)
    for index in 0..<old.count where old.words[index] != 0 {
      slots.place(old.words[index], hash: old.words[index] >> 32)
    }
  }

  @inline(__always)
  private static func tag(_ hash: UInt64) -> UInt64 { hash << 32 }

  /// What stands in the slot of a tuple, and its hash.
  private func slot(of id: UInt32) -> (word: UInt64, hash: UInt64) {
    let start = Int(id) * width
    let hash = elements[start..<start + width].withUnsafeBufferPointer { key.hash(ids: $0) }
    return (TupleTable.tag(hash) | UInt64(id &+ 1), hash)
  }
}
