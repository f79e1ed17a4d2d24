/// Reads one record byte by byte, quotes and all: the slow, exact path for records that hold a quote.
///
/// Fields are places in the bytes, quotes stripped; doubled quotes are still doubled (`hasDoubledQuote`).
struct QuotedRecord {
  struct Field {
    var start: Int
    var end: Int
    var hasDoubledQuote: Bool
  }

  enum Outcome {
    /// The record ends at `end`; the next line begins at `next`.
    case complete(end: Int, next: Int)
    /// The bytes end before the record does.
    case unfinished(insideQuotes: Bool)
    /// Bytes stand behind the closing quote before `position`.
    case quoteError(at: Int)
  }

  private(set) var fields: [Field] = []
  /// Line ends inside quotes.
  private(set) var innerLines = 0
  /// The first and the last of them.
  private(set) var innerLineEnds: (first: Int, last: Int)?

  /// Parses `bytes[start..<count]`.
  ///
  /// With `atEnd` the end of the bytes ends the record; with `isInsideQuotes` the byte at `start`, whatever it is,
  /// lies inside a quoted field.
  mutating func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, count: Int, delimiter: UInt8, atEnd: Bool,
    isInsideQuotes: Bool = false
  ) -> Outcome {
    fields.removeAll(keepingCapacity: true)
    innerLines = 0
    innerLineEnds = nil
    var position = start
    while true {
      let stop: Int
      let isInside = isInsideQuotes && position == start
      if isInside || (position < count && bytes[position] == UInt8(ascii: "\"")) {
        switch quotedField(bytes, from: position, count: count) {
        case .some(let end): stop = end
        case .none: return .unfinished(insideQuotes: true)
        }
      } else {
        stop = plainField(bytes, from: position, count: count, delimiter: delimiter)
      }
      if stop == count {
        return atEnd ? .complete(end: stop, next: stop) : .unfinished(insideQuotes: false)
      }
      if bytes[stop] == delimiter {
        position = stop + 1
      } else if isLineEnd(bytes[stop]) {
        return .complete(end: stop, next: endOfLine(bytes, at: stop, count: count))
      } else {
        return .quoteError(at: stop)
      }
    }
  }

  /// Appends the field that begins with a quote at `open`; gives the place behind its closing quote.
  private mutating func quotedField(
    _ bytes: UnsafeBufferPointer<UInt8>, from open: Int, count: Int
  ) -> Int? {
    var doubled = false
    var position = open + 1
    while position < count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        guard position + 1 < count, bytes[position + 1] == UInt8(ascii: "\"") else {
          fields.append(Field(start: open + 1, end: position, hasDoubledQuote: doubled))
          return position + 1
        }
        doubled = true
        position += 2
      } else {
        if isLineStart(bytes, at: position, after: open) {
          innerLines += 1
          innerLineEnds = (innerLineEnds?.first ?? position, position)
        }
        position += 1
      }
    }
    return nil
  }

  /// Counts CRLF once, at its CR.
  private func isLineStart(
    _ bytes: UnsafeBufferPointer<UInt8>, at position: Int, after open: Int
  ) -> Bool {
    switch bytes[position] {
    case UInt8(ascii: "\r"): true
    case UInt8(ascii: "\n"): position - 1 == open || bytes[position - 1] != UInt8(ascii: "\r")
    default: false
    }
  }

  private mutating func plainField(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, count: Int, delimiter: UInt8
  ) -> Int {
    var position = start
    while position < count && bytes[position] != delimiter && !isLineEnd(bytes[position]) {
      position += 1
    }
    fields.append(Field(start: start, end: position, hasDoubledQuote: false))
    return position
  }
}

/// One past the line end at `position`; a CR takes the LF behind it along if it is at hand.
func endOfLine(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int, count: Int) -> Int {
  let isPair =
    bytes[position] == UInt8(ascii: "\r") && position + 1 < count
    && bytes[position + 1] == UInt8(ascii: "\n")
  return position + (isPair ? 2 : 1)
}

/// LF or CR: nothing else ends a line.
@inline(__always)
func isLineEnd(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
}
