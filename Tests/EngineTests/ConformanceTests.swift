import Analysis
import Clickstream
import Funnels
import Reference
import Testing

/// What other funnel engines are known to answer, asked of this one: every case, in two orders of its rows.
@Suite struct ConformanceTests {
  @Test(arguments: ConformanceCase.funnels) func levelIsKnown(_ test: ConformanceCase) throws {
    var random = SplitMix64(seed: 7)
    for (index, user) in test.users.enumerated() {
      var events = moved(user["events"]?.events ?? [])
      for _ in 0..<2 {
        let (level, excluded) = try outcome(events, test.funnel)
        #expect(level == user["level"]?.integer, "user \(index)")
        #expect(excluded == (user["excluded"] == nil ? 0 : 1), "user \(index)")
        events.shuffle(using: &random)
      }
    }
  }

  /// Times of other engines' cases are any numbers: only their distances matter.
  private func moved(_ events: [ReferenceEvent]) -> [ReferenceEvent] {
    let first = events.map(\.timeMilliseconds).min() ?? 0
    return events.map { event in
      var event = event
      event.timeMilliseconds += 1_793_534_400_000 - first
      return event
    }
  }

  private func outcome(
    _ events: [ReferenceEvent], _ funnel: ReferenceFunnel
  ) throws -> (level: Int, excluded: Int) {
    var plan = FunnelPlan(name: "case", steps: funnel.steps.map { step($0.name, $0.condition) })
    plan.unit = .user
    plan.order = FunnelOrder(rawValue: funnel.order.rawValue) ?? .ordered
    plan.ties = funnel.strictTies ? .strict : .any
    plan.windowMilliseconds = funnel.windowMilliseconds
    plan.exclusions = funnel.exclusions.map {
      FunnelExclusion(condition: step("", $0.condition).condition, from: $0.from, to: $0.to)
    }
    var settings = AnalysisSettings()
    settings.funnels = [plan]
    let report = try engineReport(csv(events), settings)["funnels"]?[0]
    let counts = report?["steps"]?.elements.map { $0["count"]?.integer ?? 0 } ?? []
    return (counts.reduce(0, +), report?["excluded"]?.integer ?? -1)
  }

  private func step(_ name: String, _ condition: ReferenceCondition) -> FunnelStep {
    FunnelStep(
      name: Array(name.utf8),
      condition: .field(
        .role(.event),
        .oneOf(condition.events.map { EventNames(rules: []).look(up: Array($0.utf8)).name })))
  }
}
