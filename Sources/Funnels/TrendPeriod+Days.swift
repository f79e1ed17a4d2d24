import Clickstream

extension TrendPeriod {
  /// The first day of the period that holds a day; days since 1970-01-01, which was a Thursday.
  package func start(ofDay day: Int) -> Int {
    switch self {
    case .day: return day
    case .week:
      // Monday is three days before that Thursday's week day; a remainder may be negative before 1970.
      return day - ((day + 3) % 7 + 7) % 7
    case .month:
      let date = CivilDate.date(ofDay: day)
      return CivilDate.days(year: date.year, month: date.month, day: 1)
    }
  }

  /// The first day of the period behind the one that starts at `start`.
  package func next(after start: Int) -> Int {
    switch self {
    case .day: start + 1
    case .week: start + 7
    case .month: self.start(ofDay: start + 31)
    }
  }
}
