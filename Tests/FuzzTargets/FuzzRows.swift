import Reference
import RowReader

/// Everything that a sink sees of a file, folded into one number, but for what may depend on the size of buffers.
private struct DigestSink: RowSink {
  private(set) var digest: UInt64 = 0xcbf2_9ce4_8422_2325
  /// Rejects of rows that were refused before they reached a batch come in bursts: they are only added up.
  private(set) var rejects: UInt64 = 0
  /// How far into the content something was seen.
  private(set) var reach = 0

  private mutating func add(_ word: UInt64) { digest = (digest ^ word) &* 0x100_0000_01b3 }

  mutating func accept(_ header: Header) throws(ReadError) -> [Int]? {
    header.names.count >= 3 ? Array(header.names.indices) : nil
  }

  func missingColumns(in header: Header) -> ReadError { ReadError(.missingColumn) }

  mutating func receive(_ batch: borrowing RowBatch, bytes: Span<UInt8>) {
    reach = max(reach, batch.streamOffset)
    for row in 0..<batch.count {
      add(UInt64(batch.line(ofRow: row)))
      add(UInt64(batch.streamOffset + batch.record(ofRow: row).lowerBound))
      for slot in 0..<batch.fieldsPerRow {
        let field = batch.field(slot, ofRow: row)
        add(UInt64(field.count))
        for place in field { add(UInt64(bytes[place])) }
      }
    }
  }

  mutating func reject(_ rejection: Rejection) {
    reach = max(reach, rejection.byteOffset)
    rejects &+=
      UInt64(rejection.line) &* 1_000_003 &+ UInt64(rejection.byteOffset) &* 31
      &+ UInt64(rejection.reason.rawValue)
  }
}

/// What one way of reading came to.
private struct ReadOutcome: Equatable {
  var error: ReadError.Reason?
  var summary: ReadSummary?
  var digest: UInt64 = 0
  var rejects: UInt64 = 0
  var isLong = false

  init(_ bytes: [UInt8], _ options: ReadOptions) {
    var sink = DigestSink()
    do throws(ReadError) {
      let source = MemoryByteSource(bytes, chunkBytes: options.inputBytes)
      summary = try readRows(from: source, options: options, into: &sink)
      (digest, rejects) = (sink.digest, sink.rejects)
    } catch {
      self.error = error.reason
    }
    isLong = max(sink.reach, summary?.bytes ?? 0) > 1 << 16
  }
}

/// Reads the bytes as they are, and packed content as the reference unpacks it.
func fuzzRows(_ bytes: [UInt8]) {
  var limited = ReadOptions()
  // Long records are met without megabytes of input.
  limited.recordLimit = 300
  let whole = ReadOutcome(bytes, limited)
  // A few bytes of gzip may hold megabytes, which pieces of 5 bytes take minutes for.
  if whole.isLong { return }
  var pieces = limited
  pieces.inputBytes = 3
  pieces.windowBytes = 7
  pieces.chunkBytes = 5
  let inPieces = ReadOutcome(bytes, pieces)
  // Of two faults of a file, a window may show the one and a piece the other.
  if whole.error != nil && inPieces.error != nil { return }
  check(inPieces == whole, "pieces give other rows: \(inPieces) and not \(whole)")
  guard bytes.starts(with: [0x1f, 0x8b]), !bytes.contains(0x42), whole.error == nil else { return }
  guard let content = referenceGunzip(bytes) else {
    return check(false, "the reference refuses what was read")
  }
  var plain = ReadOutcome(content, limited)
  plain.summary?.fileBytes = bytes.count
  check(plain == whole, "unpacked content gives other rows: \(plain) and not \(whole)")
}
