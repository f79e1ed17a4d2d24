import RowReader

/// Remembers rows that came before, so that most of a row is only compared.
///
/// ```
/// whom and where   user, session, customer, channel, device     -> partition, origin
/// what happened    event, page, details, tested columns         -> symbol, details
/// ```
/// What is remembered has passed all checks on its columns. Rows are looked up a block at a time: memory is slow and
/// comes for many rows as fast as for one, so every address is asked for some rows before it is used.
///
/// Copies share what they remember; a collector has one, and a collector is used by one thread at a time: that makes it
/// Sendable.
struct KnownRows: @unchecked Sendable {
  /// A row of the block at hand.
  struct Found {
    var originKey = RunKey()
    var contentKey = RunKey()
    /// Nil when it is not remembered.
    var origin: RunMemo.Answer?
    var content: RunMemo.Answer?
  }

  /// Two cache lines an entry; more entries than there are sessions at one time in a shop of a hundred million events a
  /// fortnight.
  private let origins = RunMemo(entryCount: 1 << 13, entryBytes: 128)
  /// More entries than most shops have things to say; rows with long pages go by the tables.
  private let contents = RunMemo(entryCount: 1 << 14, entryBytes: 128)
  private let block = RowBlock()

  /// Rows of a block: few enough that what was asked for is still near when it is used.
  static let rowLimit = 32

  /// Forgets everything: the ids mean nothing any more, or rows are read otherwise.
  func removeAll() {
    origins.removeAll()
    contents.removeAll()
  }

  /// Looks up a block of at most `rowLimit` rows.
  func lookUp(
    _ rows: Range<Int>, _ layout: borrowing FileLayout, _ batch: borrowing RowBatch,
    _ bytes: UnsafeRawBufferPointer, _ key: KeyedHash
  ) {
    let (originRuns, contentRuns) = (layout.originRuns.all.span, layout.contentRuns.all.span)
    // A block has room for its rows: `rows` has no more than `rowLimit`.
    let found = block.rows
    for row in rows {
      let index = row &- rows.lowerBound
      let plain = batch.plainRow(row)
      let origin = origins.key(of: plain, originRuns, bytes, key)
      origins.prefetch(origin)
      let content = contents.key(of: plain, contentRuns, bytes, key)
      contents.prefetch(content)
      found[index].originKey = origin
      found[index].contentKey = content
    }
    for row in rows {
      let index = row &- rows.lowerBound
      let plain = batch.plainRow(row)
      found[index].origin = origins.find(found[index].originKey, plain, originRuns, bytes)
      found[index].content = contents.find(found[index].contentKey, plain, contentRuns, bytes)
    }
  }

  /// Partition and origin of a row of the block.
  @inline(__always)
  func origin(ofRow index: Int) -> RunMemo.Answer? { block.rows[index].origin }

  /// Symbol and details of a row of the block.
  @inline(__always)
  func content(ofRow index: Int) -> RunMemo.Answer? { block.rows[index].content }

  /// Remembers a row of the block that has passed all checks.
  func keep(
    origin: RunMemo.Answer, content: RunMemo.Answer, _ index: Int, row: Int,
    _ layout: borrowing FileLayout, _ batch: borrowing RowBatch, _ bytes: UnsafeRawBufferPointer
  ) {
    let plain = batch.plainRow(row)
    let found = block.rows[index]
    if found.origin == nil {
      origins.keep(origin, found.originKey, plain, layout.originRuns.all.span, bytes)
    }
    if found.content == nil {
      contents.keep(content, found.contentKey, plain, layout.contentRuns.all.span, bytes)
    }
  }
}

/// Room for one block of rows.
private final class RowBlock {
  let rows: UnsafeMutablePointer<KnownRows.Found>

  init() {
    rows = .allocate(capacity: KnownRows.rowLimit)
    rows.initialize(repeating: KnownRows.Found(), count: KnownRows.rowLimit)
  }

  deinit { rows.deallocate() }
}
