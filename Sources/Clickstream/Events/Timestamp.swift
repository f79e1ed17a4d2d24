package import RowReader

/// Reads event times: bytes to milliseconds since 1970 UTC, truncated.
///
/// ```
/// 2026-11-01T10:00:00.123456+01:00      calendar form
/// 0123456789^10     ^19                 T, t or a space at 10; fraction from 19; then nothing, Z, UTC or an offset
/// 1793523600.25  1793523600250  1793523600250000      epochs, told apart by their digits
/// ```
package struct TimestampReader: Sendable {
  /// 2000-01-01 <= t < 2100-01-01.
  package static let range: Range<Int64> = 946_684_800_000..<4_102_444_800_000

  private let zone: TimeZoneRules
  /// The last date read and its day: dumps repeat the same date for thousands of rows.
  private var cachedDate: UInt64 = 0
  private var cachedDateEnd: UInt16 = 0
  private var cachedDay: Int64 = 0

  /// Values without a zone are in `zone`.
  package init(zone: TimeZoneRules) {
    self.zone = zone
  }

  /// Reads one value.
  ///
  /// - Throws: `invalidTime`, or `timeOutOfRange` for a well-formed time outside `range`.
  @inline(__always)
  package mutating func read(_ text: Span<UInt8>) throws(RejectReason) -> Int64 {
    if let time = readUsual(text) { return time }
    return try readAny(text)
  }

  @inline(never)
  private mutating func readAny(_ text: Span<UInt8>) throws(RejectReason) -> Int64 {
    let time =
      text.count >= 19 && text[4] == UInt8(ascii: "-")
      ? try readCalendar(text) : try readEpoch(text)
    guard TimestampReader.range.contains(time) else { throw .timeOutOfRange }
    return time
  }
}

extension RejectReason: Error {}

// MARK: The usual form

extension TimestampReader {
  /// A time of the date read last, with seconds or milliseconds and `Z`, as nearly all are; nil for any other.
  ///
  /// That date is one of a time in range, so this one is in range too.
  @inline(__always)
  private func readUsual(_ text: Span<UInt8>) -> Int64? {
    let count = text.count
    guard count == 24 || count == 20 else { return nil }
    let bytes = text.bytes
    guard bytes.word(at: 0) == cachedDate, bytes.ending(at: 8) == cachedDateEnd,
      text[10] == UInt8(ascii: "T") || text[10] == space,
      let milliseconds = bytes.clockMilliseconds(at: 11), text[count &- 1] == UInt8(ascii: "Z")
    else { return nil }
    // A day of this century in milliseconds has at most 42 bits.
    let time = cachedDay &* 86_400_000 &+ milliseconds
    guard count == 24 else { return time }
    guard text[19] == UInt8(ascii: "."), let first = digit(text[20]), let second = digit(text[21]),
      let third = digit(text[22])
    else { return nil }
    return time &+ first &* 100 &+ second &* 10 &+ third
  }
}

extension RawSpan {
  /// Eight bytes, of which the first is the lowest.
  @inline(__always)
  fileprivate func word(at offset: Int) -> UInt64 {
    UInt64(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Two bytes, of which the first is the lowest.
  @inline(__always)
  fileprivate func ending(at offset: Int) -> UInt16 {
    UInt16(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  /// `hh:mm:ss` in milliseconds; nil for anything else, leap seconds too.
  ///
  /// With the bytes of `00:00:00` taken off, digits are 0 to 9 and colons 0; adding 6 carries any other low half into
  /// the high one.
  @inline(__always)
  fileprivate func clockMilliseconds(at offset: Int) -> Int64? {
    let digits = word(at: offset) ^ 0x3030_3a30_303a_3030
    let others: UInt64 = 0xf0f0_fff0_f0ff_f0f0
    guard digits & others == 0, (digits &+ 0x0606_0006_0600_0606) & others == 0 else { return nil }
    func pair(_ shift: UInt64) -> Int64 {
      let both = digits &>> shift
      return Int64(both & 15) &* 10 &+ Int64(both &>> 8 & 15)
    }
    let (hour, minute, second) = (pair(0), pair(24), pair(48))
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return (hour &* 3600 &+ minute &* 60 &+ second) &* 1000
  }
}

// MARK: Calendar form

extension TimestampReader {
  private mutating func readCalendar(_ text: Span<UInt8>) throws(RejectReason) -> Int64 {
    let day = try readDay(text)
    let separator = text[10]
    guard separator == UInt8(ascii: "T") || separator == UInt8(ascii: "t") || separator == space,
      text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":")
    else { throw .invalidTime }
    let hour = try twoDigits(text, at: 11)
    let minute = try twoDigits(text, at: 14)
    let second = try twoDigits(text, at: 17)
    guard hour < 24, minute < 60, second <= 60 else { throw .invalidTime }
    let (fraction, end) = try readFraction(text, from: 19)
    let offset = try readZone(text, from: end)
    let isLeapSecond = second == 60
    let seconds = day * 86_400 + hour * 3600 + minute * 60 + (isLeapSecond ? 59 : second)
    let utcSeconds = offset.map { seconds - $0 } ?? zone.utcSeconds(fromLocal: seconds)
    if isLeapSecond {
      // Leap seconds are added at the end of a UTC day; there the last millisecond stands for it.
      guard (utcSeconds + 1) % 86_400 == 0 else { throw .invalidTime }
      return utcSeconds * 1000 + 999
    }
    return utcSeconds * 1000 + fraction
  }

  /// Days since 1970 of the first ten bytes; they are compared with the last date before they are read.
  private mutating func readDay(_ text: Span<UInt8>) throws(RejectReason) -> Int64 {
    let (word, ending) = (text.bytes.word(at: 0), text.bytes.ending(at: 8))
    if word == cachedDate && ending == cachedDateEnd { return cachedDay }
    guard text[7] == UInt8(ascii: "-") else { throw .invalidTime }
    let year = try twoDigits(text, at: 0) * 100 + twoDigits(text, at: 2)
    let month = try Int(twoDigits(text, at: 5))
    let day = try Int(twoDigits(text, at: 8))
    guard day >= 1, day <= CivilDate.daysInMonth(year: Int(year), month: month) else {
      throw .invalidTime
    }
    let days = Int64(CivilDate.days(year: Int(year), month: month, day: day))
    // Times of a remembered date are taken to be in range.
    guard TimestampReader.range.contains(days * 86_400_000) else { return days }
    cachedDate = word
    cachedDateEnd = ending
    cachedDay = days
    return days
  }

  /// Milliseconds of an optional `.` and 1–9 digits, and where they end.
  private func readFraction(
    _ text: Span<UInt8>, from start: Int
  ) throws(RejectReason) -> (milliseconds: Int64, end: Int) {
    guard start < text.count, text[start] == UInt8(ascii: ".") else { return (0, start) }
    var milliseconds: Int64 = 0
    var position = start + 1
    while position < text.count, let digit = digit(text[position]) {
      // Digits beyond the third are below a millisecond.
      if position <= start + 3 { milliseconds = milliseconds * 10 + digit }
      position += 1
    }
    let count = position - start - 1
    guard (1...9).contains(count) else { throw .invalidTime }
    for _ in 0..<max(0, 3 - count) { milliseconds *= 10 }
    return (milliseconds, position)
  }

  /// Seconds east of UTC; nil without a zone.
  private func readZone(
    _ text: Span<UInt8>, from start: Int
  ) throws(RejectReason) -> Int64? {
    guard start < text.count else { return nil }
    if text.count == start + 1 && text[start] | 0x20 == UInt8(ascii: "z") { return 0 }
    if text.count == start + 4 && text[start] == space {
      guard text[start + 1] == UInt8(ascii: "U"), text[start + 2] == UInt8(ascii: "T"),
        text[start + 3] == UInt8(ascii: "C")
      else { throw .invalidTime }
      return 0
    }
    return try readOffset(text, from: text[start] == space ? start + 1 : start)
  }

  /// `±hh:mm` or `±hhmm`.
  private func readOffset(_ text: Span<UInt8>, from start: Int) throws(RejectReason) -> Int64 {
    let length = text.count - start
    guard length == 5 || length == 6 else { throw .invalidTime }
    let isNegative = text[start] == UInt8(ascii: "-")
    guard isNegative || text[start] == UInt8(ascii: "+") else { throw .invalidTime }
    if length == 6 && text[start + 3] != UInt8(ascii: ":") { throw .invalidTime }
    let hours = try twoDigits(text, at: start + 1)
    let minutes = try twoDigits(text, at: text.count - 2)
    guard hours < 24, minutes < 60 else { throw .invalidTime }
    let seconds = hours * 3600 + minutes * 60
    return isNegative ? -seconds : seconds
  }

  private func twoDigits(_ text: Span<UInt8>, at index: Int) throws(RejectReason) -> Int64 {
    guard let tens = digit(text[index]), let ones = digit(text[index + 1]) else {
      throw .invalidTime
    }
    return tens * 10 + ones
  }
}

// MARK: Epochs

extension TimestampReader {
  /// 9–10 digits are seconds (with an optional fraction), 12–13 milliseconds, 15–16 microseconds.
  private func readEpoch(_ text: Span<UInt8>) throws(RejectReason) -> Int64 {
    var value: Int64 = 0
    var count = 0
    // Sixteen digits stay far below Int64.max.
    while count < text.count, count < 17, let digit = digit(text[count]) {
      value = value * 10 + digit
      count += 1
    }
    switch count {
    case 9, 10:
      let (fraction, end) = try readFraction(text, from: count)
      guard end == text.count else { throw .invalidTime }
      return value * 1000 + fraction
    case 12, 13, 15, 16:
      guard count == text.count else { throw .invalidTime }
      return count < 15 ? value : value / 1000
    default: throw .invalidTime
    }
  }
}

private let space = UInt8(ascii: " ")

/// The value of an ASCII digit; nil for any other byte.
@inline(__always)
private func digit(_ byte: UInt8) -> Int64? {
  let value = byte &- UInt8(ascii: "0")
  return value <= 9 ? Int64(value) : nil
}
