import Testing

@testable import Clickstream

/// Where one session ends and the next begins.
@Suite struct SessionizerTests {
  private static let gap: Int64 = 1_800_000
  /// No event names its user: all are one user's.
  private let oneUser: [UInt32] = []

  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var times: [Int64]
    var values: [UInt32]
    var source = SessionSource.gap
    var numbers: [Int]

    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "one event", times: [0], values: [0], numbers: [0]),
    Case(name: "exactly the gap stays inside", times: [0, gap], values: [0, 0], numbers: [0, 0]),
    Case(
      name: "a millisecond more begins another", times: [0, gap + 1], values: [0, 0],
      numbers: [0, 1]),
    Case(
      name: "the pause counts, not the length", times: [0, gap, 2 * gap, 3 * gap + 1],
      values: [0, 0, 0, 0], numbers: [0, 0, 0, 1]),
    Case(name: "equal times", times: [5, 5, 5], values: [0, 0, 0], numbers: [0, 0, 0]),
    Case(
      name: "by gap values are not looked at", times: [0, 1], values: [1, 2], numbers: [0, 0]),
    Case(
      name: "by column pauses do not count", times: [0, 10 * gap], values: [1, 1],
      source: .column, numbers: [0, 0]),
    Case(
      name: "interleaved values", times: [0, 1, 2, 3], values: [1, 2, 1, 2], source: .column,
      numbers: [0, 1, 0, 1]),
    Case(
      name: "no value joins the latest earlier event", times: [0, 1, gap + 1], values: [1, 2, 0],
      source: .column, numbers: [0, 1, 1]),
    Case(
      name: "no value, too late", times: [0, gap + 1, gap + 2], values: [1, 0, 1], source: .column,
      numbers: [0, 1, 0]),
    Case(
      name: "no value joins what has none", times: [0, 1, gap + 2], values: [0, 0, 0],
      source: .column, numbers: [0, 0, 1]),
  ]

  @Test(arguments: cases) func edges(_ item: Case) {
    var rules = SessionRules()
    rules.source = item.source
    var sessionizer = Sessionizer(rules: rules, zone: .utc)
    var numbers: [Int] = []
    // Twice: nothing of one user may reach the next.
    for _ in 0..<2 {
      let count = sessionizer.assign(
        times: item.times.span, values: item.values.span, users: oneUser.span, to: &numbers)
      #expect(numbers == item.numbers)
      #expect(count == (item.numbers.max() ?? -1) + 1)
    }
  }

  @Test(arguments: [(false, [0, 0, 0]), (true, [0, 0, 1])])
  func midnightCutsOnlyWhenAsked(cuts: Bool, expected: [Int]) throws {
    var rules = SessionRules()
    rules.source = .gap
    rules.cutsAtMidnight = cuts
    let zone = try #require(TimeZoneFile.load("Europe/Madrid"))
    var sessionizer = Sessionizer(rules: rules, zone: zone)
    var numbers: [Int] = []
    // 2026-03-29 begins in Madrid at 2026-03-28T23:00:00Z.
    let midnight: Int64 = 1_774_738_800_000
    let times = [midnight - 2, midnight - 1, midnight]
    let values: [UInt32] = [0, 0, 0]
    _ = sessionizer.assign(
      times: times.span, values: values.span, users: oneUser.span, to: &numbers)
    #expect(numbers == expected)
  }
}
