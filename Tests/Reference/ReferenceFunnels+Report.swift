/// An attempt that a funnel counts, with its unit.
struct Entrant {
  var unit: Unit
  var attempt: Attempt
  /// The event that put it at each line of the report; nil: it is not counted there.
  var lines: [Act?]

  init(unit: Unit, attempt: Attempt, funnel: ReferenceFunnel) {
    self.unit = unit
    self.attempt = attempt
    let used: [Act?] = attempt.used
    lines =
      funnel.order == .any
      ? used + Array(repeating: nil, count: funnel.steps.count - used.count) : attempt.filled
  }

  func isSeen(_ line: Int) -> Bool { lines[line] != nil }

  /// The last line it reached that is not optional.
  func lastLine(_ funnel: ReferenceFunnel) -> Int? {
    lines.indices.last { isSeen($0) && !funnel.isOptional(line: $0) }
  }

  /// From the line before that it was seen at; nil at its first one.
  func millisecondsFromPrevious(_ line: Int) -> Int64? {
    guard let act = lines[line], let previous = lines[..<line].compactMap({ $0 }).last else {
      return nil
    }
    return act.time - previous.time
  }
}

extension ReferenceFunnel {
  /// The name of a line of the report: of its step, or with order `any` `k of n`.
  func name(line: Int) -> String {
    order == .any ? "\(line + 1) of \(steps.count)" : steps[line].name
  }

  func isOptional(line: Int) -> Bool { steps[line].isOptional }

  /// The line before that is not optional; the first line is its own.
  func previousLine(_ line: Int) -> Int {
    steps.indices.last { $0 < line && !isOptional(line: $0) } ?? line
  }
}

/// The `funnels` section of the report.
func funnelsJSON(
  _ shoppers: [Shopper], _ settings: ReferenceSettings, endOfData: Int64
) -> JSONValue {
  let funnels = settings.funnels.isEmpty ? defaultFunnels(shoppers, settings) : settings.funnels
  return .array(funnels.map { funnelJSON($0, shoppers, settings, endOfData: endOfData) })
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
  _ funnel: ReferenceFunnel, _ shoppers: [Shopper], _ settings: ReferenceSettings,
  endOfData: Int64
) -> JSONValue {
  let units = funnelUnits(funnel.unit, shoppers, settings).map { unit in
    (unit: unit, counted: countedUnit(unit.acts, funnel))
  }
  let entrants = units.flatMap { unit, counted in
    counted.attempts.map { Entrant(unit: unit, attempt: $0, funnel: funnel) }
  }
  var members: [String: JSONValue] = [
    "name": .string(funnel.name),
    "unit": .string(funnel.unit.rawValue),
    "order": .string(funnel.order.rawValue),
    "ties": .string(funnel.strictTies ? "strict" : "any"),
    "entry": .string(funnel.entry.rawValue),
    "count": .string(funnel.count.rawValue),
    "window_seconds": seconds(funnel.windowMilliseconds),
    "excluded": .integer(units.count { $0.counted.isExcluded }),
    "steps": .array(funnel.steps.indices.map { stepJSON($0, entrants, funnel) }),
    "segments": .array(funnel.by.flatMap { segmentsJSON($0, entrants, funnel, settings) }),
  ]
  if let period = funnel.trend {
    members["trend"] = trendJSON(period, entrants, funnel, settings, endOfData: endOfData)
  }
  return .object(members)
}

func stepJSON(_ line: Int, _ entrants: [Entrant], _ funnel: ReferenceFunnel) -> JSONValue {
  let seen = entrants.filter { $0.isSeen(line) }
  let isLast = line == funnel.steps.count - 1
  let stopped = isLast ? [] : entrants.filter { $0.lastLine(funnel) == line }
  var members: [String: JSONValue] = [
    "name": .string(funnel.name(line: line)),
    "count": .integer(seen.count),
    "share_of_first": shareJSON(line, of: 0, entrants),
    "share_of_previous": shareJSON(line, of: funnel.previousLine(line), entrants),
    "dropped": .integer(stopped.count),
    "seconds_from_previous": .object(
      secondsQuantiles(seen.compactMap { $0.millisecondsFromPrevious(line) })),
    "next_events": nextEventsJSON(stopped, funnel),
  ]
  if funnel.entry == .open {
    let entered = seen.count { entrant in
      !entrant.lines[..<line].contains { $0 != nil }
    }
    members["entered"] = .integer(entered)
  }
  return .object(members)
}

/// Of those seen at one line of the report, the share also seen at another.
func shareJSON(_ line: Int, of base: Int, _ entrants: [Entrant]) -> JSONValue {
  let whole = entrants.filter { $0.isSeen(base) }
  return share(whole.count { $0.isSeen(line) }, whole.count)
}

/// The five most frequent next events, ties by bytes.
func nextEventsJSON(_ stopped: [Entrant], _ funnel: ReferenceFunnel) -> JSONValue {
  let names = stopped.map { nextEvent($0.unit.acts, $0.attempt, funnel) }
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
