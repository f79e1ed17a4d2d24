/// The segments of one breakdown, the largest first; the rest is `(other)`.
func segmentsJSON(
  _ by: String, _ entrants: [Entrant], _ funnel: ReferenceFunnel, _ settings: ReferenceSettings
) -> [JSONValue] {
  let values = entrants.map { segment(by, $0.attempt, funnel) }
  let kept = mostFrequent(values).prefix(settings.maxSegments).map { $0.value }
  var groups = kept.map { value in
    (value: value, entrants: zip(values, entrants).filter { $0.0 == value }.map { $0.1 })
  }
  let rest = zip(values, entrants).filter { !kept.contains($0.0) }.map { $0.1 }
  if !rest.isEmpty { groups.append(("(other)", rest)) }
  return groups.map { value, entrants in
    let steps = funnel.steps.indices.map { line in
      JSONValue.object([
        "name": .string(funnel.name(line: line)),
        "count": .integer(entrants.count { $0.isSeen(line) }),
      ])
    }
    return .object(["by": .string(by), "value": value.json, "steps": .array(steps)])
  }
}

/// The value of a role or property on the event that attribution names; `(none)` if missing.
func segment(_ by: String, _ attempt: Attempt, _ funnel: ReferenceFunnel) -> Text {
  let value = attributedAct(attempt, funnel).map { propertyValue(by, $0) } ?? ""
  return value.isEmpty ? "(none)" : value
}

/// The event whose row gives an attempt's segment; nil if its step was not reached.
func attributedAct(_ attempt: Attempt, _ funnel: ReferenceFunnel) -> Act? {
  switch funnel.attribution {
  case .first:
    return attempt.entry
  case .last:
    return funnel.order == .any ? attempt.used.last : attempt.filled.compactMap { $0 }.last
  case .step(let name):
    guard let step = funnel.steps.firstIndex(where: { $0.name == name }) else { return nil }
    return attempt.filled[step]
  }
}
