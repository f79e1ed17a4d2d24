/// Distinct byte strings, numbered in the order in which they first came.
///
/// ```
/// bytes:  mobiledesktoptablet          ends: [0, 6, 13, 19]       id 0 is always the empty string
/// slots:  32 bits of the hash | id + 1                            open addressing, 0 = free
/// ```
/// A slot holds enough of the hash to pass over nearly all other strings without looking at them, and
/// to be moved when the table grows. Entries are only ever appended, so a table can be cut back to an
/// earlier count when a file turns out damaged.
package struct StringTable: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]
  /// A power of two of them, at most three quarters in use.
  private var slots: [UInt64]
  private let key: KeyedHash

  package init(key: KeyedHash) {
    self.key = key
    slots = [UInt64](repeating: 0, count: 16)
  }

  /// Number of strings, the empty one included.
  package var count: Int { ends.count }

  /// The id of a string, which is added if it is new; at most 2^32 - 2 strings.
  @inline(__always)
  package mutating func id(of text: Span<UInt8>) -> UInt32 {
    if text.isEmpty { return 0 }
    return id(of: text, hash: key.hash(text))
  }

  /// The same, with the hash of a string that is not empty under this table's key.
  package mutating func id(of text: Span<UInt8>, hash: UInt64) -> UInt32 {
    let mask = slots.count &- 1
    let tag = hash << 32
    // `mask` keeps every index inside.
    var slot = Int(truncatingIfNeeded: hash & 0xffff_ffff) & mask
    while slots[slot] != 0 {
      if slots[slot] & 0xffff_ffff_0000_0000 == tag {
        let id = UInt32(truncatingIfNeeded: slots[slot]) &- 1
        if equals(id, text) { return id }
      }
      slot = (slot &+ 1) & mask
    }
    return insert(text, tag: tag)
  }

  /// The string of an id.
  package subscript(id: UInt32) -> [UInt8] {
    Array(bytes[range(id)])
  }

  /// Whether the string with this id sorts before the other one, byte by byte.
  package func isLess(_ one: UInt32, _ other: UInt32) -> Bool {
    bytes[range(one)].lexicographicallyPrecedes(bytes[range(other)])
  }

  /// Calls `body` with the bytes of a string.
  package func withBytes<Result>(_ id: UInt32, _ body: (Span<UInt8>) -> Result) -> Result {
    body(bytes.span.extracting(range(id)))
  }

  /// Forgets every string but the first `count`.
  package mutating func truncate(to count: Int) {
    guard count < ends.count else { return }
    for id in (count..<ends.count).reversed() { unplace(UInt32(id)) }
    ends.removeLast(ends.count - count)
    bytes.removeLast(bytes.count - ends[count - 1])
  }

  /// Adds all strings of another table; gives this table's id for each of the other's.
  package mutating func merge(_ other: borrowing StringTable) -> [UInt32] {
    var ids = [UInt32](repeating: 0, count: other.count)
    for id in 1..<max(1, other.count) {
      ids[id] = self.id(of: other.bytes.span.extracting(other.range(UInt32(id))))
    }
    return ids
  }

  @inline(__always)
  private func range(_ id: UInt32) -> Range<Int> {
    let index = Int(id)
    return (index == 0 ? 0 : ends[index &- 1])..<ends[index]
  }

  @inline(__always)
  private func equals(_ id: UInt32, _ text: Span<UInt8>) -> Bool {
    let range = range(id)
    guard range.count == text.count else { return false }
    return bytes.span.extracting(range).withUnsafeBufferPointer { own in
      text.withUnsafeBufferPointer { other in
        StringTable.areEqual(UnsafeRawBufferPointer(own), UnsafeRawBufferPointer(other))
      }
    }
  }

  /// Eight bytes at a time, then one by one; both hold `one.count` bytes.
  @inline(__always)
  private static func areEqual(
    _ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer
  ) -> Bool {
    var offset = 0
    while offset &+ 8 <= one.count {
      let a = one.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let b = other.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      if a != b { return false }
      offset &+= 8
    }
    while offset < one.count {
      if one[offset] != other[offset] { return false }
      offset &+= 1
    }
    return true
  }

  @inline(never)
  private mutating func insert(_ text: Span<UInt8>, tag: UInt64) -> UInt32 {
    let id = UInt32(ends.count)
    text.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    ends.append(bytes.count)
    if ends.count * 4 > slots.count * 3 { grow() }
    place(tag | UInt64(id &+ 1))
    return id
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: old.count * 2)
    for entry in old where entry != 0 { place(entry) }
  }

  /// Frees the slot of a string, and moves those behind it up that would no longer be found.
  private mutating func unplace(_ id: UInt32) {
    let mask = slots.count - 1
    let hash = key.hash(bytes.span.extracting(range(id)))
    var free = Int(truncatingIfNeeded: hash & 0xffff_ffff) & mask
    while UInt32(truncatingIfNeeded: slots[free]) != id + 1 { free = (free + 1) & mask }
    var slot = (free + 1) & mask
    while slots[slot] != 0 {
      // How far an entry lies from where its probe begins, and from the free slot.
      let home = Int(truncatingIfNeeded: slots[slot] >> 32) & mask
      if (slot - home) & mask >= (slot - free) & mask {
        slots[free] = slots[slot]
        free = slot
      }
      slot = (slot + 1) & mask
    }
    slots[free] = 0
  }

  private mutating func place(_ entry: UInt64) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: entry >> 32) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = entry
  }
}

extension StringTable {
  /// Every string but the empty one.
  package var all: [[UInt8]] { (1..<max(1, count)).map { self[UInt32($0)] } }
}
