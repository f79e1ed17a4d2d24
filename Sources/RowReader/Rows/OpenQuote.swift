/// What is known of a quote that ran over line ends and gave no row, so that its bytes are not read for every line.
///
/// ```
/// a","  ⏎ a","  ⏎ a","  ⏎ …       each line opens a quote that the next one closes and opens again, up to the end
///       ^ first inner line end
/// ```
/// A record that fails costs one physical line, so the next record begins inside what the failed one took for quoted
/// text. If that record is inside quotes at its first line end, both are in the same state there and read alike from
/// then on: the second fails as the first did. All offsets are those of the stream.
struct OpenQuote {
  private var firstInnerLineEnd: Int
  private var lastInnerLineEnd: Int
  private var outcome: QuotedRecord.Outcome
  /// How far the outcome looked.
  private var seenBytes: Int
  private var sawEnd: Bool

  /// Remembers an outcome; nil when no later record can share it.
  init?(_ outcome: QuotedRecord.Outcome, of record: borrowing QuotedRecord, _ input: ScanInput) {
    guard let inner = record.innerLineEnds else { return nil }
    firstInnerLineEnd = inner.first + input.streamOffset
    lastInnerLineEnd = inner.last + input.streamOffset
    self.outcome = outcome.moved(by: input.streamOffset)
    seenBytes = input.streamOffset + input.count
    sawEnd = input.atEnd
  }

  /// Whether a record that begins at `start` in the window lies behind everything that is known.
  func isPassed(by start: Int, _ input: ScanInput) -> Bool {
    start + input.streamOffset > lastInnerLineEnd
  }

  /// What becomes of the record at `start`, whose first line ends at `lineEnd`; nil when it must be read by itself.
  mutating func outcome(
    of record: inout QuotedRecord, from start: Int, lineEnd: Int, _ input: ScanInput,
    delimiter: UInt8
  ) -> QuotedRecord.Outcome? {
    let known = firstInnerLineEnd...lastInnerLineEnd
    guard known.contains(lineEnd + input.streamOffset) else { return nil }
    let firstLine = record.parse(
      UnsafeBufferPointer(input.bytes), from: start, count: lineEnd, delimiter: delimiter,
      atEnd: false)
    guard case .unfinished(insideQuotes: true) = firstLine else { return nil }
    if case .unfinished = outcome { lookFurther(&record, input, delimiter: delimiter) }
    return outcome.moved(by: -input.streamOffset)
  }

  /// Goes on from the last line end inside quotes when more bytes have come.
  private mutating func lookFurther(
    _ record: inout QuotedRecord, _ input: ScanInput, delimiter: UInt8
  ) {
    guard seenBytes < input.streamOffset + input.count || sawEnd != input.atEnd else { return }
    let found = record.parse(
      UnsafeBufferPointer(input.bytes), from: lastInnerLineEnd - input.streamOffset,
      count: input.count, delimiter: delimiter, atEnd: input.atEnd, isInsideQuotes: true)
    outcome = found.moved(by: input.streamOffset)
    if let inner = record.innerLineEnds { lastInnerLineEnd = inner.last + input.streamOffset }
    seenBytes = input.streamOffset + input.count
    sawEnd = input.atEnd
  }
}

extension QuotedRecord.Outcome {
  fileprivate func moved(by distance: Int) -> Self {
    switch self {
    case .complete(let end, let next): .complete(end: end + distance, next: next + distance)
    case .unfinished: self
    case .quoteError(let position): .quoteError(at: position + distance)
    }
  }
}
