/// Distinct byte strings, numbered in the order in which they first came.
///
/// ```
/// bytes:  mobiledesktoptablet          ends: [0, 6, 13, 19]       id 0 is always the empty string
/// slots:  open addressing, a power of two, at most half full; 0 = free, else id + 1
/// ```
/// Entries are only ever appended, so a table can be cut back to an earlier count when a file turns out damaged.
package struct StringTable: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]
  private var hashes: [UInt64]
  private var slots: [UInt32]
  private let key: KeyedHash

  package init(key: KeyedHash) {
    self.key = key
    slots = [UInt32](repeating: 0, count: 16)
    let empty: [UInt8] = []
    hashes = [key.hash(empty.span)]
    place(0)
  }

  /// Number of strings, the empty one included.
  package var count: Int { ends.count }

  /// The id of a string; it is added if it is new.
  ///
  /// At most 2^32 - 2 strings.
  package mutating func id(of text: Span<UInt8>) -> UInt32 {
    if text.isEmpty { return 0 }
    return id(of: text, hash: key.hash(text))
  }

  /// The same, with the string's hash under this table's key.
  package mutating func id(of text: Span<UInt8>, hash: UInt64) -> UInt32 {
    let mask = slots.count &- 1
    // The low bits choose the slot; `mask` keeps every index inside.
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let id = slots[slot] &- 1
      if hashes[Int(id)] == hash && equals(id, text) { return id }
      slot = (slot &+ 1) & mask
    }
    return insert(text, hash: hash)
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
    hashes.removeLast(hashes.count - count)
    bytes.removeLast(bytes.count - ends[count - 1])
  }

  /// Adds all strings of another table; gives this table's id for each of the other's.
  package mutating func merge(_ other: borrowing StringTable) -> [UInt32] {
    var ids = [UInt32](repeating: 0, count: other.count)
    for id in 1..<max(1, other.count) {
      let text = other.bytes.span.extracting(other.range(UInt32(id)))
      ids[id] = self.id(of: text, hash: other.hashes[id])
    }
    return ids
  }

  private func range(_ id: UInt32) -> Range<Int> {
    let index = Int(id)
    return (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }

  @inline(__always)
  private func equals(_ id: UInt32, _ text: Span<UInt8>) -> Bool {
    let range = range(id)
    guard range.count == text.count else { return false }
    let own = bytes.span.extracting(range)
    for index in text.indices where own[index] != text[index] { return false }
    return true
  }

  @inline(never)
  private mutating func insert(_ text: Span<UInt8>, hash: UInt64) -> UInt32 {
    let id = UInt32(ends.count)
    text.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    ends.append(bytes.count)
    hashes.append(hash)
    if ends.count * 2 > slots.count {
      rebuild(slotCount: slots.count * 2)
    } else {
      place(id)
    }
    return id
  }

  private mutating func rebuild(slotCount: Int) {
    slots = [UInt32](repeating: 0, count: slotCount)
    for id in ends.indices { place(UInt32(id)) }
  }

  /// Frees the slot of the newest string: nothing was placed behind it, so no probe passes over it.
  private mutating func unplace(_ id: UInt32) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hashes[Int(id)]) & mask
    while slots[slot] != id + 1 { slot = (slot + 1) & mask }
    slots[slot] = 0
  }

  private mutating func place(_ id: UInt32) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hashes[Int(id)]) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = id + 1
  }
}

extension StringTable {
  /// Every string but the empty one.
  package var all: [[UInt8]] { (1..<max(1, count)).map { self[UInt32($0)] } }
}
