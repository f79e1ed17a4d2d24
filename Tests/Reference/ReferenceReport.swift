/// The analysis of SPEC §3–§8, slow and obvious: what `report.json` must say of these events.
///
/// Sections `input` (events, users, persons, first_event, last_event), `sessions`, `journeys`,
/// `kpis` (the three rates, orders, revenue, average_order_value), `funnels` and `abandonment` (no
/// evidence) of SPEC §10. Nobody is stitched: a person is a user.
///
/// - Parameters:
///   - events: every understood row, in any order.
///   - settings: the run's settings.
/// - Returns: an object to hand to ``differences(_:_:tolerance:)`` as `expected`.
/// - Complexity: cubic and worse in a user's events; meant for at most about a hundred of them.
public func referenceReport(
  _ events: [ReferenceEvent], _ settings: ReferenceSettings
) -> JSONValue {
  let newest = events.map { $0.timeMilliseconds }.max()
  let endOfData = settings.endOfDataMilliseconds ?? newest ?? 0
  let shoppers = orderedRows(events, settings).map { user, rows in
    Shopper(user: user, rows: rows, settings: settings, endOfData: endOfData)
  }
  let carts = judgedCarts(shoppers, settings, endOfData: endOfData)
  return .object([
    "input": inputJSON(events),
    "sessions": sessionsJSON(shoppers, settings),
    "journeys": journeysJSON(shoppers, settings),
    "kpis": kpisJSON(shoppers, carts, settings),
    "funnels": funnelsJSON(shoppers, settings),
    "abandonment": abandonmentJSON(carts, settings),
  ])
}

func inputJSON(_ events: [ReferenceEvent]) -> JSONValue {
  let times = events.map { $0.timeMilliseconds }
  let users = Set(events.map { $0.user }).count
  return .object([
    "events": .integer(events.count),
    "users": .integer(users),
    "persons": .integer(users),
    "first_event": times.min().map { .string(timestamp($0)) } ?? .null,
    "last_event": times.max().map { .string(timestamp($0)) } ?? .null,
  ])
}
