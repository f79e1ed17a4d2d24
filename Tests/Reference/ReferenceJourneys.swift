/// A run of a person's sessions (SPEC §5).
struct Journey {
  /// By first event, in the person's order; background ones too.
  var sessions: [Unit]
  /// All of it as one unit.
  var unit: Unit

  /// The sessions that are not background.
  var visits: [Unit] { sessions.filter { !$0.isBackground } }

  /// `converted`, `open`, `abandoned` or `browsed`.
  var outcome: String {
    if unit.hasPurchase { return "converted" }
    if unit.isOpen { return "open" }
    return unit.acts.contains { $0.isCartStage } ? "abandoned" : "browsed"
  }
}

/// Cuts a person's sessions into journeys; those of background sessions only are left out.
func rebuiltJourneys(
  of sessions: [Unit], _ settings: ReferenceSettings, endOfData: Int64
) -> [Journey] {
  let window = settings.journeyWindowMilliseconds
  var runs: [[Unit]] = []
  for session in sessions {
    guard let last = runs.last else {
      runs.append([session])
      continue
    }
    let latestEnd = last.map { $0.end }.reduce(Int64.min, max)
    let isSilent = session.start - latestEnd > window
    let isDone = last.contains { $0.hasPurchase } && !session.isBackground
    if isSilent || isDone {
      runs.append([session])
    } else {
      runs[runs.count - 1].append(session)
    }
  }
  return runs.filter { $0.contains { !$0.isBackground } }.map { run in
    let acts = run.flatMap { $0.acts }.sorted { $0.position < $1.position }
    var unit = Unit(user: run[0].user, acts: acts, isOpen: false)
    let isNearEnd = endOfData - unit.end <= window
    unit.isOpen = !unit.hasPurchase && isNearEnd && !settings.assumeComplete
    unit.isRipe = endOfData - unit.start >= window
    return Journey(sessions: run, unit: unit)
  }
}

/// The `journeys` section of the report.
func journeysJSON(_ shoppers: [Shopper], _ settings: ReferenceSettings) -> JSONValue {
  let journeys = shoppers.flatMap { $0.journeys }.filter {
    settings.chooses(start: $0.unit.start)
  }
  let converted = journeys.filter { $0.outcome == "converted" }
  func count(_ outcome: String) -> JSONValue {
    .integer(journeys.count { $0.outcome == outcome })
  }
  return .object([
    "count": .integer(journeys.count),
    "ripe": .integer(journeys.count { $0.unit.isRipe }),
    "open": count("open"),
    "converted": count("converted"),
    "abandoned": count("abandoned"),
    "browsed": count("browsed"),
    "ambiguous_users": .integer(shoppers.reduce(0) { $0 + $1.ambiguousUsers }),
    "sessions_to_conversion": countQuantiles(converted.compactMap(sessionsToConversion)),
    "seconds_to_conversion": .object(
      secondsQuantiles(converted.compactMap(millisecondsToConversion))),
    "touchpoints_to_conversion": countQuantiles(converted.compactMap(touchpointsToConversion)),
    "channel_transitions": channelTransitionsJSON(journeys),
    "conversion_channels": conversionChannelsJSON(converted),
  ])
}

/// Sessions that are not background up to and with the first that holds a purchase.
func sessionsToConversion(_ journey: Journey) -> Int? {
  journey.visits.firstIndex { $0.hasPurchase }.map { $0 + 1 }
}

/// From the first event that is not automatic to the first purchase.
func millisecondsToConversion(_ journey: Journey) -> Int64? {
  guard let first = journey.unit.acts.first(where: { !$0.isAutomatic }),
    let purchase = journey.unit.acts.first(where: { $0.isPurchase })
  else { return nil }
  return purchase.time - first.time
}

/// Events that are not automatic up to and with the first purchase.
func touchpointsToConversion(_ journey: Journey) -> Int? {
  let acts = journey.unit.acts.filter { !$0.isAutomatic }
  return acts.firstIndex { $0.isPurchase }.map { $0 + 1 }
}

/// Changes of channel between neighbouring visits: most frequent first, then by bytes.
func channelTransitionsJSON(_ journeys: [Journey]) -> JSONValue {
  struct Change: Hashable {
    var from: Text
    var to: Text
  }
  var counts: [Change: (all: Int, converted: Int)] = [:]
  for journey in journeys {
    let channels = journey.visits.map { $0.first("channel") }
    for (from, to) in zip(channels, channels.dropFirst())
    where !from.isEmpty && !to.isEmpty && from != to {
      let isConverted = journey.outcome == "converted"
      counts[Change(from: from, to: to), default: (0, 0)].all += 1
      counts[Change(from: from, to: to), default: (0, 0)].converted += isConverted ? 1 : 0
    }
  }
  let sorted = counts.sorted { left, right in
    if left.value.all != right.value.all { return left.value.all > right.value.all }
    if left.key.from != right.key.from { return left.key.from < right.key.from }
    return left.key.to < right.key.to
  }
  return .array(
    sorted.map { change, count in
      .object([
        "from": change.from.json, "to": change.to.json,
        "count": .integer(count.all), "converted": .integer(count.converted),
      ])
    })
}

/// The first and the last known channel of converted journeys.
func conversionChannelsJSON(_ converted: [Journey]) -> JSONValue {
  let channels = converted.map { $0.visits.map { $0.first("channel") }.filter { !$0.isEmpty } }
  let first = channels.map { $0.first ?? "(none)" }
  let last = channels.map { $0.last ?? "(none)" }
  let lines = Set(first + last).map { channel in
    (channel: channel, first: first.count { $0 == channel }, last: last.count { $0 == channel })
  }.sorted { left, right in
    if left.last != right.last { return left.last > right.last }
    return left.first != right.first ? left.first > right.first : left.channel < right.channel
  }
  return .array(
    lines.map { line in
      .object([
        "channel": line.channel.json, "first": .integer(line.first), "last": .integer(line.last),
      ])
    })
}
