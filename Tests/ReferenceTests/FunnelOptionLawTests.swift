import Reference
import Testing

/// Random shops under every option: what must hold whatever the answer is.
@Suite struct FunnelOptionLawTests {
  static let seeds: [UInt64] = Array(1...12)

  static var funnels: [ReferenceFunnel] {
    ReferenceUnit.allFunnelUnits.flatMap { unit in
      ReferenceFunnelOrder.allCases.flatMap { order in
        ReferenceFunnelEntry.allCases.flatMap { entry in
          ReferenceFunnelCount.allCases.map { count in
            funnel(unit, order, entry, count)
          }
        }
      }
    }
  }

  static func funnel(
    _ unit: ReferenceUnit, _ order: ReferenceFunnelOrder, _ entry: ReferenceFunnelEntry,
    _ count: ReferenceFunnelCount
  ) -> ReferenceFunnel {
    let hasOrder = order != .any
    var funnel = ReferenceFunnel(
      name: "\(unit) \(order) \(entry) \(count)",
      steps: [
        ReferenceStep(["view_item", "page_view"]), ReferenceStep(["add_to_cart"]),
        ReferenceStep(["begin_checkout", "search"], isOptional: hasOrder),
        ReferenceStep(
          ["purchase", "add_payment_info"], withinMilliseconds: hasOrder ? 7_200_000 : nil),
      ])
    funnel.unit = unit
    funnel.order = order
    funnel.entry = entry
    funnel.count = count
    funnel.ignoresRepeats = order == .strict
    funnel.windowMilliseconds = unit == .session ? nil : 172_800_000
    funnel.exclusions = [ReferenceExclusion(["remove_from_cart"], from: 1, to: 3)]
    funnel.by = ["device"]
    funnel.attribution = .last
    funnel.trend = .day
    return funnel
  }

  @Test(arguments: seeds) func countsAddUp(seed: UInt64) {
    var settings = ReferenceSettings()
    settings.funnels = Self.funnels
    let events = withCustomers(randomShop(seed: seed), seed: seed)
    let report = referenceReport(events, settings)
    for (index, funnel) in settings.funnels.enumerated() {
      #expect(funnel.problems == [])
      let found = report["funnels"]?[index] ?? .null
      let required = funnel.steps.indices.filter { !funnel.steps[$0].isOptional }
      let steps = found["steps"]?.elements ?? []
      for (step, next) in zip(required, required.dropFirst()) {
        let stayed = (steps[step]["count"]?.integer ?? 0) - (steps[step]["dropped"]?.integer ?? 0)
        let entered = steps[next]["entered"]?.integer ?? 0
        #expect(stayed + entered == steps[next]["count"]?.integer, "seed \(seed), \(funnel.name)")
      }
      for step in steps.indices {
        let count = steps[step]["count"]?.integer
        let segments = found["segments"]?.elements.map { $0["steps"]?[step]?["count"] }
        #expect(sum(segments) == count, "seed \(seed), \(funnel.name)")
        let periods = found["trend"]?.elements.map { $0["steps"]?[step] }
        #expect(sum(periods) == count, "seed \(seed), \(funnel.name)")
      }
    }
  }
}

private func sum(_ counts: [JSONValue?]?) -> Int? {
  counts?.reduce(0) { $0 + ($1?.integer ?? 0) }
}

extension ReferenceUnit {
  fileprivate static var allFunnelUnits: [ReferenceUnit] { [.session, .journey, .user] }
}
