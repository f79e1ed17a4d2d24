/// Counts by day; the last month of a longer run.
extension Document {
  private static let dayLimit = 31

  mutating func add(_ days: [DaySection]) {
    guard !days.isEmpty else { return }
    heading("Days")
    if days.count > Document.dayLimit {
      paragraph("The last \(Document.dayLimit) of \(days.count) days.")
    }
    let shown = days.suffix(Document.dayLimit)
    if let chart = SeriesChart(sessionsOf: shown) { figure(.series(chart)) }
    table(dayTable(shown))
  }

  private func dayTable(_ days: ArraySlice<DaySection>) -> Table {
    var table = Table([
      .text("day"), .number("sessions"), .number("with a purchase"), .number("carts"),
      .number("purchased"), .lost("abandoned"), .number("orders"),
    ])
    table.rows = days.map { day in
      [Phrase(own: day.day)]
        + [day.sessions, day.converted, day.carts, day.purchased, day.abandoned, day.orders]
        .map { Phrase(count: $0) }
    }
    return table
  }
}
