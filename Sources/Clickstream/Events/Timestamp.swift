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
  private var cachedYearEnd: UInt16 = 0
  private var cachedDay: Int64 = 0

  /// Values without a zone are in `zone`.
  package init(zone: TimeZoneRules) {
    self.zone = zone
  }

  /// Reads one value.
  ///
  /// - Throws: `invalidTime`, or `timeOutOfRange` for a well-formed time outside `range`.
  package mutating func read(_ text: Span<UInt8>) throws(RejectReason) -> Int64 {
    let time =
      text.count >= 19 && text[4] == UInt8(ascii: "-")
      ? try readCalendar(text) : try readEpoch(text)
    guard TimestampReader.range.contains(time) else { throw .timeOutOfRange }
    return time
  }
}

extension RejectReason: Error {}

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
    var word: UInt64 = 0
    for index in 0..<8 { word = word << 8 | UInt64(text[index]) }
    let ending = UInt16(text[8]) << 8 | UInt16(text[9])
    if word == cachedDate && ending == cachedYearEnd { return cachedDay }
    guard text[7] == UInt8(ascii: "-") else { throw .invalidTime }
    let year = try twoDigits(text, at: 0) * 100 + twoDigits(text, at: 2)
    let month = try Int(twoDigits(text, at: 5))
    let day = try Int(twoDigits(text, at: 8))
    guard day >= 1, day <= CivilDate.daysInMonth(year: Int(year), month: month) else {
      throw .invalidTime
    }
    cachedDate = word
    cachedYearEnd = ending
    cachedDay = Int64(CivilDate.days(year: Int(year), month: month, day: day))
    return cachedDay
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
