import Machine
import Synchronization

/// Decompresses on a thread of its own, some blocks ahead of the reader.
///
/// What is read is the same, faults included: a fault is thrown where the bytes in front of it have been read.
struct InflateAhead<Source: ByteSource & ~Copyable>: ~Copyable {
  private let ring: BlockRing
  private let stream: SharedStream<Source>
  /// Nil when the system grants no further thread: then the reader's own decompresses.
  private let thread: BackgroundThread?
  /// What is left of the block at hand; nil before the first and after each.
  private var block: UnsafeRawBufferPointer?

  private static var blockCount: Int { 4 }
  private static var blockBytes: Int { 1 << 18 }

  init(_ stream: consuming GzipStream<Source>) {
    let ring = BlockRing(
      blockCount: InflateAhead.blockCount, blockBytes: InflateAhead.blockBytes)
    let shared = SharedStream(stream)
    thread = BackgroundThread {
      var isAtEnd = false
      while !isAtEnd {
        let goesOn = ring.fill { block in
          let count = shared.read(into: block)
          isAtEnd = count == 0
          return count
        }
        if !goesOn { return }
      }
    }
    self.ring = ring
    self.stream = shared
  }

  deinit {
    // The thread may be waiting for bytes that never come: it owns all that it touches, and ends by itself.
    ring.stop()
    thread?.detach()
  }

  /// Fills the front of `buffer`; 0 only at the verified end.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    let count = thread == nil ? stream.read(into: buffer) : copyBlock(to: buffer)
    if count == 0, let error = stream.error { throw error }
    return count
  }

  private mutating func copyBlock(to buffer: UnsafeMutableRawBufferPointer) -> Int {
    let bytes = block ?? ring.take()
    block = bytes
    // The last block stays: the end or a fault is found again by whoever asks again.
    guard !bytes.isEmpty else { return 0 }
    let count = min(buffer.count, bytes.count)
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
    if count == bytes.count {
      block = nil
      ring.release()
    } else {
      block = UnsafeRawBufferPointer(rebasing: bytes[count...])
    }
    return count
  }

  /// Bytes taken from the file; complete once `read` has returned 0.
  var consumedBytes: Int { stream.consumedBytes }
}

/// A stream that one thread reads; its outcome is looked at by another when the reading has ended.
///
/// Sendable, because only the thread that calls `read` touches `stream` and `fault`, from the first call to the last, and
/// the outcome is behind a lock.
private final class SharedStream<Source: ByteSource & ~Copyable>: @unchecked Sendable {
  private var stream: GzipStream<Source>
  private var fault: ReadError?
  private let outcome = Mutex<(error: ReadError?, consumedBytes: Int)>((nil, 0))

  init(_ stream: consuming GzipStream<Source>) { self.stream = stream }

  /// Fills as much of `buffer` as there is; 0 at the end or at a fault, and then the outcome is known.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    var filled = 0
    while fault == nil && filled < buffer.count {
      do throws(ReadError) {
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
        let count = try stream.read(into: rest)
        if count == 0 { break }
        filled += count
      } catch {
        fault = error
      }
    }
    if filled == 0 {
      let outcome = (fault, stream.input.offset)
      self.outcome.withLock { $0 = outcome }
    }
    return filled
  }

  var error: ReadError? { outcome.withLock { $0.error } }

  var consumedBytes: Int { outcome.withLock { $0.consumedBytes } }
}
