import Analysis
import Clickstream
import Funnels
import Reference
import Testing

/// Random funnels with every option against the slow reference, on random shops with customers.
///
/// A run compares several thousand (unit, funnel) pairs: about 40 shops, 12 funnels each, 10 to 40 units a funnel.
@Suite struct FunnelOptionComparisonTests {
  static let seeds: [UInt64] = Array(1...16)

  @Test(arguments: seeds) func funnelsEqualReference(seed: UInt64) throws {
    let events = withCustomers(randomShop(seed: seed), seed: seed)
    var variant = Variant("funnel options")
    var random = SplitMix64(seed: seed)
    var funnels: [FunnelPlan] = []
    for number in 0..<12 {
      let (plan, reference) = RandomFunnel.make(named: "f\(number)", using: &random)
      funnels.append(plan)
      variant.reference.funnels.append(reference)
    }
    variant.engine.funnels = funnels
    let expected = referenceReport(events, variant.reference)
    let actual = try engineReport(csv(events), variant.engine)
    let found = differences(expected, actual, tolerance: 0.000_002)
    let failing = variant.reference.funnels.indices.filter { index in
      found.contains { $0.hasPrefix("funnels[\(index)]") }
    }.map { "\(variant.reference.funnels[$0])" }
    #expect(
      found.isEmpty, "seed \(seed): \((found.prefix(8) + failing).joined(separator: "\n"))")
  }

  @Test(arguments: seeds) func personsEqualReference(seed: UInt64) throws {
    let events = withCustomers(randomShop(seed: seed), seed: seed)
    for variant in Variant.all {
      let expected = referenceReport(events, variant.reference)
      let actual = try engineReport(csv(events), variant.engine)
      let found = differences(expected, actual, tolerance: 0.000_002)
      #expect(
        found.isEmpty, "seed \(seed), \(variant.name): \(found.prefix(8).joined(separator: "\n"))")
    }
  }
}

/// One funnel, for the engine and for the reference.
private enum RandomFunnel {
  private static let names = [
    "view_item", "add_to_cart", "begin_checkout", "add_payment_info", "purchase", "page_view",
  ]

  static func make(
    named name: String, using random: inout SplitMix64
  ) -> (FunnelPlan, ReferenceFunnel) {
    let steps = (0..<Int.random(in: 2...4, using: &random)).map { _ in anyNames(&random) }
    var plan = FunnelPlan(name: name, steps: steps.enumerated().map { step($0, $1) })
    var reference = ReferenceFunnel(
      name: name, steps: steps.enumerated().map { ReferenceStep($1, name: "step \($0)") })
    let unit = random.element(FunnelUnit.allCases)
    plan.unit = unit
    reference.unit = ReferenceUnit(rawValue: unit.rawValue) ?? .session
    if Bool.random(using: &random) {
      plan.windowMilliseconds = random.element([600_000, 3_600_000, 172_800_000])
      reference.windowMilliseconds = plan.windowMilliseconds
    }
    if Int.random(in: 0..<4, using: &random) == 0 {
      plan.ties = .strict
      reference.strictTies = true
    }
    chooseOrder(&plan, &reference, &random)
    chooseEntry(&plan, &reference, &random)
    chooseExclusions(&plan, &reference, &random)
    chooseSegments(&plan, &reference, &random)
    return (plan, reference)
  }

  private static func chooseOrder(
    _ plan: inout FunnelPlan, _ reference: inout ReferenceFunnel, _ random: inout SplitMix64
  ) {
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      plan.order = .strict
      reference.order = .strict
      plan.ignoresRepeats = Bool.random(using: &random)
      reference.ignoresRepeats = plan.ignoresRepeats
    case 1:
      plan.hold = [.role(random.element([.device, .page, .item]))]
      reference.hold = plan.hold.map { String(decoding: $0.name, as: UTF8.self) }
    default: break
    }
  }

  private static func chooseEntry(
    _ plan: inout FunnelPlan, _ reference: inout ReferenceFunnel, _ random: inout SplitMix64
  ) {
    switch Int.random(in: 0..<3, using: &random) {
    case 0:
      plan.entry = .open
      reference.entry = .open
    case 1:
      plan.count = .total
      reference.count = .total
    default: break
    }
  }

  private static func chooseExclusions(
    _ plan: inout FunnelPlan, _ reference: inout ReferenceFunnel, _ random: inout SplitMix64
  ) {
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      let from = Int.random(in: 0..<plan.steps.count - 1, using: &random)
      let to = Int.random(in: from + 1..<plan.steps.count, using: &random)
      let excluded = anyNames(&random)
      plan.exclusions.append(
        FunnelExclusion(condition: step(0, excluded).condition, from: from, to: to))
      reference.exclusions.append(ReferenceExclusion(excluded, from: from, to: to))
    }
  }

  private static func chooseSegments(
    _ plan: inout FunnelPlan, _ reference: inout ReferenceFunnel, _ random: inout SplitMix64
  ) {
    plan.breakdowns = [.role(.device)]
    reference.by = ["device"]
    switch Int.random(in: 0..<3, using: &random) {
    case 0:
      plan.attribution = .last
      reference.attribution = .last
    case 1:
      plan.attribution = .step(1)
      reference.attribution = .step("step 1")
    default: break
    }
    if Bool.random(using: &random) {
      let period = random.element(TrendPeriod.allCases)
      plan.trend = period
      reference.trend = ReferencePeriod(rawValue: period.rawValue)
    }
  }

  private static func anyNames(_ random: inout SplitMix64) -> [String] {
    Array(names.shuffled(using: &random).prefix(Int.random(in: 1...2, using: &random)))
  }

  private static func step(_ index: Int, _ names: [String]) -> FunnelStep {
    FunnelStep(
      name: Array("step \(index)".utf8),
      condition: .field(.role(.event), .oneOf(names.map { Array($0.utf8) })))
  }
}

extension SplitMix64 {
  fileprivate mutating func element<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }
}
