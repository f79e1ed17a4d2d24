/// How much memory a run may take, and where its events go beyond it.
package struct MemoryPlan: Sendable {
  /// Bytes that the run may take, about; at least `leastBytes`.
  package var bytes = Int.max
  /// Where events that do not fit are written, in unnamed files.
  package var temporaryFolder: [UInt8] = Array("/tmp".utf8)

  /// The least that can be asked for: buffers, tables and a little room for events.
  package static let leastBytes = 32 << 20

  package init() {}

  /// What a run takes beside its events: the program and its libraries.
  private static let programBytes = 16 << 20
  /// Windows, memos and an inflater for each thread.
  private static let workerBytes = 4 << 20

  /// What one of the reading threads may hold in events and their values before it spills.
  func storeBytes(threads: Int) -> Int { share(threads) / 2 }

  /// What one of the folding threads may load at a time.
  func foldBytes(threads: Int) -> Int { share(threads) / 2 }

  /// A thread's part of what is left; half of it is kept free, because tables grow by doubling.
  private func share(_ threads: Int) -> Int {
    let events = bytes - MemoryPlan.programBytes - threads * MemoryPlan.workerBytes
    return max(events, 8 << 20) / max(1, threads)
  }
}
