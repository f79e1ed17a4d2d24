/// The same counts by the period of the entry, from the first period to the last, empty ones too.
func trendJSON(
  _ period: ReferencePeriod, _ entrants: [Entrant], _ funnel: ReferenceFunnel,
  _ settings: ReferenceSettings, endOfData: Int64
) -> JSONValue {
  let starts = entrants.map { entrant in
    periodStart(settings.localDay(entrant.attempt.entry.time), period)
  }
  guard let last = starts.max(), var start = starts.min() else { return .array([]) }
  var periods: [JSONValue] = []
  while start <= last {
    let next = nextPeriodStart(start, period)
    let own = zip(starts, entrants).filter { $0.0 == start }.map { $0.1 }
    let isOver = settings.localDay(endOfData) >= next
    let isIncomplete =
      !isOver || own.contains { mayGoOn($0, funnel, endOfData: endOfData) }
    let steps = funnel.steps.indices.map { line in
      JSONValue.integer(own.count { $0.isSeen(line) })
    }
    periods.append(
      .object([
        "period": .string(dayText(start)), "incomplete": .bool(isIncomplete),
        "steps": .array(steps),
      ]))
    start = next
  }
  return .array(periods)
}

/// Whether its window reaches past the end of data; without a window, whether its unit is open.
func mayGoOn(_ entrant: Entrant, _ funnel: ReferenceFunnel, endOfData: Int64) -> Bool {
  guard let window = funnel.windowMilliseconds else { return entrant.unit.isOpen }
  return entrant.attempt.entry.time + window > endOfData
}

/// The first day of the period that holds a day; days since 1970-01-01, which was a Thursday.
func periodStart(_ day: Int64, _ period: ReferencePeriod) -> Int64 {
  switch period {
  case .day: day
  case .week: day - (day + 3) % 7
  case .month: day - dayOfMonth(day) + 1
  }
}

/// The first day of the period after the one that starts at `start`.
func nextPeriodStart(_ start: Int64, _ period: ReferencePeriod) -> Int64 {
  switch period {
  case .day: start + 1
  case .week: start + 7
  case .month: periodStart(start + 31, .month)
  }
}

/// The day of the month, from 1.
func dayOfMonth(_ day: Int64) -> Int64 { Int64(dayText(day).suffix(2)) ?? 1 }

/// A day since 1970-01-01 as `2026-11-01`.
func dayText(_ day: Int64) -> String { String(timestamp(day * 86_400_000).prefix(10)) }
