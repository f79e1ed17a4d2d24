/// The rule that continues a zone behind its last listed change: POSIX `TZ`, as TZif's footer holds it.
///
/// `CET-1CEST,M3.5.0,M10.5.0/3` reads: one hour east; summer time two hours east, from the last Sunday of March
/// at 2:00 to the last Sunday of October at 3:00.
struct ZoneRule {
  private struct Change {
    enum Day {
      /// Month 1...12, week 1...5 (5 = last), weekday 0...6 (0 = Sunday).
      case weekday(month: Int, week: Int, weekday: Int)
      /// 1...365, never counting 29 February.
      case julian(Int)
      /// 0...365.
      case ordinal(Int)
    }
    var day: Day
    var secondsAfterMidnight: Int64
  }

  private let standardOffset: Int64
  private var summerOffset: Int64?
  private var begins: Change?
  private var ends: Change?

  init?(_ text: String) {
    var parser = Parser(rest: Substring(text))
    guard parser.name(), let standard = parser.offset() else { return nil }
    standardOffset = -standard
    if parser.rest.isEmpty { return }
    guard parser.name() else { return nil }
    let hasOwnOffset = !parser.rest.hasPrefix(",")
    summerOffset = hasOwnOffset ? parser.offset().map { -$0 } : standardOffset + 3600
    guard summerOffset != nil, let begins = parser.change(), let ends = parser.change(),
      parser.rest.isEmpty
    else { return nil }
    (self.begins, self.ends) = (begins, ends)
  }

  /// Adds the rule's changes up to the end of the years that events may lie in.
  func continuing(_ spans: [TimeZoneRules.Span]) -> [TimeZoneRules.Span] {
    guard let summerOffset, let begins, let ends else { return spans }
    var changes: [TimeZoneRules.Span] = []
    for year in 1999...2100 {
      changes.append(
        .init(
          startSeconds: seconds(begins, year: year) - standardOffset, offsetSeconds: summerOffset))
      changes.append(
        .init(startSeconds: seconds(ends, year: year) - summerOffset, offsetSeconds: standardOffset)
      )
    }
    let last = spans[spans.count - 1].startSeconds
    return spans
      + changes.sorted { $0.startSeconds < $1.startSeconds }.filter { $0.startSeconds > last }
  }

  /// Local seconds of a change, as if they were UTC.
  private func seconds(_ change: Change, year: Int) -> Int64 {
    let first = CivilDate.days(year: year, month: 1, day: 1)
    let day: Int
    switch change.day {
    case .ordinal(let number): day = first + number
    case .julian(let number):
      day = first + number - 1 + (CivilDate.isLeap(year) && number >= 60 ? 1 : 0)
    case .weekday(let month, let week, let weekday):
      let start = CivilDate.days(year: year, month: month, day: 1)
      // 1970-01-01 was a Thursday, so day number n is weekday (n + 4) mod 7.
      let firstMatch = (weekday - (start + 4) % 7 + 7) % 7
      let length = CivilDate.daysInMonth(year: year, month: month)
      var offset = firstMatch + 7 * (week - 1)
      while offset >= length { offset -= 7 }
      day = start + offset
    }
    return Int64(day) * 86_400 + change.secondsAfterMidnight
  }

  private struct Parser {
    var rest: Substring

    /// `CET` or `<+03>`.
    mutating func name() -> Bool {
      if rest.hasPrefix("<") {
        guard let end = rest.firstIndex(of: ">") else { return false }
        rest = rest[rest.index(after: end)...]
        return true
      }
      let name = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest[name.endIndex...]
      return name.count >= 3
    }

    /// `[+-]h[h][h][:mm[:ss]]` in seconds.
    mutating func offset() -> Int64? {
      var sign: Int64 = 1
      if take("-") { sign = -1 } else { _ = take("+") }
      guard let hours = number(), hours <= 167 else { return nil }
      var seconds = Int64(hours) * 3600
      for unit: Int64 in [60, 1] {
        guard take(":") else { break }
        guard let part = number(), part < 60 else { return nil }
        seconds += Int64(part) * unit
      }
      return sign * seconds
    }

    /// `,M3.5.0/2`, `,J60` or `,59`, each with an optional time.
    mutating func change() -> Change? {
      guard take(","), let day = day() else { return nil }
      if take("/") { return offset().map { Change(day: day, secondsAfterMidnight: $0) } }
      return Change(day: day, secondsAfterMidnight: 7200)
    }

    private mutating func day() -> Change.Day? {
      if take("J") {
        return number().flatMap { (1...365).contains($0) ? .julian($0) : nil }
      }
      guard take("M") else { return number().flatMap { $0 <= 365 ? .ordinal($0) : nil } }
      guard let month = number(), take("."), let week = number(), take("."),
        let weekday = number(),
        (1...12).contains(month), (1...5).contains(week), (0...6).contains(weekday)
      else { return nil }
      return .weekday(month: month, week: week, weekday: weekday)
    }

    private mutating func take(_ text: String) -> Bool {
      guard rest.hasPrefix(text) else { return false }
      rest = rest.dropFirst(text.count)
      return true
    }

    /// At most three digits, so that it cannot overflow.
    private mutating func number() -> Int? {
      let digits = rest.prefix { ("0"..."9").contains($0) }
      guard (1...3).contains(digits.count) else { return nil }
      rest = rest[digits.endIndex...]
      return Int(digits)
    }
  }
}
