import CPrefetch

/// Where the fields of an origin lie in a window's bytes.
struct OriginFields {
  var user = 0..<0
  var session = 0..<0
  var customer = 0..<0
  var channel = 0..<0
  var device = 0..<0

  /// Bytes of all five.
  @inline(__always)
  var count: Int {
    user.count &+ session.count &+ customer.count &+ channel.count &+ device.count
  }

  /// All five counts, of which none exceeds `count` <= 4095, in one word.
  @inline(__always)
  fileprivate var lengths: UInt64 {
    let first = user.count | session.count << 12 | customer.count << 24
    return UInt64(truncatingIfNeeded: first | channel.count << 36 | device.count << 48)
  }
}

/// Remembers where the latest rows came from, so that most rows need no table of their partition.
///
/// ```
/// entry, 128 bytes:   hash 8 | lengths 8 | origin 4 | partition 4 | user, session, customer, channel, device
/// ```
/// A session's rows come close together in a dump, so its user, session, channel and device are met again soon; an
/// entry is two cache lines where the tables would touch about ten. An entry is found by a hash that the caller chooses and
/// believed only when all five texts are equal.
///
/// Copies share their entries; a collector has one, and a collector is used by one thread at a time: that makes it
/// Sendable.
struct OriginMemo: @unchecked Sendable {
  /// What a row's origin is.
  struct Place {
    var partition: Int
    var origin: UInt32
  }

  /// A power of two: more than there are sessions at one time in a shop of a hundred million events a fortnight.
  private static let entryCount = 1 << 13
  private static let entryBytes = 128
  private static let textOffset = 24
  private static let textRoom = entryBytes - textOffset

  private let storage = MemoStorage(byteCount: entryCount * entryBytes)

  /// Asks for the entry's memory, so that it is near when it is looked at.
  @inline(__always)
  func prefetch(hash: UInt64) {
    let entry = entry(hash)
    fuga_prefetch(entry)
    fuga_prefetch(entry + 64)
  }

  /// Whether the texts are short enough to be remembered.
  @inline(__always)
  static func fits(_ fields: OriginFields) -> Bool { fields.count <= textRoom }

  /// Whether the entry for this hash has it; then its texts are most likely the same too.
  @inline(__always)
  func mayHold(hash: UInt64) -> Bool { entry(hash).load(as: UInt64.self) == hash }

  /// The place of an origin that fits; nil when it is not remembered.
  @inline(__always)
  func find(_ fields: OriginFields, in bytes: UnsafeRawBufferPointer, hash: UInt64) -> Place? {
    let entry = entry(hash)
    guard entry.load(as: UInt64.self) == hash,
      entry.load(fromByteOffset: 8, as: UInt64.self) == fields.lengths
    else { return nil }
    // The texts of an entry lie behind each other and fit into it; those of the row lie in `bytes`.
    var text = UnsafeRawPointer(entry + OriginMemo.textOffset)
    let areEqual =
      OriginMemo.matches(fields.user, bytes, &text)
      && OriginMemo.matches(fields.session, bytes, &text)
      && OriginMemo.matches(fields.customer, bytes, &text)
      && OriginMemo.matches(fields.channel, bytes, &text)
      && OriginMemo.matches(fields.device, bytes, &text)
    guard areEqual else { return nil }
    return Place(
      partition: Int(entry.load(fromByteOffset: 20, as: UInt32.self)),
      origin: entry.load(fromByteOffset: 16, as: UInt32.self))
  }

  @inline(__always)
  private static func matches(
    _ field: Range<Int>, _ bytes: UnsafeRawBufferPointer, _ text: inout UnsafeRawPointer
  ) -> Bool {
    defer { text += field.count }
    return areEqualBytes(
      text, UnsafeRawBufferPointer(rebasing: bytes[field]).baseAddress, count: field.count)
  }

  /// Remembers the place of an origin that fits, in place of what stood there.
  func keep(
    _ place: Place, of fields: OriginFields, in bytes: UnsafeRawBufferPointer, hash: UInt64
  ) {
    let entry = entry(hash)
    entry.storeBytes(of: hash, as: UInt64.self)
    entry.storeBytes(of: fields.lengths, toByteOffset: 8, as: UInt64.self)
    entry.storeBytes(of: place.origin, toByteOffset: 16, as: UInt32.self)
    entry.storeBytes(of: UInt32(place.partition), toByteOffset: 20, as: UInt32.self)
    var text = UnsafeMutableRawBufferPointer(
      start: entry + OriginMemo.textOffset, count: OriginMemo.textRoom)
    for field in [fields.user, fields.session, fields.customer, fields.channel, fields.device] {
      text.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[field]))
      text = UnsafeMutableRawBufferPointer(rebasing: text[field.count...])
    }
  }

  /// Forgets everything: the ids that it holds mean nothing any more.
  func removeAll() { storage.clear() }

  @inline(__always)
  private func entry(_ hash: UInt64) -> UnsafeMutableRawPointer {
    let index = Int(truncatingIfNeeded: hash) & (OriginMemo.entryCount &- 1)
    return storage.start + index &* OriginMemo.entryBytes
  }
}

/// Zeroed memory; an entry of zeros is found by no row, because no row has an empty user and an empty customer.
private final class MemoStorage {
  let start: UnsafeMutableRawPointer
  private let byteCount: Int

  init(byteCount: Int) {
    self.byteCount = byteCount
    start = .allocate(byteCount: byteCount, alignment: 128)
    clear()
  }

  deinit { start.deallocate() }

  func clear() { start.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount) }
}
