import Clickstream
import Funnels
import Testing

@testable import Configuration

private let names = EventNames(rules: [EventRule(name: bytes("view_cart"), names: [bytes("cart")])])

@Suite struct QuantityTests {
  @Test(
    arguments: [
      ("250ms", 250), ("1ms", 1), ("90s", 90_000), ("30m", 1_800_000), ("12h", 43_200_000),
      ("7d", 604_800_000), ("007d", 604_800_000), ("36525d", 3_155_760_000_000),
    ] as [(String, Int64)])
  func durationsAreMilliseconds(text: String, milliseconds: Int64) throws {
    #expect(try FlagValues.durationMilliseconds(text) == milliseconds)
  }

  @Test(arguments: [
    "", "s", "30", "30 m", " 30m", "-1s", "+1s", "1.5h", "1w", "1M", "1h30m", "0s", "36526d",
    "9223372036854775807d", "9223372036854775808ms", "٣s", "1s\u{301}",
  ])
  func wrongDurationsAreRefused(text: String) {
    #expect(throws: FlagValueError.self) { try FlagValues.durationMilliseconds(text) }
  }

  @Test(
    arguments: [
      ("1%", .shareMillionths(10_000)), ("0.25%", .shareMillionths(2_500)),
      ("0.0001%", .shareMillionths(1)), ("0%", .shareMillionths(0)),
      ("100%", .shareMillionths(1_000_000)), ("0", .count(0)), ("100", .count(100)),
    ] as [(String, FlagValues.RejectLimit)])
  func rejectLimitsAreRowsOrShares(text: String, limit: FlagValues.RejectLimit) throws {
    #expect(try FlagValues.rejectLimit(text) == limit)
  }

  @Test(arguments: [
    "", "%", "-1", "-1%", "1.5", "101%", "0.00001%", "1 %", "1%%", "99999999999999999999",
  ])
  func wrongRejectLimitsAreRefused(text: String) {
    #expect(throws: FlagValueError.self) { try FlagValues.rejectLimit(text) }
  }

  @Test(
    arguments: [
      ("1", 1), ("1000", 1000), ("7b", 7), ("1k", 1024), ("64M", 67_108_864),
      ("64m", 67_108_864), ("64MB", 67_108_864), ("800MiB", 838_860_800), ("2G", 2_147_483_648),
      ("2GiB", 2_147_483_648), ("007K", 7168), ("1048576G", 1 << 50),
      ("1125899906842624", 1 << 50),
    ] as [(String, Int)])
  func sizesAreBytes(text: String, bytes: Int) throws {
    #expect(try FlagValues.byteCount(text) == bytes)
  }

  @Test(arguments: [
    "", "M", "0", "0G", "-1M", "+1M", "1.5G", "64 M", " 64M", "64M ", "1T", "1MM", "1iB", "half",
    "1048577G", "9223372036854775807", "9223372036854775807G", "9223372036854775808",
    "99999999999999999999G", "٦٤M", "6\u{301}M",
  ])
  func wrongSizesAreRefused(text: String) {
    #expect(throws: FlagValueError.self) { try FlagValues.byteCount(text) }
  }
}

@Suite struct ColumnFlagTests {
  @Test(arguments: [("user=visitor", Role.user, "visitor"), ("value=a=b", Role.value, "a=b")])
  func mappingsNameRoleAndHeader(text: String, role: Role, header: String) throws {
    let mapping = try FlagValues.mapping(text)
    #expect(mapping.role == role)
    #expect(mapping.header == bytes(header))
  }

  @Test(arguments: [
    ("user", "\"user\" maps no column"), ("user=", "\"user=\" maps no column"),
    ("usr=a", "unknown role \"usr\""), ("=a", "unknown role \"\""),
  ])
  func wrongMappingsAreRefused(text: String, message: String) {
    #expect(
      throwsMessage(message) { () throws(FlagValueError) in
        _ = try FlagValues.mapping(text)
      })
  }

  @Test func breakdownsAreRolesOrProperties() throws {
    let fields = try FlagValues.breakdowns("device, Loyalty-Tier,event")
    #expect(fields == [.role(.device), .property(bytes("loyalty_tier")), .role(.event)])
  }

  @Test(arguments: [
    "time", "user", "session", "customer", "sequence", "", "device,", ",device", "device,device",
  ])
  func wrongBreakdownsAreRefused(text: String) {
    #expect(throws: FlagValueError.self) { try FlagValues.breakdowns(text) }
  }

  @Test func funnelsResolveNames() throws {
    let plan = try FlagValues.funnel("product_view,cart,cart, Own Event", names: names)
    #expect(plan.name == "funnel")
    #expect(
      plan.steps.map(\.name) == ["view_item", "view_cart", "view_cart", "Own Event"].map(bytes))
    #expect(plan.steps.first?.condition == event("view_item"))
  }

  @Test(arguments: ["", "a", "a,,b", Array(repeating: "a", count: 65).joined(separator: ",")])
  func wrongFunnelsAreRefused(text: String) {
    #expect(throws: FlagValueError.self) { try FlagValues.funnel(text, names: names) }
  }
}

@Suite struct WhereFlagTests {
  @Test func equalityComparesText() throws {
    let condition = try FlagValues.rowCondition("device=a~b=c", names: names)
    #expect(condition == .field(.role(.device), .oneOf([bytes("a~b=c")])))
    let property = try FlagValues.rowCondition("Utm Source=x", names: names)
    #expect(property == .field(.property(bytes("utm_source")), .oneOf([bytes("x")])))
    #expect(try FlagValues.rowCondition("event=cart", names: names) == event("view_cart"))
  }

  @Test(arguments: [
    ("device!=a", Matcher.not(.oneOf([Array("a".utf8)]))), ("device~^a|b$", .matches("^a|b$")),
    ("device>1", .above(1_000_000)), ("device>=1.5", .atLeast(1_500_000)),
    ("device<-1", .below(-1_000_000)), ("device<=0", .atMost(0)),
  ])
  func comparisonsBecomeMatchers(text: String, matcher: Matcher) throws {
    let condition = try FlagValues.rowCondition(text, names: names)
    #expect(condition == .field(.role(.device), matcher))
  }

  @Test(arguments: [("a>x", "\"x\" is no amount"), ("a~(", "\"(\" is no regular expression")])
  func wrongOperandsAreRefused(text: String, message: String) {
    #expect(
      throwsMessage(message) { () throws(FlagValueError) in
        _ = try FlagValues.rowCondition(text, names: names)
      })
  }

  @Test(arguments: ["", "a", "=b", "a=", "a==b", "!=b"])
  func wrongConditionsAreRefused(text: String) {
    #expect(
      throwsMessage("\"\(text)\" is no condition") { () throws(FlagValueError) in
        _ = try FlagValues.rowCondition(text, names: names)
      })
  }
}

@Suite struct TimeFlagTests {
  @Test(
    arguments: [
      ("2026-11-01", 1_793_487_600_000), ("2026-07-01", 1_782_856_800_000),
      ("2026-11-01T00:00:00Z", 1_793_491_200_000), ("2026-11-01 00:00:00", 1_793_487_600_000),
      ("1793491200", 1_793_491_200_000), ("2024-02-29", 1_709_161_200_000),
    ] as [(String, Int64)])
  func datesAreMidnightInTheZone(text: String, milliseconds: Int64) throws {
    let zone = try FlagValues.timeZone("Europe/Madrid")
    #expect(try FlagValues.timeMilliseconds(text, in: zone) == milliseconds)
  }

  @Test(arguments: [
    "", "today", "2026-11", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "1999-12-31",
    "2100-01-01", "0000-00-00", "20261101", "2026-11-01T10", "2026-11-1", "+026-11-01", "----",
  ])
  func wrongTimesAreRefused(text: String) {
    #expect(throws: FlagValueError.self) { try FlagValues.timeMilliseconds(text, in: .utc) }
  }
}

/// Whether reading fails with this message.
private func throwsMessage(_ message: String, _ read: () throws(FlagValueError) -> Void) -> Bool {
  do {
    try read()
    return false
  } catch {
    return error.message == message
  }
}
