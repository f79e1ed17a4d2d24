import CPrefetch
import RowReader

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Remembers what the bytes of a row in some columns came to, so that most rows need no table.
///
/// ```
/// entry:   hash 8 | lengths 8 | first 4 | second 4 | the runs, one behind the other
/// ```
/// The rows of a session come close together in a dump, and most rows say what many others say. An entry is one or two
/// cache lines where the tables would touch about ten; it is believed only when all bytes are equal.
///
/// Copies share their entries; a collector has one, and a collector is used by one thread at a time: that makes it
/// Sendable.
struct RunMemo: @unchecked Sendable {
  /// What a row came to: two ids of the caller's choice.
  struct Answer: Equatable {
    var first: UInt32
    var second: UInt32
  }

  private static let textOffset = 24

  /// Most bytes of a row that an entry holds.
  let room: Int
  private let entryBytes: Int
  private let mask: Int
  private let storage: MemoStorage

  /// - Parameters:
  ///   - entryCount: a power of two.
  ///   - entryBytes: a multiple of 64, at most 256, so that a run's length fits a byte.
  init(entryCount: Int, entryBytes: Int) {
    precondition(entryCount & (entryCount - 1) == 0 && entryBytes % 64 == 0 && entryBytes <= 256)
    self.entryBytes = entryBytes
    room = entryBytes - RunMemo.textOffset
    mask = entryCount - 1
    storage = MemoStorage(byteCount: entryCount * entryBytes)
  }

  /// The key of a row.
  ///
  /// Of long runs only both ends are hashed: rows that differ in between share a place, and are told apart there.
  @inline(__always)
  func key(
    of row: PlainRow?, _ runs: Span<ColumnRun>, _ bytes: UnsafeRawBufferPointer, _ key: KeyedHash
  ) -> RunKey {
    guard let row else { return RunKey() }
    var result = RunKey()
    var total = 0
    for index in runs.indices {
      let run = row.bytes(ofColumns: runs[index].first, through: runs[index].last)
      // A run of more than a byte says is longer than every room.
      result.lengths = result.lengths << 8 | UInt64(truncatingIfNeeded: run.count)
      total &+= run.count
      if total > room { return RunKey() }
      result.hash = key.combine(result.hash, ends: UnsafeRawBufferPointer(rebasing: bytes[run]))
    }
    result.hash = key.finish(result.hash)
    return result
  }

  /// Asks for the entry's memory, so that it is near when it is looked at.
  @inline(__always)
  func prefetch(_ key: RunKey) {
    let entry = entry(key)
    fuga_prefetch(entry)
    fuga_prefetch(entry + 64)
  }

  /// What a row came to; nil when it is not remembered.
  @inline(__always)
  func find(
    _ key: RunKey, _ row: PlainRow?, _ runs: Span<ColumnRun>, _ bytes: UnsafeRawBufferPointer
  ) -> Answer? {
    let entry = entry(key)
    guard let row, key.hash != 0, entry.load(as: UInt64.self) == key.hash,
      entry.load(fromByteOffset: 8, as: UInt64.self) == key.lengths
    else { return nil }
    // The entry holds as many bytes as its lengths say, which are those of the row.
    var text = UnsafeRawPointer(entry + RunMemo.textOffset)
    for index in runs.indices {
      let run = row.bytes(ofColumns: runs[index].first, through: runs[index].last)
      let place = UnsafeRawBufferPointer(rebasing: bytes[run]).baseAddress
      guard areEqualBytes(text, place, count: run.count) else { return nil }
      text += run.count
    }
    return Answer(
      first: entry.load(fromByteOffset: 16, as: UInt32.self),
      second: entry.load(fromByteOffset: 20, as: UInt32.self))
  }

  /// Remembers what a row came to, in place of what stood there.
  func keep(
    _ answer: Answer, _ key: RunKey, _ row: PlainRow?, _ runs: Span<ColumnRun>,
    _ bytes: UnsafeRawBufferPointer
  ) {
    guard let row, key.hash != 0 else { return }
    let entry = entry(key)
    entry.storeBytes(of: key.hash, as: UInt64.self)
    entry.storeBytes(of: key.lengths, toByteOffset: 8, as: UInt64.self)
    entry.storeBytes(of: answer.first, toByteOffset: 16, as: UInt32.self)
    entry.storeBytes(of: answer.second, toByteOffset: 20, as: UInt32.self)
    var text = UnsafeMutableRawBufferPointer(start: entry + RunMemo.textOffset, count: room)
    // A key with a hash was made of runs that fit the room.
    for index in runs.indices {
      let run = bytes[row.bytes(ofColumns: runs[index].first, through: runs[index].last)]
      text.copyMemory(from: UnsafeRawBufferPointer(rebasing: run))
      text = UnsafeMutableRawBufferPointer(rebasing: text[run.count...])
    }
  }

  /// Forgets everything: the ids that it holds mean nothing any more.
  func removeAll() { storage.clear() }

  @inline(__always)
  private func entry(_ key: RunKey) -> UnsafeMutableRawPointer {
    // The mask keeps every index inside.
    storage.start + (Int(truncatingIfNeeded: key.hash) & mask) &* entryBytes
  }
}

/// What a row's bytes in some columns are told apart by.
struct RunKey {
  /// 0 for a row that cannot be remembered: one with quoted fields, or with long ones.
  var hash: UInt64 = 0
  /// The length of each run, a byte each.
  var lengths: UInt64 = 0
}

/// Zeroed memory; an entry of zeros is found by no row, because a hash of 0 is not looked for.
///
/// The system's zeros are taken as they are: of a small file's memo, only what is used is ever touched.
private final class MemoStorage {
  let start: UnsafeMutableRawPointer
  private let allocation: UnsafeMutableRawPointer
  private let byteCount: Int
  /// Two cache lines, so that an entry lies in as few as it can.
  private static let alignment = 128

  init(byteCount: Int) {
    self.byteCount = byteCount
    let needed = byteCount + MemoStorage.alignment
    // Where the system has no zeros to give, Swift's own allocation ends the process, as it does for every table.
    allocation = calloc(1, needed) ?? .allocate(byteCount: needed, alignment: 16)
    start = allocation.alignedUp(toMultipleOf: MemoStorage.alignment)
  }

  deinit { free(allocation) }

  func clear() { start.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount) }
}
