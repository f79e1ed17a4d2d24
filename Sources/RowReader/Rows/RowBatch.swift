/// Rows of one window, as places in its bytes; reused from batch to batch.
///
/// ```
/// bytes:         2026-11-01T10:00:00Z,u1,view,/a⏎2026-…
/// bounds:   0   ^                    ^  ^    ^  ^ line     before the record, at each delimiter, at the record's end
/// ```
/// Column c of a row lies between its bounds c and c + 1. The number in front is not 0 for a row with quoted fields,
/// which keeps a start and an end for each column elsewhere.
public struct RowBatch: ~Copyable {
  /// Rows in the batch.
  public internal(set) var count = 0
  /// Offset of the bytes' first one in the decompressed stream.
  public internal(set) var streamOffset = 0
  /// Selected columns of the file.
  public let fieldsPerRow: Int
  /// Columns that the sink asked for, by slot.
  @usableFromInline let selection: UnsafeMutablePointer<Int>
  /// Numbers kept for one row: a mark, one bound more than columns, and its line.
  @usableFromInline let stride: Int
  @usableFromInline private(set) var bounds: UnsafeMutablePointer<UInt32>
  private var boundsCapacity = 0
  /// Line of the batch's first row; the others are counted from there.
  private var firstLine = 0
  /// Start and end of each column of the rows with quoted fields; a row's mark is 1 + where its columns begin.
  private var quotedFields: [UInt32] = []

  init(selection: [Int], columnCount: Int) {
    precondition(selection.allSatisfy { (0..<columnCount).contains($0) }, "no such column")
    fieldsPerRow = selection.count
    self.selection = .allocate(capacity: max(1, selection.count))
    self.selection.initialize(from: selection, count: selection.count)
    stride = columnCount + 3
    bounds = .allocate(capacity: 1)
  }

  deinit {
    selection.deallocate()
    bounds.deallocate()
  }

  /// Physical line on which a row begins, from 1.
  public func line(ofRow row: Int) -> Int {
    precondition(row < count, "no such row")
    return firstLine + Int(bounds[row * stride + stride - 1])
  }

  /// Where a row's record lies in the batch's bytes, its line end not included.
  public func record(ofRow row: Int) -> Range<Int> {
    precondition(row < count, "no such row")
    let numbers = bounds + row * stride
    return Int(numbers[1] &+ 1)..<Int(numbers[stride - 2])
  }

  /// Where a selected column of a row lies in the batch's bytes, quotes stripped.
  @inlinable
  @inline(__always)
  public func field(_ slot: Int, ofRow row: Int) -> Range<Int> {
    precondition(row < count && slot < fieldsPerRow, "no such field")
    let numbers = bounds + row &* stride
    let column = selection[slot]
    if numbers[0] != 0 { return quotedField(column, mark: numbers[0]) }
    // Every column is below stride - 3, and the row's bounds were all written, in ascending order, before it was
    // counted.
    return Range(
      uncheckedBounds: (Int(numbers[column &+ 1] &+ 1), Int(numbers[column &+ 2])))
  }

  /// A row none of whose fields is quoted, for as long as the batch is not changed; nil for another row.
  @inlinable
  @inline(__always)
  public func plainRow(_ row: Int) -> PlainRow? {
    precondition(row < count, "no such row")
    let numbers = bounds + row &* stride
    return numbers[0] == 0 ? PlainRow(bounds: numbers, columnCount: stride &- 3) : nil
  }

  @usableFromInline
  func quotedField(_ column: Int, mark: UInt32) -> Range<Int> {
    let place = Int(mark) - 1 + 2 * column
    return Int(quotedFields[place])..<Int(quotedFields[place + 1])
  }

  mutating func clear() {
    count = 0
    quotedFields.removeAll(keepingCapacity: true)
  }

  /// Makes room for the numbers of all rows that so many bytes can hold; the batch is empty.
  ///
  /// A row of c columns takes c + 3 numbers and at least max(c, 2) bytes with its line end, and no row has more
  /// delimiters than bytes: three times the bytes and one row more are never exceeded.
  mutating func reserve(forBytes byteCount: Int) {
    let needed = 3 * byteCount + stride + 2
    guard needed > boundsCapacity else { return }
    bounds.deallocate()
    bounds = .allocate(capacity: needed)
    boundsCapacity = needed
  }

  /// The bounds of the row to be added next.
  @inline(__always)
  var nextBounds: UnsafeMutablePointer<UInt32> { bounds + (count &* stride &+ 1) }

  /// Notes the line of the row to be added; a window has fewer lines than 32 bits count.
  @inline(__always)
  private mutating func note(_ line: Int) {
    if count == 0 { firstLine = line }
    nextBounds[stride &- 2] = UInt32(truncatingIfNeeded: line &- firstLine)
  }

  /// Adds the row whose bounds stand at `nextBounds`.
  @inline(__always)
  mutating func appendPlain(line: Int) {
    nextBounds[-1] = 0
    note(line)
    count &+= 1
  }

  /// Adds a row by its record and the fields of all columns.
  mutating func appendQuoted(_ record: Range<Int>, line: Int, fields: [Range<Int>]) {
    nextBounds[-1] = UInt32(quotedFields.count) + 1
    nextBounds[0] = UInt32(truncatingIfNeeded: record.lowerBound) &- 1
    nextBounds[stride - 3] = UInt32(truncatingIfNeeded: record.upperBound)
    note(line)
    for field in fields {
      quotedFields.append(UInt32(field.lowerBound))
      quotedFields.append(UInt32(field.upperBound))
    }
    count += 1
  }
}

/// A row without quoted fields: neighbouring columns lie one delimiter apart.
public struct PlainRow {
  @usableFromInline let bounds: UnsafePointer<UInt32>
  @usableFromInline let columnCount: Int

  @usableFromInline
  init(bounds: UnsafePointer<UInt32>, columnCount: Int) {
    self.bounds = bounds
    self.columnCount = columnCount
  }

  /// Where neighbouring columns lie in the batch's bytes, delimiters between them included, by their place in the file.
  @inlinable
  @inline(__always)
  public func bytes(ofColumns first: Int, through last: Int) -> Range<Int> {
    precondition(first <= last && last < columnCount, "no such columns")
    // The row's bounds were all written, in ascending order, before it was counted.
    return Range(
      uncheckedBounds: (Int(bounds[first &+ 1] &+ 1), Int(bounds[last &+ 2])))
  }
}

/// The header of one file under one delimiter.
public struct Header: Sendable {
  /// The byte between fields.
  public var delimiter: UInt8
  /// Decoded names, in file order.
  public var names: [[UInt8]]
}

/// Receives the rows of one file, a batch at a time.
///
/// The reader drives, so that nothing is copied.
public protocol RowSink: ~Copyable {
  /// Judges a header.
  ///
  /// - Returns: the columns wanted, as indices into the names, each at most once, in the order in which the
  ///   fields of a row are to be delivered; nil if this is not the header (another delimiter is tried).
  /// - Throws: `duplicateColumn` when a needed role is named twice.
  mutating func accept(_ header: Header) throws(ReadError) -> [Int]?

  /// Says what is missing, after no delimiter gave an accepted header; `header` is the widest reading.
  func missingColumns(in header: Header) -> ReadError

  /// Takes a batch. `bytes` hold for this call only.
  ///
  /// - Throws: `sinkFailed` to end the reading.
  mutating func receive(_ batch: borrowing RowBatch, bytes: Span<UInt8>) throws(ReadError)

  /// Takes a row that could not be read.
  mutating func reject(_ rejection: Rejection)
}
