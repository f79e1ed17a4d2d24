/// A unit that entered a funnel.
struct Entrant {
  var acts: [Act]
  var attempt: Attempt
}

/// The `funnels` section of the report.
func funnelsJSON(_ shoppers: [Shopper], _ settings: ReferenceSettings) -> JSONValue {
  let funnels = settings.funnels.isEmpty ? defaultFunnels(shoppers, settings) : settings.funnels
  return .array(funnels.map { funnelJSON($0, shoppers, settings) })
}

/// The stages that occur in the input, `stages`; none if fewer than two do.
func defaultFunnels(_ shoppers: [Shopper], _ settings: ReferenceSettings) -> [ReferenceFunnel] {
  let names = Set(shoppers.flatMap { $0.acts }.map { $0.name })
  let stages = Vocabulary.stages.filter { names.contains($0) }
  if stages.count < 2 { return [] }
  let steps = stages.map { [$0.string] }
  return [ReferenceFunnel(name: "stages", steps: steps, by: settings.defaultFunnelBy)]
}

/// The units that a funnel counts.
func funnelUnits(
  _ unit: ReferenceUnit, _ shoppers: [Shopper], _ settings: ReferenceSettings
) -> [Unit] {
  let units: [Unit] =
    switch unit {
    case .session: shoppers.flatMap { $0.sessions }
    case .journey: shoppers.flatMap { $0.journeys.map { $0.unit } }
    case .user: shoppers.map { $0.whole }
    }
  return units.filter { settings.chooses(start: $0.start) }
}

func funnelJSON(
  _ funnel: ReferenceFunnel, _ shoppers: [Shopper], _ settings: ReferenceSettings
) -> JSONValue {
  let entrants = funnelUnits(funnel.unit, shoppers, settings).compactMap { unit in
    bestAttempt(unit.acts, funnel).map { Entrant(acts: unit.acts, attempt: $0) }
  }
  let segments = funnel.by.flatMap { segmentsJSON($0, entrants, funnel, settings) }
  return .object([
    "name": .string(funnel.name),
    "unit": .string(funnel.unit.rawValue),
    "order": .string("ordered"),
    "ties": .string(funnel.strictTies ? "strict" : "any"),
    "entry": .string("closed"),
    "count": .string("unique"),
    "window_seconds": seconds(funnel.windowMilliseconds),
    "excluded": .integer(0),
    "steps": .array(funnel.steps.indices.map { stepJSON($0, entrants, funnel) }),
    "segments": .array(segments),
  ])
}

/// How many units reached that step (from 0) or one beyond.
func reached(_ step: Int, _ entrants: [Entrant]) -> Int {
  entrants.count { $0.attempt.level > step }
}

func stepJSON(_ step: Int, _ entrants: [Entrant], _ funnel: ReferenceFunnel) -> JSONValue {
  let count = reached(step, entrants)
  let previous = step == 0 ? count : reached(step - 1, entrants)
  let isLast = step == funnel.steps.count - 1
  let stopped = isLast ? [] : entrants.filter { $0.attempt.level == step + 1 }
  let pauses = entrants.filter { step > 0 && $0.attempt.level > step }.map { entrant in
    entrant.attempt.filled[step].time - entrant.attempt.filled[step - 1].time
  }
  return .object([
    "name": .string(funnel.steps[step].name),
    "count": .integer(count),
    "share_of_first": share(count, reached(0, entrants)),
    "share_of_previous": share(count, previous),
    "dropped": .integer(stopped.count),
    "seconds_from_previous": .object(secondsQuantiles(pauses)),
    "next_events": nextEventsJSON(stopped, funnel),
  ])
}

/// The five most frequent next events, ties by bytes.
func nextEventsJSON(_ stopped: [Entrant], _ funnel: ReferenceFunnel) -> JSONValue {
  let names = stopped.map { nextEvent($0.acts, $0.attempt, funnel) }
  return .array(
    mostFrequent(names).prefix(5).map { name, count in
      .object(["event": name.json, "count": .integer(count)])
    })
}

/// Values with their counts, most frequent first, ties by bytes.
func mostFrequent(_ values: [Text]) -> [(value: Text, count: Int)] {
  Dictionary(grouping: values) { $0 }.map { ($0.key, $0.value.count) }.sorted { left, right in
    left.1 != right.1 ? left.1 > right.1 : left.0 < right.0
  }
}

/// The segments of one breakdown, the largest first; the rest is `(other)`.
func segmentsJSON(
  _ by: String, _ entrants: [Entrant], _ funnel: ReferenceFunnel, _ settings: ReferenceSettings
) -> [JSONValue] {
  let values = entrants.map { segment(by, $0.attempt.filled[0]) }
  let kept = mostFrequent(values).prefix(settings.maxSegments).map { $0.value }
  var groups = kept.map { value in
    (value: value, entrants: zip(values, entrants).filter { $0.0 == value }.map { $0.1 })
  }
  let rest = zip(values, entrants).filter { !kept.contains($0.0) }.map { $0.1 }
  if !rest.isEmpty { groups.append(("(other)", rest)) }
  return groups.map { value, entrants in
    let steps = funnel.steps.enumerated().map { index, step in
      JSONValue.object([
        "name": .string(step.name), "count": .integer(reached(index, entrants)),
      ])
    }
    return .object(["by": .string(by), "value": value.json, "steps": .array(steps)])
  }
}

/// The value of a role or property on an act's row; `(none)` if missing.
func segment(_ by: String, _ act: Act) -> Text {
  let value: Text =
    switch by {
    case "user": Text(bytes: act.row.user)
    case "event": act.name
    default: act.row.text(by)
    }
  return value.isEmpty ? "(none)" : value
}
