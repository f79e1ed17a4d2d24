import Machine
import Synchronization

/// Holds every worker's partitions until they are folded.
///
/// What is in memory is given away once, so that what was folded takes no room; what was spilled is read from its file
/// a block at a time.
final class PartitionShelf: Sendable {
  /// By partition, then by worker.
  private let inMemory: Mutex<[[PartitionPart]]>
  /// By worker.
  private let spilled: [SpillFile]
  private let keptDetails: [Bool]

  /// The most memory that an event takes while its partition is gathered and put in order.
  private static let bytesPerEvent = 2 * MemoryLayout<Event>.stride + 8

  init(inMemory stores: [EventStore]) {
    self.inMemory = Mutex(
      (0..<EventStore.partitionCount).map { index in
        stores.map { PartitionPart($0.partitions[index], tape: $0.tapes[index]) }
      })
    spilled = []
    keptDetails = []
  }

  init(spilled: [SpillFile?], keptDetails: [Bool]) {
    inMemory = Mutex([])
    self.spilled = spilled.compactMap { $0 }
    self.keptDetails = keptDetails
  }

  /// About how much memory a spilled partition takes when it is loaded; 0 for one that is in memory.
  func bytesWhenLoaded(_ index: Int) -> Int {
    let blocks = spilled.flatMap(\.blocks).filter { $0.partition == index }
    return blocks.reduce(0) { $0 + $1.length + $1.events * PartitionShelf.bytesPerEvent }
  }

  func forEachPart(
    of index: Int, _ body: (PartitionPart, _ worker: Int) -> Void
  ) throws(SpillError) {
    for (worker, part) in takeInMemory(index).enumerated() { body(part, worker) }
    for (worker, file) in spilled.enumerated() {
      for block in file.blocks where block.partition == index {
        body(try file.read(block, keptDetails: keptDetails), worker)
      }
    }
  }

  private func takeInMemory(_ index: Int) -> [PartitionPart] {
    inMemory.withLock { parts in
      guard index < parts.count else { return [] }
      defer { parts[index] = [] }
      return parts[index]
    }
  }
}
