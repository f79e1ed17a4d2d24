#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Blocks of bytes that go round between a thread that fills them and one that empties them.
///
/// ```
/// filler:    fill block 2 ──┐          ┌── wait while all are full
/// blocks:    | 0 full | 1 full | 2 | 3 |
/// emptier:   ──┘ take block 0                 wait while none is full
/// ```
/// One thread calls `fill`, one other `take`; each block is one thread's alone between two calls. All numbers are read and
/// written under the lock: that makes it Sendable.
package final class BlockRing: @unchecked Sendable {
  private let blocks: [UnsafeMutableRawBufferPointer]
  /// Bytes in each block that is full.
  private var counts: [Int]
  private var filled = 0
  private var emptied = 0
  private var isStopped = false
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>

  package init(blockCount: Int, blockBytes: Int) {
    blocks = (0..<blockCount).map { _ in
      .allocate(byteCount: blockBytes, alignment: 64)
    }
    counts = Array(repeating: 0, count: blockCount)
    lock = .allocate(capacity: 1)
    changed = .allocate(capacity: 1)
    pthread_mutex_init(lock, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_mutex_destroy(lock)
    pthread_cond_destroy(changed)
    lock.deallocate()
    changed.deallocate()
    for block in blocks { block.deallocate() }
  }

  /// Waits for an empty block and hands it to `body`, which says how many bytes it has written.
  ///
  /// - Returns: false when the other side has stopped.
  package func fill(_ body: (UnsafeMutableRawBufferPointer) -> Int) -> Bool {
    pthread_mutex_lock(lock)
    while filled - emptied == blocks.count && !isStopped { pthread_cond_wait(changed, lock) }
    let (index, mayGoOn) = (filled % blocks.count, !isStopped)
    pthread_mutex_unlock(lock)
    guard mayGoOn else { return false }
    let count = body(blocks[index])
    pthread_mutex_lock(lock)
    counts[index] = count
    filled += 1
    pthread_cond_signal(changed)
    pthread_mutex_unlock(lock)
    return true
  }

  /// Waits for the oldest full block; it stays the caller's until `release`.
  package func take() -> UnsafeRawBufferPointer {
    pthread_mutex_lock(lock)
    while filled == emptied { pthread_cond_wait(changed, lock) }
    let index = emptied % blocks.count
    let count = counts[index]
    pthread_mutex_unlock(lock)
    return UnsafeRawBufferPointer(rebasing: blocks[index][..<count])
  }

  /// Gives the block that was taken back to be filled.
  package func release() {
    pthread_mutex_lock(lock)
    emptied += 1
    pthread_cond_signal(changed)
    pthread_mutex_unlock(lock)
  }

  /// Tells the filling side that nothing more is wanted.
  package func stop() {
    pthread_mutex_lock(lock)
    isStopped = true
    pthread_cond_signal(changed)
    pthread_mutex_unlock(lock)
  }
}
