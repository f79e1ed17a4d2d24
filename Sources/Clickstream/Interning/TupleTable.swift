/// Distinct rows of ids, all of one width, numbered in the order in which they first came.
package struct TupleTable: Sendable {
  /// Ids per tuple.
  package let width: Int
  /// All tuples, one behind the other.
  package private(set) var elements: [UInt32] = []
  private var hashes: [UInt64] = []
  private var slots: [UInt32]
  private let key: KeyedHash

  package init(width: Int, key: KeyedHash) {
    self.width = width
    self.key = key
    slots = [UInt32](repeating: 0, count: 16)
  }

  /// Number of tuples.
  package var count: Int { hashes.count }

  /// The id of a tuple of `width` ids; it is added if it is new.
  package mutating func id(of tuple: Span<UInt32>) -> UInt32 {
    var hash: UInt64 = UInt64(truncatingIfNeeded: width)
    for element in tuple.indices { hash = key.combine(hash, UInt64(tuple[element])) }
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let id = slots[slot] &- 1
      if hashes[Int(id)] == hash && equals(id, tuple) { return id }
      slot = (slot &+ 1) & mask
    }
    return insert(tuple, hash: hash)
  }

  /// Forgets every tuple but the first `count`.
  package mutating func truncate(to count: Int) {
    guard count < hashes.count else { return }
    for id in (count..<hashes.count).reversed() { unplace(UInt32(id)) }
    elements.removeLast((hashes.count - count) * width)
    hashes.removeLast(hashes.count - count)
  }

  @inline(__always)
  private func equals(_ id: UInt32, _ tuple: Span<UInt32>) -> Bool {
    let start = Int(id) * width
    for index in tuple.indices where elements[start + index] != tuple[index] { return false }
    return true
  }

  @inline(never)
  private mutating func insert(_ tuple: Span<UInt32>, hash: UInt64) -> UInt32 {
    let id = UInt32(hashes.count)
    tuple.withUnsafeBufferPointer { elements.append(contentsOf: $0) }
    hashes.append(hash)
    if hashes.count * 2 > slots.count {
      rebuild(slotCount: slots.count * 2)
    } else {
      place(id)
    }
    return id
  }

  private mutating func rebuild(slotCount: Int) {
    slots = [UInt32](repeating: 0, count: slotCount)
    for id in hashes.indices { place(UInt32(id)) }
  }

  /// Frees the slot of the newest tuple: nothing was placed behind it, so no probe passes over it.
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
