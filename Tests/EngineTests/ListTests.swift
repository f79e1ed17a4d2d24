import Analysis
import Clickstream
import Funnels
import Reference
import Reports
import TestSupport
import Testing

/// Lists come from the same pass as the counts, so they agree whatever the options are.
@Suite struct ListTests {
  static let seeds: [UInt64] = Array(1...8)

  private func run(
    _ events: [ReferenceEvent], _ plans: [FunnelPlan], _ list: ListRequest?, rowSeed: UInt64? = nil,
    threads: Int = 1
  ) throws -> AnalysisResult {
    var settings = AnalysisSettings()
    settings.funnels = plans
    settings.list = list
    settings.threads = threads
    settings.sessions.assumesComplete = true
    let folder = try TemporaryFolder()
    let path = try folder.write("events.csv", csv(events, rowSeed: rowSeed))
    return try Analysis(settings: settings).run([.path(Array(path.utf8))])
  }

  private func text(_ result: AnalysisResult) -> String {
    var text = ""
    result.listed?.forEachLine { text += $0 }
    return text
  }

  @Test(arguments: seeds) func listsAreAsLongAsTheirCounts(seed: UInt64) throws {
    let events = DenseShop(names: RandomFunnel.names, seed: seed).events(users: 10)
    var random = SplitMix64(seed: seed)
    let plans = (0..<8).map { number in
      RandomFunnel(
        named: "f\(number)", of: RandomFunnel.names, spans: [0, 60_000, 300_000], using: &random
      ).plan
    }
    let report = try run(events, plans, nil).report
    for (plan, funnel) in zip(plans, report.funnels) {
      var counts = [("excluded", funnel.excluded), ("converted", funnel.steps.last?.count ?? 0)]
      for step in funnel.steps {
        counts.append(("dropped:" + String(decoding: step.name, as: UTF8.self), step.dropped))
      }
      for (name, count) in counts {
        let list = ListRequest("\(plan.name)/\(name)")
        #expect(list != nil)
        let result = try run(events, plans, list)
        #expect(result.listed?.count == count, "seed \(seed), \(plan.name)/\(name)")
      }
    }
  }

  @Test(arguments: seeds) func orderOfRowsAndThreadsNeverShow(seed: UInt64) throws {
    let events = withCustomers(randomShop(seed: seed), seed: seed)
    var random = SplitMix64(seed: seed)
    for name in ["dropped:step 0", "converted", "lost"] {
      let plan = RandomFunnel(
        named: "f", of: RandomFunnel.names, spans: [600_000], using: &random
      ).plan
      guard plan.order != .any || name != "dropped:step 0" else { continue }
      let list = ListRequest(name)
      let expected = try text(run(events, [plan], list))
      #expect(try text(run(events, [plan], list, rowSeed: seed)) == expected, "seed \(seed)")
      #expect(try text(run(events, [plan], list, threads: 4)) == expected, "seed \(seed)")
    }
  }

  @Test(arguments: seeds) func lostCartsAreListed(seed: UInt64) throws {
    let events = withCustomers(randomShop(seed: seed), seed: seed)
    let result = try run(events, [], ListRequest("lost"))
    #expect(result.listed?.count == result.report.abandonment.lost)
  }

  @Test(
    arguments: [
      ("lost", nil, ListRequest.Count.lost), ("converted", nil, .converted),
      ("a/excluded", "a", .excluded), ("a/b/converted", "a/b", .converted),
      ("dropped:Cart", nil, .dropped(step: "Cart")),
      ("a/dropped:/pay", "a", .dropped(step: "/pay")),
      ("a/b/dropped:x/converted", "a/b", .dropped(step: "x/converted")),
    ] as [(String, String?, ListRequest.Count)])
  func requestsAreRead(text: String, funnel: String?, count: ListRequest.Count) {
    #expect(ListRequest(text)?.funnel == funnel)
    #expect(ListRequest(text)?.count == count)
  }

  @Test(arguments: ["", "gone", "a/lost", "mydropped:x", "Converted"])
  func otherTextIsNone(text: String) { #expect(ListRequest(text) == nil) }
}
