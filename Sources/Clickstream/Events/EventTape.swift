/// Events packed into bytes, in the order in which they came: about 9 bytes each where an `Event` takes 16.
///
/// ```
/// byte 0      lengths: 2 bits time (2, 3, 4 or 8 bytes), 2 bits each symbol, origin, details (1 to 4 bytes)
/// time        difference to the event before, zigzag, little-endian
/// symbol, origin, details       little-endian
/// ```
/// The bytes lie in slabs of one size, so growing copies nothing; no event spans two slabs. Copies of a tape share its
/// slabs, so only one of them may write: the store that it belongs to. It is Sendable because a store is written by one
/// thread, and read by others only after that thread has been joined.
package struct EventTape: @unchecked Sendable {
  /// A position on the tape; everything behind it can be forgotten.
  struct Mark: Equatable {
    fileprivate(set) var count = 0
    fileprivate var slabs = 0
    fileprivate var next = 0
    fileprivate var previousTime: Int64 = 0
  }

  /// Small, because there are 64 partitions a worker and each has a slab that is half empty.
  static let slabBytes = 1 << 14
  /// The longest event, plus what an eight-byte store may write behind it.
  private static let eventRoom = 32

  /// The writing end: where the next event goes.
  struct Cursor {
    fileprivate var slab: UnsafeMutableRawPointer?
    fileprivate var mark = Mark()
  }

  private var cursor = Cursor()
  private let slabs = SlabList()

  init() {}

  /// Events on the tape.
  package var count: Int { cursor.mark.count }

  /// Memory held, in bytes.
  var bytes: Int { slabs.all.count * EventTape.slabBytes }

  var mark: Mark { cursor.mark }

  @inline(__always)
  mutating func append(
    timeMilliseconds: Int64, symbol: UInt32, origin: UInt32, details: UInt32
  ) {
    if cursor.slab == nil || cursor.mark.next > EventTape.slabBytes - EventTape.eventRoom {
      addSlab()
    }
    guard let slab = cursor.slab else { return }
    // Both times have at most 42 bits.
    let step = timeMilliseconds &- cursor.mark.previousTime
    let zigzag = UInt64(bitPattern: (step << 1) ^ (step >> 63))
    let timeCode = EventTape.timeCode(of: zigzag)
    let symbolBytes = EventTape.byteCount(symbol)
    let originBytes = EventTape.byteCount(origin)
    let detailBytes = EventTape.byteCount(details)
    var next = cursor.mark.next
    let lengths =
      timeCode | (symbolBytes &- 1) << 2 | (originBytes &- 1) << 4 | (detailBytes &- 1) << 6
    // The event takes at most 1 + 8 + 4 + 4 + 4 bytes and each store at most 7 more than it keeps: 32 bytes of room
    // were made sure of above.
    slab.storeBytes(of: UInt8(truncatingIfNeeded: lengths), toByteOffset: next, as: UInt8.self)
    next &+= 1
    slab.storeBytes(of: zigzag, toByteOffset: next, as: UInt64.self)
    next &+= EventTape.timeBytes(code: timeCode)
    slab.storeBytes(of: symbol, toByteOffset: next, as: UInt32.self)
    next &+= symbolBytes
    slab.storeBytes(of: origin, toByteOffset: next, as: UInt32.self)
    next &+= originBytes
    slab.storeBytes(of: details, toByteOffset: next, as: UInt32.self)
    next &+= detailBytes
    cursor.mark.next = next
    cursor.mark.previousTime = timeMilliseconds
    cursor.mark.count &+= 1
  }

  /// Calls `body` with each event from `start` on, up to `end`.
  @inline(__always)
  func forEach(
    from start: Mark = Mark(), upTo end: Mark? = nil, _ body: (Event) -> Void
  ) {
    let end = end ?? cursor.mark
    var left = end.count - start.count
    var previousTime = start.previousTime
    var slab = max(0, start.slabs - 1)
    var next = start.slabs == 0 ? 0 : start.next
    while left > 0 {
      let used = slab == slabs.all.count - 1 ? cursor.mark.next : slabs.all[slab].used
      let bytes = UnsafeRawPointer(slabs.all[slab].start)
      while next < used && left > 0 {
        body(EventTape.event(in: bytes, at: &next, after: &previousTime))
        left &-= 1
      }
      slab += 1
      next = 0
    }
  }

  /// Reads what `append` wrote; at most 21 bytes and 7 behind them, inside the slab as in `append`.
  @inline(__always)
  private static func event(
    in slab: UnsafeRawPointer, at next: inout Int, after previousTime: inout Int64
  ) -> Event {
    let lengths = Int(slab.load(fromByteOffset: next, as: UInt8.self))
    next &+= 1
    let timeBytes = timeBytes(code: lengths & 3)
    let word = slab.loadUnaligned(fromByteOffset: next, as: UInt64.self)
    let zigzag = timeBytes == 8 ? word : word & ((1 << UInt64(timeBytes &* 8)) &- 1)
    next &+= timeBytes
    previousTime &+= Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
    let symbol = id(in: slab, at: &next, byteCount: (lengths >> 2 & 3) &+ 1)
    let origin = id(in: slab, at: &next, byteCount: (lengths >> 4 & 3) &+ 1)
    let details = id(in: slab, at: &next, byteCount: (lengths >> 6) &+ 1)
    return Event(
      timeMilliseconds: previousTime, symbol: symbol, origin: origin, details: details)
  }

  @inline(__always)
  private static func id(
    in slab: UnsafeRawPointer, at next: inout Int, byteCount: Int
  ) -> UInt32 {
    let word = slab.loadUnaligned(fromByteOffset: next, as: UInt32.self)
    next &+= byteCount
    return word & (UInt32.max >> UInt32(32 &- byteCount &* 8))
  }

  @inline(__always)
  private static func byteCount(_ id: UInt32) -> Int {
    (39 &- (id | 1).leadingZeroBitCount) >> 3
  }

  /// 0, 1, 2 for two, three and four bytes, 3 for eight.
  @inline(__always)
  private static func timeCode(of zigzag: UInt64) -> Int {
    if zigzag >> 16 == 0 { return 0 }
    if zigzag >> 24 == 0 { return 1 }
    return zigzag >> 32 == 0 ? 2 : 3
  }

  @inline(__always)
  private static func timeBytes(code: Int) -> Int { code == 3 ? 8 : code &+ 2 }

  @inline(never)
  private mutating func addSlab() {
    cursor.slab = slabs.add(lastUsed: cursor.mark.next, byteCount: EventTape.slabBytes)
    cursor.mark.next = 0
    cursor.mark.slabs = slabs.all.count
  }

  /// Forgets all events behind a mark, and gives their slabs back.
  mutating func truncate(to mark: Mark) {
    slabs.truncate(to: mark.slabs)
    cursor = Cursor(slab: slabs.all.last?.start, mark: mark)
  }
}

// MARK: Blocks

extension EventTape {
  /// Writes the tape's slabs as they are.
  func write(to writer: inout BlockWriter) {
    writer.append(slabs.all.count)
    for (index, slab) in slabs.all.enumerated() {
      let used = index == slabs.all.count - 1 ? cursor.mark.next : slab.used
      writer.append(UnsafeRawBufferPointer(start: slab.start, count: used))
    }
    writer.append(count)
  }

  /// Reads what `write` wrote: a tape to read from.
  init(from reader: inout BlockReader) {
    for _ in 0..<reader.number() {
      addSlab()
      guard let slab = cursor.slab else { return }
      cursor.mark.next = reader.raw { bytes in
        // `write` never writes more than a slab.
        UnsafeMutableRawBufferPointer(start: slab, count: EventTape.slabBytes)
          .copyMemory(from: bytes)
        return bytes.count
      }
    }
    cursor.mark.count = reader.number()
  }
}

/// Memory of one tape; freed with it.
private final class SlabList {
  struct Slab {
    var start: UnsafeMutableRawPointer
    /// Bytes in use; set when the next slab is added.
    var used = 0
  }

  private(set) var all: [Slab] = []

  deinit { truncate(to: 0) }

  func add(lastUsed: Int, byteCount: Int) -> UnsafeMutableRawPointer {
    if let last = all.indices.last { all[last].used = lastUsed }
    let start = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 16)
    all.append(Slab(start: start))
    return start
  }

  func truncate(to count: Int) {
    for slab in all[count...] { slab.start.deallocate() }
    all.removeLast(all.count - count)
  }
}
