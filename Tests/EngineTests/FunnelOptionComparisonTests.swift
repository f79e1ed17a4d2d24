import Analysis
import Clickstream
import Funnels
import Reference
import Testing

/// Random funnels with every option against the slow reference, on random shops with customers.
///
/// A run compares more than 9,600 dense (unit, funnel) pairs (100 shops of 8 users or more units, 12 funnels each), and as many
/// of larger units. A failure prints its seed: put it into `seeds` or `denseSeeds` to run it alone.
@Suite struct FunnelOptionComparisonTests {
  static let seeds: [UInt64] = Array(1...16)
  static let denseSeeds: [UInt64] = Array(1...100)

  @Test(arguments: seeds) func funnelsEqualReference(seed: UInt64) throws {
    let events = withCustomers(randomShop(seed: seed), seed: seed)
    try compare(events, seed: seed, spans: [0, 60_000, 600_000, 3_600_000, 172_800_000])
  }

  /// Little else than the funnels' own events, many at one time: every way to fill steps comes up.
  @Test(arguments: denseSeeds) func denseUnitsEqualReference(seed: UInt64) throws {
    let names = Array(RandomFunnel.names.prefix(3 + Int(seed % 4)))
    try compare(
      DenseShop(names: names, seed: seed).events(users: 8), seed: seed, names: names,
      spans: [0, 60_000, 120_000, 180_000, 300_000])
  }

  private func compare(
    _ events: [ReferenceEvent], seed: UInt64, names: [String] = RandomFunnel.names, spans: [Int64]
  ) throws {
    var variant = Variant("funnel options")
    var random = SplitMix64(seed: seed)
    var funnels: [FunnelPlan] = []
    for number in 0..<12 {
      let funnel = RandomFunnel(
        named: "f\(number)", of: names, spans: spans, using: &random)
      #expect(funnel.reference.problems == [])
      funnels.append(funnel.plan)
      variant.reference.funnels.append(funnel.reference)
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

/// Users who do the same few things over and over within minutes.
struct DenseShop {
  private let names: [String]
  private var random: SplitMix64

  init(names: [String], seed: UInt64) {
    self.names = names
    random = SplitMix64(seed: seed)
  }

  func events(users: Int) -> [ReferenceEvent] {
    var shop = self
    return (0..<users).flatMap { shop.events(ofUser: "u\($0)") }
  }

  private mutating func events(ofUser user: String) -> [ReferenceEvent] {
    let minutes = Int64.random(in: 1...8, using: &random)
    return (0..<Int.random(in: 1...9, using: &random)).map { _ in
      let time = 1_793_534_400_000 + Int64.random(in: 0...minutes, using: &random) * 60_000
      var values: [String: String] = [:]
      for (column, choices) in [
        ("device", ["mobile", "desktop"]), ("page", ["/a", "/b", "/c"]), ("item", ["i", "j", ""]),
      ] {
        values[column] = choices[Int.random(in: 0..<choices.count, using: &random)]
      }
      let name = names[Int.random(in: 0..<names.count, using: &random)]
      return ReferenceEvent(time, user, name, values)
    }
  }
}

/// One funnel with options drawn independently of each other, for the engine and for the reference.
struct RandomFunnel {
  static let names = [
    "view_item", "add_to_cart", "begin_checkout", "add_payment_info", "purchase", "page_view",
  ]

  private(set) var plan: FunnelPlan
  private(set) var reference: ReferenceFunnel
  private let names: [String]
  private var random: SplitMix64

  /// Draws a funnel; the generator goes on behind it.
  ///
  /// - Parameters:
  ///   - names: events that steps and exclusions ask for.
  ///   - spans: times for windows and for `within`.
  init(
    named name: String, of names: [String], spans: [Int64], using generator: inout SplitMix64
  ) {
    self.names = names
    var random = SplitMix64(seed: generator.next())
    let steps = (0..<Int.random(in: 2...5, using: &random)).map { _ in
      RandomFunnel.some(of: names, &random)
    }
    self.random = random
    plan = FunnelPlan(name: name, steps: steps.enumerated().map { RandomFunnel.step($0, $1) })
    reference = ReferenceFunnel(
      name: name, steps: steps.enumerated().map { ReferenceStep($1, name: "step \($0)") })
    chooseUnit(spans)
    chooseOrder()
    if plan.order != .any { chooseSteps(spans) }
    chooseAttempts()
    chooseHeld()
    chooseExclusions()
    chooseSegments()
  }

  private mutating func happens(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }

  private mutating func element<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &random)]
  }

  private mutating func chooseUnit(_ spans: [Int64]) {
    plan.unit = element(FunnelUnit.allCases)
    reference.unit = ReferenceUnit(rawValue: plan.unit.rawValue) ?? .session
    guard happens(50) else { return }
    plan.windowMilliseconds = element(spans)
    reference.windowMilliseconds = plan.windowMilliseconds
  }

  private mutating func chooseOrder() {
    plan.order = element([.ordered, .ordered, .strict, .any])
    reference.order = ReferenceFunnelOrder(rawValue: plan.order.rawValue) ?? .ordered
    if plan.order != .any && happens(25) {
      plan.ties = .strict
      reference.strictTies = true
    }
    if plan.order == .strict && happens(50) {
      plan.ignoresRepeats = true
      reference.ignoresRepeats = true
    }
  }

  private mutating func chooseSteps(_ spans: [Int64]) {
    let percents = element([0, 0, 40])
    for step in plan.steps.indices.dropFirst().dropLast() where happens(percents) {
      plan.steps[step].isOptional = true
      reference.steps[step].isOptional = true
    }
    let withinPercents = element([0, 0, 50])
    for step in plan.steps.indices.dropFirst() where happens(withinPercents) {
      plan.steps[step].withinMilliseconds = element(spans)
      reference.steps[step].withinMilliseconds = plan.steps[step].withinMilliseconds
    }
  }

  private mutating func chooseAttempts() {
    if happens(35) {
      plan.entry = .open
      reference.entry = .open
    }
    if happens(35) {
      plan.count = .total
      reference.count = .total
    }
  }

  private mutating func chooseHeld() {
    guard happens(30) else { return }
    plan.hold = element([[.role(.device)], [.role(.item)], [.role(.device), .role(.page)]])
    reference.hold = plan.hold.map { String(decoding: $0.name, as: UTF8.self) }
  }

  private mutating func chooseExclusions() {
    guard happens(50) else { return }
    for _ in 0..<Int.random(in: 1...2, using: &random) {
      let from = Int.random(in: 0..<plan.steps.count - 1, using: &random)
      let to = Int.random(in: from + 1..<plan.steps.count, using: &random)
      let excluded = RandomFunnel.some(of: names, &random)
      plan.exclusions.append(
        FunnelExclusion(condition: RandomFunnel.step(0, excluded).condition, from: from, to: to))
      reference.exclusions.append(ReferenceExclusion(excluded, from: from, to: to))
    }
  }

  private mutating func chooseSegments() {
    plan.breakdowns = [.role(.device), .role(.page)]
    reference.by = ["device", "page"]
    switch Int.random(in: 0..<3, using: &random) {
    case 0:
      plan.attribution = .last
      reference.attribution = .last
    case 1:
      plan.attribution = .step(1)
      reference.attribution = .step("step 1")
    default: break
    }
    guard happens(50) else { return }
    let period = element(TrendPeriod.allCases)
    plan.trend = period
    reference.trend = ReferencePeriod(rawValue: period.rawValue)
  }

  private static func some(of names: [String], _ random: inout SplitMix64) -> [String] {
    Array(names.shuffled(using: &random).prefix(Int.random(in: 1...2, using: &random)))
  }

  private static func step(_ index: Int, _ names: [String]) -> FunnelStep {
    FunnelStep(
      name: Array("step \(index)".utf8),
      condition: .field(.role(.event), .oneOf(names.map { Array($0.utf8) })))
  }
}
