import Analysis
import Clickstream
import Funnels
import Reference
import Testing

/// What holds of every funnel, whatever its options are and whatever the answer is.
@Suite struct FunnelLawTests {
  static let seeds: [UInt64] = Array(1...24)
  private static let spans: [Int64] = [0, 60_000, 120_000, 300_000]

  private func events(_ seed: UInt64, users: Int = 12) -> [ReferenceEvent] {
    DenseShop(names: RandomFunnel.names, seed: seed).events(users: users)
  }

  private func plans(_ seed: UInt64, count: Int = 24) -> [FunnelPlan] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map {
      RandomFunnel(
        named: "f\($0)", of: RandomFunnel.names, spans: FunnelLawTests.spans, using: &random
      ).plan
    }
  }

  private func funnels(
    _ plans: [FunnelPlan], _ events: [ReferenceEvent], rowSeed: UInt64? = nil
  ) throws -> [JSONValue] {
    var settings = AnalysisSettings()
    settings.funnels = plans
    settings.maxSegments = 1000
    settings.endOfDataMilliseconds = 1_793_534_400_000 + 864_000_000
    return try engineReport(csv(events, rowSeed: rowSeed), settings)["funnels"]?.elements ?? []
  }

  private func counts(_ funnel: JSONValue, _ key: String = "count") -> [Int] {
    funnel["steps"]?.elements.map { $0[key]?.integer ?? -1 } ?? []
  }

  @Test(arguments: seeds) func countsNeverGrowAlongRequiredSteps(seed: UInt64) throws {
    let plans = plans(seed)
    for (plan, funnel) in zip(plans, try funnels(plans, events(seed))) {
      // In any order line k counts those who met k steps.
      guard plan.entry == .closed || plan.order == .any else { continue }
      let required = plan.steps.indices.filter { !plan.steps[$0].isOptional }
      let counts = required.map { self.counts(funnel)[$0] }
      let dropped = required.map { self.counts(funnel, "dropped")[$0] }
      for step in counts.indices.dropLast() {
        #expect(counts[step] - dropped[step] == counts[step + 1], "seed \(seed), \(plan.name)")
        #expect(dropped[step] >= 0)
      }
    }
  }

  @Test(arguments: seeds) func segmentsAndPeriodsSumToTheTotal(seed: UInt64) throws {
    let plans = plans(seed)
    for (plan, funnel) in zip(plans, try funnels(plans, events(seed))) {
      let total = counts(funnel)
      for by in ["device", "page"] {
        let segments = funnel["segments"]?.elements.filter { $0["by"]?.text == by } ?? []
        #expect(sum(segments.map { counts($0) }, like: total) == total, "\(seed), \(plan.name)")
      }
      guard plan.trend != nil else { continue }
      let periods = funnel["trend"]?.elements.map { $0["steps"]?.elements.map(\.integer) ?? [] }
      #expect(sum(periods ?? [], like: total) == total, "\(seed), \(plan.name)")
    }
  }

  private func sum(_ rows: [[Int]], like total: [Int]) -> [Int] {
    rows.reduce(total.map { _ in 0 }) { zip($0, $1).map(+) }
  }

  /// A day later every window has closed; the event could only be a new entry, which it must not fit.
  @Test(arguments: seeds) func anEventBehindTheWindowChangesNothing(seed: UInt64) throws {
    let events = events(seed)
    let plans = plans(seed).compactMap { plan -> FunnelPlan? in
      guard plan.entry == .closed && plan.order != .any else { return nil }
      var plan = plan
      plan.unit = .user
      plan.windowMilliseconds = plan.windowMilliseconds ?? 300_000
      plan.steps[0].condition = .field(.role(.event), .oneOf([Array("view_item".utf8)]))
      return plan
    }
    let before = try funnels(plans, events)
    for name in ["add_to_cart", "purchase", "remove_from_cart"] {
      let more = Set(events.map(\.user)).map { user in
        ReferenceEvent(
          1_793_534_400_000 + 86_400_000, String(decoding: user, as: UTF8.self), name,
          ["device": "tablet"])
      }
      let after = try funnels(plans, events + more)
      #expect(after == before, "seed \(seed), \(name)")
    }
  }

  @Test(arguments: seeds) func orderOfRowsIsIrrelevant(seed: UInt64) throws {
    let (plans, events) = (plans(seed), events(seed))
    let expected = try funnels(plans, events)
    for rowSeed in seed..<seed + 2 {
      #expect(try funnels(plans, events, rowSeed: rowSeed) == expected, "seed \(seed)")
    }
  }

  @Test(arguments: seeds) func disjointInputsAddUp(seed: UInt64) throws {
    let plans = plans(seed)
    let some = events(seed)
    let others = events(seed + 1000).map { event in
      var event = event
      event.user = Array("v".utf8) + event.user
      return event
    }
    let parts = try [some, others].map { try funnels(plans, $0) }
    for (index, funnel) in try funnels(plans, some + others).enumerated() {
      let name = "seed \(seed), \(plans[index].name)"
      for key in ["count", "dropped"] {
        let expected = zip(counts(parts[0][index], key), counts(parts[1][index], key)).map(+)
        #expect(counts(funnel, key) == expected, "\(name), \(key)")
      }
      let excluded = parts.map { $0[index]["excluded"]?.integer ?? -1 }
      #expect(funnel["excluded"]?.integer == excluded[0] + excluded[1], "\(name)")
      let values = parts.map { segments($0[index]) }
      #expect(segments(funnel) == values[0].merging(values[1]) { zip($0, $1).map(+) }, "\(name)")
    }
  }

  private func segments(_ funnel: JSONValue) -> [String: [Int]] {
    var found: [String: [Int]] = [:]
    for segment in funnel["segments"]?.elements ?? [] {
      found["\(segment["by"]?.text ?? "") \(segment["value"]?.text ?? "")"] = counts(segment)
    }
    return found
  }
}
