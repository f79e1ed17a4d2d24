/// A time, or why it is none.
public enum ReferenceTime: Sendable, Equatable {
  /// Milliseconds since 1970-01-01 UTC, finer digits cut off.
  case time(Int64)
  /// `invalid_time` or `time_out_of_range`.
  case reject(String)
}

/// An amount, or none, or out of form.
public enum ReferenceAmount: Sendable, Equatable {
  /// Empty, `NULL`, `null` or `\N`.
  case none
  /// The amount in millionths.
  case millionths(Int64)
  /// Out of form.
  case reject
}

/// Reads a time; one without zone is in UTC.
///
/// - Parameter bytes: the field as it stands, without quotes.
/// - Returns: the time, `invalid_time`, or `time_out_of_range` outside 2000–2099.
public func referenceTime(_ bytes: [UInt8]) -> ReferenceTime {
  guard let time = ReferenceTimeText.epoch(bytes) ?? ReferenceTimeText.calendar(bytes) else {
    return .reject("invalid_time")
  }
  let first = ReferenceTimeText.milliseconds(year: 2000)
  let end = ReferenceTimeText.milliseconds(year: 2100)
  return first <= time && time < end ? .time(time) : .reject("time_out_of_range")
}

/// Reads an amount: `-?digits{1,12}(.digits{1,6})?`.
///
/// - Parameter bytes: the field as it stands, without quotes.
public func referenceAmount(_ bytes: [UInt8]) -> ReferenceAmount {
  for none in ["", "NULL", "null", "\\N"] where bytes == Array(none.utf8) { return .none }
  var scan = ReferenceScan(bytes)
  let isNegative = scan.take(0x2D)
  let whole = scan.digits()
  guard (1...12).contains(whole.count) else { return .reject }
  var fraction: [UInt8] = []
  if scan.take(0x2E) {
    fraction = scan.digits()
    guard (1...6).contains(fraction.count) else { return .reject }
  }
  guard scan.isAtEnd else { return .reject }
  while fraction.count < 6 { fraction.append(0x30) }
  let amount = ReferenceScan.number(whole + fraction)
  return .millionths(isNegative ? -amount : amount)
}

/// The two forms of a time.
enum ReferenceTimeText {
  /// An epoch by its number of digits, or nil if the text is not one.
  static func epoch(_ bytes: [UInt8]) -> Int64? {
    var scan = ReferenceScan(bytes)
    let whole = scan.digits()
    var fraction: [UInt8] = []
    if scan.take(0x2E) {
      fraction = scan.digits()
      guard (1...9).contains(fraction.count), (9...10).contains(whole.count) else { return nil }
    }
    guard scan.isAtEnd else { return nil }
    switch whole.count {
    case 9, 10: return ReferenceScan.number(whole) * 1000 + thousandths(fraction)
    case 12, 13: return ReferenceScan.number(whole)
    case 15, 16: return ReferenceScan.number(whole) / 1000
    default: return nil
    }
  }

  /// A date and a time of day, or nil if the text is not one.
  static func calendar(_ bytes: [UInt8]) -> Int64? {
    var scan = ReferenceScan(bytes)
    guard let year = scan.number(digits: 4), scan.take(0x2D),
      let month = scan.number(digits: 2), scan.take(0x2D),
      let day = scan.number(digits: 2),
      scan.take(0x54) || scan.take(0x74) || scan.take(0x20),
      let hour = scan.number(digits: 2), scan.take(0x3A),
      let minute = scan.number(digits: 2), scan.take(0x3A),
      let second = scan.number(digits: 2)
    else { return nil }
    var fraction: [UInt8] = []
    if scan.take(0x2E) {
      fraction = scan.digits()
      guard (1...9).contains(fraction.count) else { return nil }
    }
    guard let offset = offsetMinutes(&scan), scan.isAtEnd else { return nil }
    guard (1...12).contains(month), day >= 1, day <= days(year: year, month: month),
      hour <= 23, minute <= 59, second <= 60
    else { return nil }

    var minutes = milliseconds(year: year) / 60_000
    for earlier in 1..<month { minutes += days(year: year, month: earlier) * 1440 }
    minutes += (day - 1) * 1440 + hour * 60 + minute - offset
    if second == 60 {
      // A leap second, allowed as the last second of a UTC day: its last millisecond.
      let minuteOfDay = ((minutes % 1440) + 1440) % 1440
      return minuteOfDay == 1439 ? minutes * 60_000 + 59_999 : nil
    }
    return minutes * 60_000 + second * 1000 + thousandths(fraction)
  }

  /// Minutes east of UTC; 0 for UTC or for no zone; nil if the zone is out of form.
  private static func offsetMinutes(_ scan: inout ReferenceScan) -> Int64? {
    if scan.isAtEnd || scan.take(0x5A) || scan.take(0x7A) { return 0 }
    if scan.take(0x20), scan.take(0x55) {
      return scan.take(0x54) && scan.take(0x43) ? 0 : nil
    }
    let isEast = scan.take(0x2B)
    guard isEast || scan.take(0x2D), let hours = scan.number(digits: 2) else { return nil }
    _ = scan.take(0x3A)
    guard let minutes = scan.number(digits: 2), hours <= 23, minutes <= 59 else { return nil }
    return (isEast ? 1 : -1) * (hours * 60 + minutes)
  }

  /// The start of a year in milliseconds since 1970, counted year by year.
  static func milliseconds(year: Int64) -> Int64 {
    var count: Int64 = 0
    if year >= 1970 {
      for earlier in 1970..<year { count += isLeap(earlier) ? 366 : 365 }
    } else {
      for later in year..<1970 { count -= isLeap(later) ? 366 : 365 }
    }
    return count * 86_400_000
  }

  private static func isLeap(_ year: Int64) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  private static func days(year: Int64, month: Int64) -> Int64 {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The first three digits of a fraction; the rest is cut off.
  private static func thousandths(_ fraction: [UInt8]) -> Int64 {
    ReferenceScan.number(Array((fraction + [0x30, 0x30, 0x30]).prefix(3)))
  }
}

/// Takes ASCII text apart from the left.
struct ReferenceScan {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { index == bytes.count }

  /// Takes one byte if it stands here.
  mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  /// Takes all ASCII digits that stand here.
  mutating func digits() -> [UInt8] {
    var result: [UInt8] = []
    while index < bytes.count, (0x30...0x39).contains(bytes[index]) {
      result.append(bytes[index])
      index += 1
    }
    return result
  }

  /// Takes exactly this number of digits.
  mutating func number(digits count: Int) -> Int64? {
    var result: [UInt8] = []
    while result.count < count, index < bytes.count, (0x30...0x39).contains(bytes[index]) {
      result.append(bytes[index])
      index += 1
    }
    return result.count == count ? Self.number(result) : nil
  }

  /// The number that at most 18 digits stand for.
  static func number(_ digits: [UInt8]) -> Int64 {
    digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
  }
}
