/// Rows of one window, as places in its bytes; reused from batch to batch.
///
/// ```
/// bytes:   2026-11-01T10:00:00Z,u1,view,/a\n2026-…
/// row 0:   field 0 = starts[0]..<ends[0], field 1 = starts[1]..<ends[1], …   (selected columns only)
/// row r:   field f of row r is at index r * fieldsPerRow + f
/// ```
public struct RowBatch: Sendable {
  /// Selected columns of the file.
  public internal(set) var fieldsPerRow = 0
  /// Rows in the batch.
  public internal(set) var count = 0
  /// First byte of each field, as an offset into the batch's bytes.
  public internal(set) var fieldStarts: [UInt32] = []
  /// One past the last byte of each field.
  public internal(set) var fieldEnds: [UInt32] = []
  /// First byte of each record.
  public internal(set) var recordStarts: [UInt32] = []
  /// One past the last byte of each record, its line end not included.
  public internal(set) var recordEnds: [UInt32] = []
  /// Physical line on which each record begins, from 1.
  public internal(set) var lines: [Int] = []
  /// Offset of the bytes' first one in the decompressed stream.
  public internal(set) var streamOffset = 0

  mutating func clear() {
    count = 0
    fieldStarts.removeAll(keepingCapacity: true)
    fieldEnds.removeAll(keepingCapacity: true)
    recordStarts.removeAll(keepingCapacity: true)
    recordEnds.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
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
  mutating func receive(_ batch: borrowing RowBatch, bytes: Span<UInt8>)

  /// Takes a row that could not be read.
  mutating func reject(_ rejection: Rejection)
}
