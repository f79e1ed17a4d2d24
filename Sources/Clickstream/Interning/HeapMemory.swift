/// Owns memory that tables read through plain pointers: no reference is counted and no bound is checked where a row is
/// looked up.
///
/// A table that is copied shares its memory until one of the copies changes: each checks that it is the only owner
/// before it writes. So memory that two threads can see is never written, and sharing it is safe.
final class HeapMemory: @unchecked Sendable {
  let start: UnsafeMutableRawPointer
  let byteCount: Int

  /// Memory whose first `kept` bytes are copied from elsewhere; nobody may read the others before they are written.
  init(byteCount: Int, copying source: UnsafeRawPointer? = nil, kept: Int = 0) {
    self.byteCount = byteCount
    start = .allocate(byteCount: max(1, byteCount), alignment: 16)
    if let source { start.copyMemory(from: source, byteCount: kept) }
  }

  deinit { start.deallocate() }
}

/// Open addressing: words by hash, a power of two of them, 0 for a free one.
///
/// Sendable as `HeapMemory` is: `own` comes before every write.
struct Slots: @unchecked Sendable {
  private var memory: HeapMemory
  /// `memory` as words.
  private(set) var words: UnsafeMutablePointer<UInt64>
  /// Number of slots, less 1.
  private(set) var mask: Int

  init(count: Int) {
    memory = HeapMemory(byteCount: count * 8)
    words = memory.start.initializeMemory(as: UInt64.self, repeating: 0, count: count)
    mask = count - 1
  }

  var count: Int { mask + 1 }

  /// Makes sure that no copy sees what is written.
  private mutating func own() {
    guard !isKnownUniquelyReferenced(&memory) else { return }
    memory = HeapMemory(byteCount: count * 8, copying: memory.start, kept: count * 8)
    words = memory.start.bindMemory(to: UInt64.self, capacity: count)
  }

  /// Puts a word into the first free slot of its hash; there must be one.
  mutating func place(_ word: UInt64, hash: UInt64) {
    own()
    // `mask` keeps every index inside.
    var slot = Int(truncatingIfNeeded: hash) & mask
    while words[slot] != 0 { slot = (slot &+ 1) & mask }
    words[slot] = word
  }

  /// Frees the slot that holds `word`; words behind it that could not stand where they belong move up.
  ///
  /// - Parameter hashOf: at least as much of a word's hash as the mask asks for.
  mutating func remove(_ word: UInt64, hash: UInt64, hashOf: (UInt64) -> UInt64) {
    own()
    var free = Int(truncatingIfNeeded: hash) & mask
    while words[free] != word { free = (free &+ 1) & mask }
    var slot = (free &+ 1) & mask
    while words[slot] != 0 {
      let home = Int(truncatingIfNeeded: hashOf(words[slot])) & mask
      // How far the word stands from where it belongs, and from the free slot.
      if (slot &- home) & mask >= (slot &- free) & mask {
        words[free] = words[slot]
        free = slot
      }
      slot = (slot &+ 1) & mask
    }
    words[free] = 0
  }
}
