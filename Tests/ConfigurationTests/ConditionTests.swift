import Analysis
import Clickstream
import Testing

@testable import Configuration

/// A condition as it is written, and what it means.
struct ConditionCase: CustomTestStringConvertible {
  var yaml: String
  var condition: Condition

  var testDescription: String { yaml }
}

private func page(_ matcher: Matcher) -> Condition { .field(.role(.page), matcher) }

private func one(_ text: String) -> Matcher { .oneOf([bytes(text)]) }

private let conditionCases = [
  ConditionCase(yaml: "{page: /a}", condition: page(one("/a"))),
  ConditionCase(
    yaml: "{page: [/a, /b]}", condition: page(.oneOf([bytes("/a"), bytes("/b")]))),
  ConditionCase(yaml: "{page: {in: [/a]}}", condition: page(one("/a"))),
  ConditionCase(yaml: "{page: {in: /a}}", condition: page(one("/a"))),
  ConditionCase(yaml: "{page: {not: /a}}", condition: page(.not(one("/a")))),
  ConditionCase(
    yaml: "{page: {not: [/a, ~]}}", condition: page(.not(.oneOf([bytes("/a"), []])))),
  ConditionCase(
    yaml: "{page: {not: {prefix: /a}}}", condition: page(.not(.prefix(bytes("/a"))))),
  ConditionCase(yaml: "{page: {suffix: .html}}", condition: page(.suffix(bytes(".html")))),
  ConditionCase(yaml: "{page: {contains: é}}", condition: page(.contains(bytes("é")))),
  ConditionCase(yaml: "{page: {matches: '^/p/\\d+$'}}", condition: page(.matches("^/p/\\d+$"))),
  ConditionCase(
    yaml: "{value: {above: 1.5, at_most: 20}}",
    condition: .field(.role(.value), .all([.above(1_500_000), .atMost(20_000_000)]))),
  ConditionCase(
    yaml: "{price: {at_least: -1, below: 0.000001}}",
    condition: .field(.property(bytes("price")), .all([.atLeast(-1_000_000), .below(1)]))),
  ConditionCase(yaml: "{page: {exists: no}}", condition: page(.exists(false))),
  ConditionCase(yaml: "{page: null}", condition: page(one(""))),
  ConditionCase(yaml: "{page: \"\"}", condition: page(one(""))),
  ConditionCase(yaml: "{page: \"null\"}", condition: page(one("null"))),
  ConditionCase(yaml: "{page: yes}", condition: page(one("yes"))),
  ConditionCase(yaml: "{page: 1.50}", condition: page(one("1.50"))),
  ConditionCase(
    yaml: "{Loyalty Tier: gold}",
    condition: .field(.property(bytes("loyalty_tier")), one("gold"))),
  ConditionCase(
    yaml: "{page: /a, device: tv}",
    condition: .all([page(one("/a")), .field(.role(.device), one("tv"))])),
  ConditionCase(
    yaml: "{any: [{page: /a}, {not: {page: /b}}]}",
    condition: .any([page(one("/a")), .not(page(one("/b")))])),
  ConditionCase(
    yaml: "{all: [{page: /a}, {any: [{page: /b}]}]}",
    condition: .all([page(one("/a")), .any([page(one("/b"))])])),
  ConditionCase(yaml: "{event: cart}", condition: event("add_to_cart")),
  ConditionCase(
    yaml: "{not: {event: {not: [transaction, own]}}}",
    condition: .not(
      .field(.role(.event), .not(.oneOf([bytes("purchase"), bytes("own")]))))),
  ConditionCase(
    yaml: "{event: {prefix: Cart}}", condition: .field(.role(.event), .prefix(bytes("Cart")))),
]

private let wrongConditions = [
  ("[a]", "where", "a list where a map of keys is expected"),
  ("{any: {page: a}}", "where.any", "a map where a list is expected"),
  ("{any: []}", "where.any", "an empty list of conditions"),
  ("{any: [a]}", "where.any[0]", "\"a\" where a condition, a map of keys, is expected"),
  ("{not: []}", "where.not", "a list where a condition, a map of keys, is expected"),
  ("{not: {}}", "where.not", "an empty condition"),
  ("{page: []}", "where.page", "an empty list"),
  ("{page: {}}", "where.page", "an empty condition"),
  ("{page: [[a]]}", "where.page[0]", "a list where one value is expected"),
  ("{page: {above: cheap}}", "where.page.above", "\"cheap\" is no amount"),
  ("{page: {above: 1e3}}", "where.page.above", "\"1e3\" is no amount"),
  ("{page: {exists: 1}}", "where.page.exists", "wrong value \"1\""),
  ("{page: {prefix: ''}}", "where.page.prefix", "an empty text where a text is expected"),
  (
    "{page: {matches: 'a('}}", "where.page.matches",
    "\"a(\" is no regular expression (expected ')')"
  ),
  ("{'': a}", "where.", "an empty text where a column's name is expected"),
]

@Suite struct ConditionTests {
  @Test(arguments: conditionCases)
  func conditionsMeanWhatTheySay(conditionCase: ConditionCase) throws {
    let settings = try load("where: \(conditionCase.yaml)")
    #expect(settings.rowCondition == conditionCase.condition)
  }

  @Test(arguments: wrongConditions)
  func wrongConditionsAreRefused(yaml: String, path: String, message: String) throws {
    let error = try #require(failure("\nwhere: \(yaml)"))
    #expect(error.line == 2)
    #expect(error.keyPath == path)
    #expect(error.message == message)
  }

  @Test func longRegularExpressionsAreRefused() {
    let pattern = String(repeating: "(", count: 1001)
    #expect(failure("where: {page: {matches: '\(pattern)'}}") != nil)
    #expect(failure("where: {page: {matches: '\(pattern.dropLast(2))'}}") != nil)
  }
}
