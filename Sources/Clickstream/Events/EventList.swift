/// Events in the order in which they came, in chunks of one size: growing copies nothing and leaves
/// no half-empty array behind.
struct EventList: Sendable, Equatable {
  /// 96 KiB a chunk.
  private static let chunkEvents = 4096

  private(set) var chunks: [[Event]] = []
  private(set) var count = 0

  mutating func append(_ event: Event) {
    if count % EventList.chunkEvents == 0 { chunks.append([]) }
    chunks[chunks.count - 1].append(event)
    count += 1
  }

  /// Forgets all but the first `kept` events.
  mutating func truncate(to kept: Int) {
    guard kept < count else { return }
    let full = (kept + EventList.chunkEvents - 1) / EventList.chunkEvents
    chunks.removeLast(chunks.count - full)
    count = kept
    let rest = kept % EventList.chunkEvents
    if rest > 0, let last = chunks.indices.last {
      chunks[last].removeLast(chunks[last].count - rest)
    }
  }
}
