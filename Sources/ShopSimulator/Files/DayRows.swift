/// The rows of some days, gathered user by user and handed out in the order of time.
struct DayRows {
  /// The days held, counted from the first.
  let days: Range<Int>
  private var rowsByDay: [[EventRow]]

  init(days: Range<Int>) {
    self.days = days
    rowsByDay = Array(repeating: [], count: days.count)
  }

  /// Takes the rows that fall on the days held.
  mutating func take(_ rows: [EventRow]) {
    for row in rows {
      let day = Int(row.timeMilliseconds / CivilDate.millisecondsPerDay)
      if days.contains(day) { rowsByDay[day - days.lowerBound].append(row) }
    }
  }

  /// Hands out and forgets one day's rows, by time; rows of one time by user, then as they happened.
  mutating func removeRows(ofDay day: Int) -> OrderedRows {
    let index = day - days.lowerBound
    let rows = OrderedRows(rowsByDay[index])
    rowsByDay[index] = []
    return rows
  }
}

/// The rows of a day in the order of time.
struct OrderedRows {
  /// A key holds the millisecond of the day above the row's index: 27 and 36 bits.
  private static let indexBits: UInt64 = 36

  private let rows: [EventRow]
  private let keys: [UInt64]

  fileprivate init(_ rows: [EventRow]) {
    self.rows = rows
    keys = rows.indices.map { index in
      let time = UInt64(rows[index].timeMilliseconds % CivilDate.millisecondsPerDay)
      return time << Self.indexBits | UInt64(index)
    }.sorted()
  }

  var count: Int { rows.count }

  /// The row at a place in the order of time.
  subscript(place: Int) -> EventRow {
    rows[Int(keys[place] & (1 << Self.indexBits - 1))]
  }
}
