import CPrefetch

/// Byte strings by id, one behind the other.
///
/// ```
/// bytes:    | id 4 | length 4 | mobile | id | length | desktop | …          starts: [0, …] of every eighth string
/// ```
/// The id stands before the text, so that a table that finds a text by its place needs nothing else. From a known start
/// the lengths lead on to the strings behind it.
///
/// Sendable as `HeapMemory` is: `makeRoom` comes before every write, and what other owners see is never written.
package struct StringList: @unchecked Sendable {
  private var memory: HeapMemory
  /// `memory` as bytes.
  private var bytes: UnsafeMutableRawPointer
  private var byteCount = 0
  private var starts: [Int] = []
  /// Number of strings.
  package private(set) var count = 0

  private static let startEvery = 8

  /// Bytes before a text.
  private static let headerBytes = 8

  private init(capacity: Int) {
    memory = HeapMemory(byteCount: capacity)
    bytes = memory.start
  }

  /// The list of the empty string, whose id is 0.
  package init() {
    self.init(capacity: 64)
    append(UnsafeRawBufferPointer(start: nil, count: 0))
  }

  /// The list of no string at all.
  static var none: StringList { StringList(capacity: 0) }

  /// The list of no string at all, with room for some of so many bytes together.
  init(roomFor stringCount: Int, byteCount: Int) {
    self.init(capacity: stringCount * StringList.headerBytes + byteCount)
    starts.reserveCapacity(stringCount / StringList.startEvery + 1)
  }

  /// Memory held, in bytes.
  var bytesHeld: Int { memory.byteCount + 8 * starts.capacity }

  /// Where the next string will stand.
  var nextStart: Int { byteCount }

  /// The string of an id.
  package subscript(id: UInt32) -> [UInt8] { Array(text(id)) }

  /// Whether the string with this id sorts before the other one, byte by byte.
  package func isLess(_ one: UInt32, _ other: UInt32) -> Bool {
    text(one).lexicographicallyPrecedes(text(other))
  }

  /// Calls `body` with the bytes of a string.
  package func withBytes<Result>(_ id: UInt32, _ body: (Span<UInt8>) -> Result) -> Result {
    withExtendedLifetime(memory) {
      text(id).withMemoryRebound(to: UInt8.self) { body($0.span) }
    }
  }

  /// The same for the string that stands at a start which `nextStart` was when it came.
  func withBytes<Result>(at start: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    withExtendedLifetime(memory) {
      text(at: start).withMemoryRebound(to: UInt8.self) { body($0.span) }
    }
  }

  /// Every string but the first, which is the empty one.
  package var all: [[UInt8]] { (1..<max(1, count)).map { self[UInt32($0)] } }

  mutating func append(_ text: UnsafeRawBufferPointer) {
    makeRoom(for: StringList.headerBytes + text.count)
    // There is room for all that is stored.
    let place = bytes + byteCount
    place.storeBytes(of: UInt32(count), as: UInt32.self)
    place.storeBytes(of: UInt32(text.count), toByteOffset: 4, as: UInt32.self)
    if let source = text.baseAddress {
      (place + StringList.headerBytes).copyMemory(from: source, byteCount: text.count)
    }
    if count % StringList.startEvery == 0 { starts.append(byteCount) }
    count += 1
    byteCount += StringList.headerBytes + text.count
  }

  private mutating func makeRoom(for added: Int) {
    let needed = byteCount + added
    if needed <= memory.byteCount && isKnownUniquelyReferenced(&memory) { return }
    let capacity = needed <= memory.byteCount ? memory.byteCount : max(needed, byteCount * 3 / 2)
    memory = HeapMemory(byteCount: capacity, copying: memory.start, kept: byteCount)
    bytes = memory.start
  }

  /// Forgets every string but the first `count`.
  mutating func truncate(to count: Int) {
    guard count < self.count else { return }
    byteCount = start(of: UInt32(count))
    self.count = count
    let kept = (count + StringList.startEvery - 1) / StringList.startEvery
    starts.removeLast(starts.count - kept)
  }

  /// The bytes of a string; hold only as long as the list.
  private func text(_ id: UInt32) -> UnsafeRawBufferPointer { text(at: start(of: id)) }

  private func text(at start: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: bytes + start + StringList.headerBytes, count: length(at: start))
  }

  /// Where a string stands; `id` is below `count`.
  func start(of id: UInt32) -> Int {
    precondition(Int(id) < count, "no such string")
    var start = starts[Int(id) / StringList.startEvery]
    for _ in 0..<Int(id) % StringList.startEvery {
      start &+= StringList.headerBytes &+ length(at: start)
    }
    return start
  }

  /// The length of the string at a start that `append` noted: a header and as many bytes as it says lie behind it.
  @inline(__always)
  private func length(at start: Int) -> Int {
    Int(bytes.loadUnaligned(fromByteOffset: start &+ 4, as: UInt32.self))
  }

  /// Asks for the string that stands at `start`, so that it is near when it is compared.
  @inline(__always)
  func prefetch(at start: Int) { fuga_prefetch(bytes + start) }

  /// The id of the string that stands at `start`, if it is `text`.
  @inline(__always)
  func id(at start: Int, ifEqualTo text: UnsafeBufferPointer<UInt8>) -> UInt32? {
    guard length(at: start) == text.count else { return nil }
    let place = UnsafeRawPointer(bytes + start + StringList.headerBytes)
    guard areEqualBytes(place, text.baseAddress, count: text.count) else { return nil }
    return bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self)
  }
}
