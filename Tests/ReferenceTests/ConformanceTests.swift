import Reference
import Testing

@Suite struct ConformanceTests {
  @Test func allCasesAreRead() {
    #expect(ConformanceCase.funnels.count == 28)
    #expect(ConformanceCase.sessions.count == 1)
    #expect(ConformanceCase.funnels.allSatisfy { $0.funnel.problems.isEmpty })
  }

  @Test(arguments: ConformanceCase.funnels) func levelIsKnown(_ test: ConformanceCase) {
    var random = SplitMix64(seed: 1)
    for (index, user) in test.users.enumerated() {
      var events = user["events"]?.events ?? []
      for _ in 0..<4 {
        let outcome = referenceOutcome(events, test.funnel)
        #expect(outcome.level == user["level"]?.integer, "user \(index)")
        #expect(outcome.isExcluded == (user["excluded"] != nil), "user \(index)")
        if let expected = user["stepSeconds"]?.elements {
          let found = outcome.counted.first?.millisecondsFromPrevious.compactMap { $0 }
          #expect(found == expected.map { $0.milliseconds ?? -1 }, "user \(index)")
        }
        events.shuffle(using: &random)
      }
    }
  }

  @Test(arguments: ConformanceCase.sessions) func sessionsAreKnown(_ test: ConformanceCase) {
    for user in test.users {
      let events = user["events"]?.events ?? []
      let expected = user["sessions"]?.elements.map(\.integer) ?? []
      var settings = ReferenceSettings()
      settings.sessionsFrom = .gap
      settings.gapMilliseconds = test.line["gapSeconds"]?.milliseconds ?? 0
      for (count, session) in expected.enumerated() {
        let report = referenceReport(Array(events.prefix(count + 1)), settings)
        #expect(report["sessions"]?["count"] == .integer(session))
      }
    }
  }
}
