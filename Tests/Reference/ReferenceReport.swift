/// The analysis of SPEC §3–§8, slow and obvious: what `report.json` must say of these events.
///
/// Sections `input` (events, users, persons, first_event, last_event), `sessions`, `journeys`,
/// `kpis` (the three rates, orders, revenue, average_order_value), `funnels` and `abandonment` of
/// SPEC §10.
///
/// - Parameters:
///   - events: every understood row, in any order.
///   - settings: the run's settings.
/// - Returns: an object to hand to ``differences(_:_:tolerance:)`` as `expected`.
/// - Complexity: cubic and worse in a user's events; meant for at most about a hundred of them.
public func referenceReport(
  _ events: [ReferenceEvent], _ settings: ReferenceSettings
) -> JSONValue {
  let endOfData = endOfData(events, settings)
  let shoppers = shoppers(events, settings)
  let carts = judgedCarts(shoppers, settings, endOfData: endOfData)
  return .object([
    "input": inputJSON(events, shoppers),
    "sessions": sessionsJSON(shoppers, settings),
    "journeys": journeysJSON(shoppers, settings),
    "kpis": kpisJSON(shoppers, carts, settings),
    "funnels": funnelsJSON(shoppers, settings, endOfData: endOfData),
    "abandonment": abandonmentJSON(carts, settings),
  ])
}

/// The end of data: as set, else the newest event.
func endOfData(_ events: [ReferenceEvent], _ settings: ReferenceSettings) -> Int64 {
  settings.endOfDataMilliseconds ?? events.map { $0.timeMilliseconds }.max() ?? 0
}

func inputJSON(_ events: [ReferenceEvent], _ shoppers: [Shopper]) -> JSONValue {
  let times = events.map { $0.timeMilliseconds }
  return .object([
    "events": .integer(events.count),
    "users": .integer(Set(events.map { UserKey($0) }).count),
    "persons": .integer(shoppers.count),
    "first_event": times.min().map { .string(timestamp($0)) } ?? .null,
    "last_event": times.max().map { .string(timestamp($0)) } ?? .null,
  ])
}
