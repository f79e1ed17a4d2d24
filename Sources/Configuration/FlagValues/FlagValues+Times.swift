package import Clickstream

extension FlagValues {
  /// A zone by its name, such as `Europe/Madrid`.
  package static func timeZone(_ name: String) throws(FlagValueError) -> TimeZoneRules {
    guard let zone = TimeZoneFile.load(name) else {
      throw FlagValueError(
        "unknown time zone \(ShownText.quoted(name))",
        toGoOn: "write a name such as Europe/Madrid or UTC; the system must have its zone data")
    }
    return zone
  }

  /// `--since`, `--until`, `--end-of-data`: a date, which is its midnight in the zone, or a time as in event rows.
  ///
  /// - Returns: milliseconds since 1970 UTC.
  package static func timeMilliseconds(
    _ text: String, in zone: TimeZoneRules
  ) throws(FlagValueError) -> Int64 {
    var reader = TimestampReader(zone: zone)
    let time =
      day(text).map { zone.milliseconds(ofDay: $0) } ?? (try? reader.read(Array(text.utf8).span))
    guard let time, TimestampReader.range.contains(time) else {
      throw FlagValueError(
        "\(ShownText.quoted(text)) is no time from 2000 to 2099",
        toGoOn: "write a date such as 2026-11-01, or a time such as 2026-11-01T10:00:00Z")
    }
    return time
  }

  /// The day of `YYYY-MM-DD`, counted from 1970-01-01; nil for any other text.
  private static func day(_ text: String) -> Int? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2] else { return nil }
    let numbers = parts.compactMap { wholeNumber($0) }.map { Int($0) }
    guard numbers.count == 3, numbers[2] >= 1,
      numbers[2] <= CivilDate.daysInMonth(year: numbers[0], month: numbers[1])
    else { return nil }
    return CivilDate.days(year: numbers[0], month: numbers[1], day: numbers[2])
  }
}
