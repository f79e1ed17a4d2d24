import Reference
import Testing

/// One line of a table of funnels: who did what, and what is counted of it.
///
/// - Events: `a0 b1/i x2`: names with their seconds, `/i` a value of the item column.
/// - Steps: `a b|c? d@5`: `|` any of, `?` optional, `@5` within five seconds.
/// - Expected: `2 at 0 1 -`: the level and when each step was filled, `-` for not; several attempts
///   with a comma between; `excluded`; `nobody`.
struct FunnelLine: CustomTestStringConvertible, Sendable {
  var name: String
  var steps: String
  var events: String
  var expected: String
  var options: @Sendable (inout ReferenceFunnel) -> Void

  init(
    _ name: String, _ steps: String, _ events: String, _ expected: String,
    _ options: @escaping @Sendable (inout ReferenceFunnel) -> Void = { _ in }
  ) {
    self.name = name
    self.steps = steps
    self.events = events
    self.expected = expected
    self.options = options
  }

  var testDescription: String { name }

  var funnel: ReferenceFunnel {
    var funnel = ReferenceFunnel(
      steps: steps.split(separator: " ").enumerated().map { index, text in
        let parts = text.split(separator: "@")
        let names = parts[0].filter { $0 != "?" }.split(separator: "|").map(String.init)
        return ReferenceStep(
          names, name: "\(index)", isOptional: parts[0].hasSuffix("?"),
          withinMilliseconds: parts.count > 1 ? Int64(parts[1]).map { $0 * 1000 } : nil)
      })
    options(&funnel)
    return funnel
  }

  var rows: [ReferenceEvent] {
    events.split(separator: " ").map { text in
      let parts = text.split(separator: "/")
      let name = parts[0].prefix { $0.isLetter }
      let item = parts.count > 1 ? ["item": String(parts[1])] : [:]
      return ReferenceEvent(
        (Int64(parts[0].dropFirst(name.count)) ?? -1) * 1000, "u", String(name), item)
    }
  }

  /// Checks the line, its rows in both directions.
  func check(_ more: (inout ReferenceFunnel) -> Void = { _ in }) {
    var funnel = funnel
    more(&funnel)
    #expect(funnel.problems == [])
    for rows in [rows, rows.reversed()] {
      #expect(text(referenceOutcome(rows, funnel)) == expected, "\(events)")
    }
  }

  private func text(_ outcome: ReferenceUnitOutcome) -> String {
    if outcome.isExcluded { return "excluded" }
    if outcome.counted.isEmpty { return "nobody" }
    return outcome.counted.map { attempt in
      let times = attempt.times.map { $0.map { String($0 / 1000) } ?? "-" }
      return "\(attempt.level) at \(times.joined(separator: " "))"
    }.joined(separator: ", ")
  }
}

extension ReferenceFunnel {
  /// Excludes `x` between two steps, from 0.
  mutating func excludeX(_ from: Int, _ to: Int) {
    exclusions.append(ReferenceExclusion(["x"], from: from, to: to))
  }
}
