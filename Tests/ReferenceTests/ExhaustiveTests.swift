import Reference
import Testing

/// The reference against trying everything, on units of at most seven events.
@Suite struct ExhaustiveTests {
  static let seeds: [UInt64] = Array(1...400)

  @Test(arguments: seeds) func orderedAttemptIsTheBestOfAll(seed: UInt64) {
    let tiny = ExhaustiveFunnel(seed: seed, order: .ordered)
    let expected = tiny.orderedAttempt()
    let outcome = referenceOutcome(tiny.rows, tiny.funnel)
    #expect(tiny.funnel.problems.isEmpty)
    #expect(outcome.level == expected.map { tiny.level($0) } ?? 0, "\(tiny)")
    let times = expected?.map { $0.map { tiny.events[$0].time } }
    #expect(outcome.counted.first?.times == times, "\(tiny)")
  }

  @Test(arguments: seeds) func strictLevelIsTheBestOfAllOrders(seed: UInt64) {
    let tiny = ExhaustiveFunnel(seed: seed, order: .strict)
    #expect(tiny.funnel.problems.isEmpty)
    #expect(referenceOutcome(tiny.rows, tiny.funnel).level == tiny.strictLevel(), "\(tiny)")
  }

  @Test(arguments: seeds) func anyLevelIsTheBestOfAllMatchings(seed: UInt64) {
    let tiny = ExhaustiveFunnel(seed: seed, order: .any)
    #expect(tiny.funnel.problems.isEmpty)
    #expect(referenceOutcome(tiny.rows, tiny.funnel).level == tiny.anyLevel(), "\(tiny)")
  }

  @Test(arguments: seeds) func totalIsWhatGoingThroughTimeGives(seed: UInt64) {
    var tiny = ExhaustiveFunnel(seed: seed, order: .ordered)
    for step in tiny.funnel.steps.indices { tiny.funnel.steps[step].withinMilliseconds = nil }
    tiny.funnel.count = .total
    let levels = referenceOutcome(tiny.rows, tiny.funnel).counted.map(\.level)
    #expect(levels == tiny.totalLevels(), "\(tiny)")
  }

  /// Rows of equal time come by name only to have one order; none of them may decide a level.
  @Test(arguments: seeds) func orderOfRowsDoesNotMatter(seed: UInt64) {
    for order in ReferenceFunnelOrder.allCases {
      let tiny = ExhaustiveFunnel(seed: seed, order: order)
      let expected = referenceOutcome(tiny.rows, tiny.funnel)
      var random = SplitMix64(seed: seed)
      #expect(referenceOutcome(tiny.rows.shuffled(using: &random), tiny.funnel) == expected)
    }
  }
}
