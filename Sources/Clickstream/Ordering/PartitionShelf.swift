import Synchronization

/// Holds every worker's partitions until they are folded, and gives each away once: what was folded
/// is no longer in memory.
final class PartitionShelf: Sendable {
  /// By partition, then by worker.
  private let parts: Mutex<[[EventStore.Partition]]>

  init(_ stores: [EventStore]) {
    parts = Mutex(
      (0..<EventStore.partitionCount).map { index in stores.map { $0.partitions[index] } })
  }

  /// One partition's parts by worker; empty when it was taken before.
  func take(_ index: Int) -> [EventStore.Partition] {
    parts.withLock { parts in
      defer { parts[index] = [] }
      return parts[index]
    }
  }
}
