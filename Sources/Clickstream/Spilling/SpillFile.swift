import Machine

/// The events that one worker has moved out of memory, a block for each partition each time.
package struct SpillFile: Sendable {
  /// One partition's events of one time.
  struct Block: Sendable {
    var partition: Int
    var offset: Int
    var length: Int
    var events: Int
  }

  /// How far the file had grown; everything behind it can be forgotten.
  struct Mark: Sendable {
    fileprivate var blocks: Int
    fileprivate var length: Int
  }

  private let folder: [UInt8]
  private let detailWidth: Int
  private var file: TemporaryFile?
  private(set) var blocks: [Block] = []
  private var length = 0

  /// Nothing is made in `folder` before there is something to write.
  package init(folder: [UInt8], plan: ReadingPlan) {
    self.folder = folder
    detailWidth = plan.detailWidth
  }

  var mark: Mark { Mark(blocks: blocks.count, length: length) }

  mutating func truncate(to mark: Mark) {
    blocks.removeLast(blocks.count - mark.blocks)
    length = mark.length
    file?.truncate(to: length)
  }

  /// Writes a block for each partition that has events between the two marks.
  mutating func write(
    _ store: borrowing EventStore, from start: EventStore.Mark? = nil,
    upTo end: EventStore.Mark? = nil
  ) throws(SpillError) {
    let file = try openedFile()
    var encoder = BlockEncoder(detailWidth: detailWidth)
    for index in store.tapes.indices {
      let first = start?.tapes[index].count ?? 0
      let events = (end?.tapes[index].count ?? store.tapes[index].count) - first
      guard events > 0 else { continue }
      encoder.encode(store, partition: index, from: start, upTo: end)
      try file.write(encoder.bytes, at: length)
      let byteCount = encoder.bytes.count
      blocks.append(
        Block(partition: index, offset: length, length: byteCount, events: events))
      length += byteCount
    }
  }

  private mutating func openedFile() throws(SpillError) -> TemporaryFile {
    if let file { return file }
    let made = try TemporaryFile(folder: folder)
    file = made
    return made
  }

  /// Reads a block back.
  func read(_ block: Block, keptDetails: [Bool]) throws(SpillError) -> PartitionPart {
    guard let file else { throw SpillError(folder: folder, words: "nothing was written") }
    let bytes = try file.read(block.length, at: block.offset, filler: UInt8(0))
    return PartitionPart(block: BlockReader(bytes), keptDetails: keptDetails)
  }
}
