import Analysis
import Testing

@testable import Configuration

/// A text that cannot be used, and what is said of it.
struct FailureCase: CustomTestStringConvertible {
  var yaml: String
  var line: Int?
  var path: String
  var message: String
  var toGoOn: String?

  init(_ yaml: String, _ line: Int?, _ path: String, _ message: String, _ toGoOn: String? = nil) {
    (self.yaml, self.line, self.path) = (yaml, line, path)
    (self.message, self.toGoOn) = (message, toGoOn)
  }

  var testDescription: String { yaml }

  /// A funnel with one line more, which is line 3.
  static func funnel(
    _ line: String, _ path: String, _ message: String, _ toGoOn: String? = nil
  ) -> FailureCase {
    let key = path.isEmpty ? "" : ".\(path)"
    let yaml = "funnels:\n  - name: a\n    \(line)\n    steps: [view_item, purchase]\n"
    return FailureCase(yaml, 3, "funnels[0]\(key)", message, toGoOn)
  }
}

private let unknownKeys = [
  FailureCase("\nfunels: []", 2, "", "unknown key \"funels\"", "did you mean \"funnels\"?"),
  FailureCase(
    "xyz: 1", 1, "", "unknown key \"xyz\"",
    "known keys: input, events, sessions, journeys, funnels, abandonment, evidence, where"),
  FailureCase(
    "input:\n  timezone: UTC", 2, "input", "unknown key \"timezone\"",
    "did you mean \"time_zone\"?"),
  FailureCase(
    "input:\n  columns:\n    usr: a", 3, "input.columns", "unknown key \"usr\"",
    "did you mean \"user\"?"),
  FailureCase(
    "sessions: {gaps: 3m}", 1, "sessions", "unknown key \"gaps\"", "did you mean \"gap\"?"),
  FailureCase(
    "journeys: {windw: 3d}", 1, "journeys", "unknown key \"windw\"", "did you mean \"window\"?"),
  FailureCase(
    "abandonment:\n\n  recovery: 3d", 3, "abandonment", "unknown key \"recovery\"",
    "known keys: unit, recovery_window, derive_fee, fee_tolerance, reasons"),
  .funnel("windw: 2h", "", "unknown key \"windw\"", "did you mean \"window\"?"),
  FailureCase(
    "where: {page: {prefx: /a}}", 1, "where.page", "unknown key \"prefx\"",
    "did you mean \"prefix\"?"),
]

private let laterKeys = [
  FailureCase("nightly: {}", 1, "", "not yet in this version: key \"nightly\""),
  FailureCase("kpis: {}", 1, "", "not yet in this version: key \"kpis\""),
  FailureCase("ignore_repeats: 1s", 1, "", "not yet in this version: key \"ignore_repeats\""),
]

private let optionsThatDoNotGoTogether = [
  FailureCase(
    "funnels: [{name: a, steps: [view_item, {event: cart, optional: true}]}]", 1, "funnels[0]",
    "the first or the last step is optional"),
  FailureCase(
    "funnels: [{name: a, steps: [{event: view_item, within: 1m}, cart]}]", 1, "funnels[0]",
    "within on the first step, which has none before it"),
  FailureCase(
    "funnels: [{name: a, order: any, steps: [b, {event: c, optional: true}, d]}]", 1, "funnels[0]",
    "optional with order: any, where no step comes before another"),
  FailureCase(
    "funnels: [{name: a, order: any, steps: [b, {event: c, within: 1m}]}]", 1, "funnels[0]",
    "within with order: any, where no step comes before another"),
  FailureCase(
    "funnels: [{name: a, order: any, ties: strict, steps: [b, c]}]", 1, "funnels[0]",
    "ties: strict with order: any, where no step comes before another"),
  FailureCase(
    "funnels: [{name: a, attribution: step:b, steps: [b, c, b]}]", 1, "funnels[0].attribution",
    "two steps with the name \"b\""),
]

/// `abandonment.reasons` with one line, which is line 3.
private func reason(
  _ line: String, _ path: String, _ message: String, _ toGoOn: String? = nil
) -> FailureCase {
  FailureCase(
    "abandonment:\n  reasons:\n    \(line)", 3, "abandonment.reasons\(path)", message, toGoOn)
}

private let ownReasons = [
  reason(
    "card_declined: {when: {event: a}}", "",
    "\"card_declined\" means the built-in reason card_declined",
    "choose another name, or add event names to the built-in one: events: {card_declined: […]}"),
  reason(
    "Payment Failed: {when: {event: a}}", "",
    "\"Payment Failed\" means the built-in reason card_declined"),
  reason("purchase: {when: {event: a}}", "", "\"purchase\" is the name of an event"),
  reason("no_signal: {when: {event: a}}", "", "\"no_signal\" stands for carts without a reason"),
  reason("chat: {}", ".chat", "a reason without a condition"),
  reason("chat: {class: 1}", ".chat", "a reason without a condition"),
  reason("chat: bot", ".chat", "\"bot\" where a map of keys is expected"),
  reason(
    "chat: {when: bot}", ".chat.when", "\"bot\" where a condition, a map of keys, is expected"),
  reason("chat: {wen: {event: a}}", ".chat", "unknown key \"wen\"", "did you mean \"when\"?"),
  reason(
    "chat: {when: {event: a}, class: 4}", ".chat.class", "wrong value \"4\"", "allowed: 1, 2, 3"),
  reason(
    "chat: {when: {event: a}, kind: answr}", ".chat.kind", "wrong value \"answr\"",
    "did you mean \"answer\"? allowed: shown, answer"),
  FailureCase(
    "abandonment:\n  reasons:\n    chat_failed: {when: {event: a}}\n    Chat-Failed: {when: {event: b}}",
    4, "abandonment.reasons", "\"Chat-Failed\" is given twice"),
  FailureCase(
    "abandonment:\n  reasons: {\((0...54).map { "r\($0): {when: {event: a}}" }.joined(separator: ", "))}",
    2, "abandonment.reasons", "more than 54 own reasons"),
]

private let wrongValues = [
  .funnel(
    "unit: sesion", "unit", "wrong value \"sesion\"",
    "did you mean \"session\"? allowed: session, journey, user"),
  .funnel("ties: none", "ties", "wrong value \"none\"", "allowed: any, strict"),
  .funnel("order: [a]", "order", "a list where one of ordered, strict, any is expected"),
  .funnel(
    "entry: opn", "entry", "wrong value \"opn\"",
    "did you mean \"open\"? allowed: closed, open"),
  .funnel(
    "trend: dy", "trend", "wrong value \"dy\"", "did you mean \"day\"? allowed: day, week, month"),
  .funnel(
    "attribution: step:purchas", "attribution", "no step with the name \"purchas\"",
    "did you mean \"purchase\"?"),
  .funnel(
    "attribution: lst", "attribution", "wrong value \"lst\"",
    "did you mean \"last\"? allowed: first, last"),
  .funnel(
    "exclude: [{event: a}]", "exclude[0]", "an exclusion without steps",
    "add a line such as between: [Cart, purchase]"),
  .funnel(
    "exclude: [{event: a, between: [view_item]}]", "exclude[0].between",
    "1 names where two steps are expected"),
  .funnel(
    "exclude: [{event: a, between: [purchase, view_item]}]", "exclude[0].between",
    "the second step does not come after the first", "turn the two steps round"),
  .funnel("exclude: [{between: [view_item, purchase]}]", "exclude[0]", "an empty condition"),
  FailureCase(
    "funnels: [{name: a, ignore_repeats: true, steps: [b, c]}]", 1, "funnels[0]",
    "ignore_repeats without order: strict", "add order: strict"),
  .funnel("order: loose", "order", "wrong value \"loose\"", "allowed: ordered, strict, any"),
  .funnel("window: 2", "window", "\"2\" is no duration"),
  .funnel("window: [2h]", "window", "a list where one word is expected"),
  .funnel(
    "by: user", "by", "no breakdown by \"user\": a segment would be a person",
    "break down by a column with few values, such as device or channel"),
  .funnel("by: [device, device]", "by[1]", "\"device\" is given twice"),
  FailureCase(
    "sessions: {from: columns}", 1, "sessions.from", "wrong value \"columns\"",
    "did you mean \"column\"? allowed: auto, column, gap"),
  FailureCase(
    "sessions: {cut_at_midnight: maybe}", 1, "sessions.cut_at_midnight",
    "wrong value \"maybe\"", "allowed: true, false"),
  FailureCase("sessions: {gap: }", 1, "sessions.gap", "nothing where one word is expected"),
  FailureCase("sessions: 30m", 1, "sessions", "\"30m\" where a map of keys is expected"),
  FailureCase(
    "input: {time_zone: Europe/Madird}", 1, "input.time_zone",
    "unknown time zone \"Europe/Madird\""),
  FailureCase(
    "input: {value_of: items}", 1, "input.value_of", "wrong value \"items\"",
    "did you mean \"item\"? allowed: order, item"),
  FailureCase(
    "input: {columns: {user: [a]}}", 1, "input.columns.user",
    "a list where the header of a column is expected"),
  FailureCase(
    "abandonment: {unit: user}", 1, "abandonment.unit", "wrong value \"user\"",
    "allowed: session, journey"),
  FailureCase(
    "abandonment: {fee_tolerance: 1}", 1, "abandonment.fee_tolerance", "\"1\" is no percentage"),
  FailureCase(
    "evidence: {strata: [country]}", 1, "evidence.strata[0]", "wrong value \"country\"",
    "allowed: device, channel"),
  FailureCase(
    "evidence: {strata: [device, device]}", 1, "evidence.strata[1]", "\"device\" is given twice"),
  FailureCase(
    "evidence: {stratta: [device]}", 1, "evidence", "unknown key \"stratta\"",
    "did you mean \"strata\"?"),
  FailureCase("events: [a]", 1, "events", "a list where a map of keys is expected"),
  FailureCase("events: {a: []}", 1, "events.a", "an empty list"),
  FailureCase(
    "events: {a: [b, {page: c}]}", 1, "events.a[1]",
    "a map where the name of an event is expected"),
  FailureCase("events:\n  a: {}", 2, "events.a", "an empty condition"),
  FailureCase(
    "events:\n  a: x\n  b: [y, X]", 3, "events.b[1]", "\"X\" already counts as \"a\"",
    "keep the name at one of the two"),
  FailureCase("- a", 1, "", "a list where a map of keys is expected"),
  FailureCase("shop", 1, "", "\"shop\" where a map of keys is expected"),
]

private let wrongFunnels = [
  FailureCase("funnels: {name: a}", 1, "funnels", "a map where a list is expected"),
  FailureCase(
    "funnels: [a]", 1, "funnels[0]", "\"a\" where a funnel, a map of keys, is expected"),
  FailureCase("funnels:\n  - steps: [a, b]", 2, "funnels[0]", "a funnel without a name"),
  FailureCase("funnels:\n  - name: a", 2, "funnels[0]", "a funnel without steps"),
  FailureCase(
    "funnels:\n  - name: \"\"", 2, "funnels[0].name",
    "an empty text where a name is expected"),
  FailureCase(
    "funnels: [{name: a, steps: [b]}]", 1, "funnels[0].steps",
    "1 step where 2 to 64 are expected"),
  FailureCase(
    "funnels: [{name: a, steps: [\(Array(repeating: "b", count: 65).joined(separator: ","))]}]", 1,
    "funnels[0].steps", "65 steps where 2 to 64 are expected"),
  FailureCase(
    "funnels:\n- {name: a, steps: [b, c]}\n- {name: a, steps: [b, c]}", 3, "funnels[1]",
    "a second funnel with the name \"a\""),
  FailureCase(
    "funnels: [{name: a, steps: [b, {page: c}]}]", 1, "funnels[0].steps[1]",
    "a step without a name", "add a name, such as name: Pay"),
  FailureCase(
    "funnels: [{name: a, steps: [b, {name: c}]}]", 1, "funnels[0].steps[1]",
    "an empty condition"),
]

private let wrongYAML = [
  FailureCase("sessions:\n  gap: 1m\n  gap: 2m", 2, "", "key \"gap\" is given twice"),
  FailureCase(
    "sessions:\n  from: gap\n  'from': gap", 2, "", "key \"from\" is given twice"),
  FailureCase(
    "a: 1\n---\nb: 2", 2, "",
    "no valid YAML: expected a single document in the stream, but found another document"),
  FailureCase(
    "sessions:\n\tgap: 1m", 2, "",
    "no valid YAML: while scanning for the next token, "
      + "found character that cannot start any token"),
  FailureCase(
    "sessions: *x", 1, "", "no valid YAML: found undefined alias"),
  FailureCase("? [a]\n: b", 1, "", "a list or map where a key is expected"),
  FailureCase("where:\n  a: b\n  <<: 3", 3, "where.<<", "\"3\" where a map of keys is expected"),
  FailureCase("a: 1\nb: \u{7}", 2, "", "no valid YAML: control characters are not allowed"),
]

@Suite struct ConfigurationErrorTests {
  @Test(
    arguments: unknownKeys + laterKeys + optionsThatDoNotGoTogether + wrongValues + ownReasons
      + wrongFunnels + wrongYAML)
  func failuresNameLineAndKey(failureCase: FailureCase) throws {
    let error = try #require(failure(failureCase.yaml))
    #expect(error.file == "shop.yaml")
    #expect(error.line == failureCase.line)
    #expect(error.keyPath == failureCase.path)
    #expect(error.message == failureCase.message)
    if let toGoOn = failureCase.toGoOn { #expect(error.toGoOn == toGoOn) }
  }

  @Test func descriptionSaysWhereWhatAndWhatToDo() {
    let yaml = "funnels:\n  - name: a\n    windw: 2h\n"
    #expect(
      failure(yaml)?.description == """
        fuga: shop.yaml:3: unknown key "windw" in funnels[0]
          to go on  did you mean "window"?
        """)
  }

  @Test func hiddenCharactersAreShown() {
    let yaml = "\"a\\e[31m\\u202E\": 1"
    #expect(failure(yaml)?.message == "unknown key \"a\\u{1b}[31m\\u{202e}\"")
  }

  @Test func invalidUTF8IsRefused() {
    var settings = AnalysisSettings()
    #expect(throws: ConfigurationError.self) {
      try ConfigurationFile.load([0x61, 0xFF], file: "a", into: &settings)
    }
  }

  @Test func depthAndSizeAreBounded() {
    let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    #expect(failure("where: \(deep)")?.message == "more than 32 levels of lists and maps")
    #expect(failure(String(repeating: "#", count: 2_000_000)) != nil)
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      bomb += "a\(level): &a\(level) [\(aliases)]\n"
    }
    #expect(failure(bomb)?.message == "more than 50000 values")
  }
}
