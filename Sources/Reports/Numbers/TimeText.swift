/// Times as ISO 8601 in UTC, by own calendar arithmetic.
package enum TimeText {
  private static let millisecondsPerDay: Int64 = 86_400_000

  /// `2026-11-01T00:00:00.000Z`; a year before 0 has a sign.
  package static func iso8601(milliseconds: Int64) -> String {
    let (days, inDay) = floorDivision(milliseconds, by: millisecondsPerDay)
    return date(daysSince1970: days) + "T" + clock(millisecondsInDay: inDay) + "Z"
  }

  /// Days are moved to years that begin on 1 March, so that the leap day is a year's last day
  /// (Howard Hinnant, "chrono-compatible low-level date algorithms").
  package static func date(daysSince1970: Int64) -> String {
    let (era, dayOfEra) = floorDivision(daysSince1970 + 719_468, by: 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(year < 0 ? "-" : "")\(padded(abs(year), 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  private static func clock(millisecondsInDay: Int64) -> String {
    let (seconds, milliseconds) = floorDivision(millisecondsInDay, by: 1_000)
    let (minutes, second) = floorDivision(seconds, by: 60)
    let (hour, minute) = floorDivision(minutes, by: 60)
    return "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2)).\(padded(milliseconds, 3))"
  }

  private static func padded(_ number: Int64, _ length: Int) -> String {
    ExactDecimal.padded(String(number), to: length)
  }

  private static func floorDivision(
    _ number: Int64, by divisor: Int64
  ) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
