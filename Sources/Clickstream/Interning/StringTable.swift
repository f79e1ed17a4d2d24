import CPrefetch

/// Distinct byte strings, numbered in the order in which they first came.
///
/// ```
/// list:   the strings by id; id 0 is always the empty string
/// slots:  the hash's low 24 bits | 40 bits 1 + where the string stands in the list
/// ```
/// A slot holds enough of the hash to pass over nearly all other strings without looking at them, and to find its place
/// among twice as many slots; a string is found in two places of memory. Entries are only ever appended, so a table can be cut back to an earlier count when a
/// file turns out damaged.
package struct StringTable: Sendable {
  /// The strings by id.
  package private(set) var list = StringList()
  /// At most three quarters in use.
  private var slots = Slots(count: 16)
  private let key: KeyedHash

  private static let placeBits: UInt64 = 40
  private static let placeMask: UInt64 = (1 << placeBits) - 1

  package init(key: KeyedHash) {
    self.key = key
  }

  /// Number of strings, the empty one included.
  package var count: Int { list.count }

  /// Memory held, in bytes.
  package var bytesHeld: Int { list.bytesHeld + 8 * slots.count }

  /// The id of a string, which is added if it is new; at most 2^32 - 2 strings of 2^40 bytes together.
  @inline(__always)
  package mutating func id(of text: Span<UInt8>) -> UInt32 {
    if text.isEmpty { return 0 }
    return id(of: text, hash: key.hash(text))
  }

  /// The same, with the hash of a string that is not empty under this table's key.
  @inline(__always)
  package mutating func id(of text: Span<UInt8>, hash: UInt64) -> UInt32 {
    if let known = find(text, hash: hash) { return known }
    return insert(text, hash: hash)
  }

  private func find(_ text: Span<UInt8>, hash: UInt64) -> UInt32? {
    text.withUnsafeBufferPointer { text in
      // The mask keeps every index inside.
      let (words, mask) = (slots.words, slots.mask)
      var slot = Int(truncatingIfNeeded: hash) & mask
      while words[slot] != 0 {
        // The two differ in no bit of the tag: only the place is left.
        if (words[slot] ^ StringTable.tag(hash)) & ~StringTable.placeMask == 0 {
          let start = Int(words[slot] & StringTable.placeMask) &- 1
          if let id = list.id(at: start, ifEqualTo: text) { return id }
        }
        slot = (slot &+ 1) & mask
      }
      return nil
    }
  }

  /// Asks for the slot of a string with this hash, so that it is near when it is looked for.
  @inline(__always)
  func prefetchSlot(hash: UInt64) {
    fuga_prefetch(slots.words + (Int(truncatingIfNeeded: hash) & slots.mask))
  }

  /// Asks for the string that most likely has this hash.
  @inline(__always)
  func prefetchText(hash: UInt64) {
    let word = slots.words[Int(truncatingIfNeeded: hash) & slots.mask]
    if word != 0 { list.prefetch(at: Int(word & StringTable.placeMask) &- 1) }
  }

  /// The string of an id.
  package subscript(id: UInt32) -> [UInt8] { list[id] }

  /// Calls `body` with the bytes of a string.
  package func withBytes<Result>(_ id: UInt32, _ body: (Span<UInt8>) -> Result) -> Result {
    list.withBytes(id, body)
  }

  /// Forgets every string but the first `count`, of which the empty one is never forgotten.
  package mutating func truncate(to count: Int) {
    guard count < list.count else { return }
    let slotCount = slots.count
    for id in (count..<list.count).reversed() {
      let (word, hash) = slot(of: UInt32(id))
      slots.remove(word, hash: hash) { [list, key] in
        StringTable.placingHash(of: $0, among: slotCount, list, key)
      }
    }
    list.truncate(to: count)
  }

  /// Adds all strings of a list; gives this table's id for each of the list's.
  package mutating func merge(_ other: StringList) -> [UInt32] {
    (0..<UInt32(other.count)).map { id in other.withBytes(id) { self.id(of: $0) } }
  }

  @inline(never)
  private mutating func insert(_ text: Span<UInt8>, hash: UInt64) -> UInt32 {
    let id = UInt32(list.count)
    let word = StringTable.tag(hash) | UInt64(list.nextStart &+ 1)
    text.withUnsafeBytes { list.append($0) }
    if list.count * 4 > slots.count * 3 { grow() }
    slots.place(word, hash: hash)
    return id
  }

  /// Doubles the slots; what the old ones hold of each hash says where it belongs, as long as that is enough.
  private mutating func grow() {
    let old = slots
    slots = Slots(count: old.count * 2)
    for index in 0..<old.count where old.words[index] != 0 {
      let word = old.words[index]
      let hash = StringTable.placingHash(of: word, among: slots.count, list, key)
      slots.place(word, hash: hash)
    }
  }

  /// As much of the hash behind a slot's word as places it.
  private static func placingHash(
    of word: UInt64, among slotCount: Int, _ list: borrowing StringList, _ key: KeyedHash
  ) -> UInt64 {
    if slotCount <= 1 << (64 - placeBits) { return word >> placeBits }
    let start = Int(word & placeMask) - 1
    return list.withBytes(at: start) { key.hash($0) }
  }

  @inline(__always)
  private static func tag(_ hash: UInt64) -> UInt64 { hash << placeBits }

  /// What stands in the slot of a string, and its hash.
  private func slot(of id: UInt32) -> (word: UInt64, hash: UInt64) {
    let hash = list.withBytes(id) { key.hash($0) }
    return (StringTable.tag(hash) | UInt64(list.start(of: id) + 1), hash)
  }
}
