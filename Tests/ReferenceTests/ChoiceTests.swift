import Reference
import Testing

/// The examples of the choices made where SPEC §6 leaves room, by their numbers.
@Suite struct ChoiceTests {
  static let filling: [FunnelLine] = [
    FunnelLine("1 earliest", "a b c", "a0 b1 b2 c3 c4", "3 at 0 1 3"),
    FunnelLine("2 ties", "a b|c b", "a0 b1 c1", "3 at 0 1 1"),
    FunnelLine("2 times before names", "a b|c b", "a0 b1 c1 b9", "3 at 0 1 1"),
    FunnelLine("3 latest entry", "a b? c", "a0 b1 a2 c3", "2 at 2 - 3"),
    FunnelLine("4 within", "a b c@5", "a0 b1 b9 c12", "3 at 0 9 12"),
    FunnelLine("5 within, done", "a b? c@5", "a0 b4 c9", "2 at 0 4 9"),
    FunnelLine("5 within, skipped", "a b? c@5", "a0 c6", "1 at 0 - -"),
    FunnelLine("6 over", "a b@5", "a0 x6", "1 at 0 -") { $0.excludeX(0, 1) },
    FunnelLine("6 live", "a b@5", "a0 x5", "excluded") { $0.excludeX(0, 1) },
    FunnelLine("11 does not wait", "a b? c", "a0 c10 b20 c30", "2 at 0 - 10"),
    FunnelLine("11 never both", "a b|c? c", "a0 c1 c2", "2 at 0 - 1"),
    FunnelLine("16 in the middle", "a b c", "b0 c1", "2 at - 0 1") { $0.entry = .open },
    FunnelLine("16 left out", "a b c", "a0 c1", "1 at 0 - -") { $0.entry = .open },
    FunnelLine("16 most steps", "a b c", "b0 a1 b2 c3", "3 at 1 2 3") { $0.entry = .open },
    FunnelLine("18 first completion", "a b", "a0 b1 a5 b6", "2 at 0 1") { $0.order = .any },
    FunnelLine("18 window", "a b", "a0 b5 a6", "2 at 5 6") {
      $0.order = .any
      $0.windowMilliseconds = 3000
    },
    FunnelLine("19 between", "a b", "b0 x1 a2", "1 at 2 -") {
      $0.order = .any
      $0.excludeX(0, 1)
    },
    FunnelLine("19 one missing", "a b", "b0 x1", "excluded") {
      $0.order = .any
      $0.excludeX(0, 1)
    },
    FunnelLine("20 same value", "a b", "a0/i b1/j b2/i", "2 at 0 2") { $0.hold = ["item"] },
    FunnelLine("20 missing", "a b", "a0/i b1", "1 at 0 -") { $0.hold = ["item"] },
    FunnelLine("20 missing at the entry", "a b", "a0 b1", "nobody") { $0.hold = ["item"] },
  ]

  static let strict: [FunnelLine] = [
    FunnelLine("7 automatic", "a b", "a0 scroll1 b2", "1 at 0 -"),
    FunnelLine("8 tie ends", "a b c", "a0 b1 x1 c2", "2 at 0 1 -"),
    FunnelLine("8 tie at the entry", "a b", "a0 x0 b1", "2 at 0 1"),
    FunnelLine("8 strict ties", "a b", "a0 b0 b1", "2 at 0 1") { $0.strictTies = true },
    FunnelLine("9 twice", "a b? c", "a0 b1 b2 c3", "1 at 0 1 -"),
    FunnelLine("9 skipped", "a b? c", "a0 c1", "2 at 0 - 1"),
    FunnelLine("10 step back", "a b c", "a0 b1 a2 c3", "3 at 0 1 3") { $0.ignoresRepeats = true },
    FunnelLine("10 another", "a b c", "a0 b1 x2 c3", "2 at 0 1 -") { $0.ignoresRepeats = true },
    FunnelLine("10 entry", "a b", "a0 a1 b2", "2 at 1 2") { $0.ignoresRepeats = true },
    FunnelLine("14 ended by it", "a b", "a0 x1 b2", "excluded") { $0.excludeX(0, 1) },
    FunnelLine("14 ended before", "a b", "a0 y1 x2", "1 at 0 -") { $0.excludeX(0, 1) },
    FunnelLine("24 ended", "a b", "a0 y1 a2 b3", "1 at 0 -, 2 at 2 3") { $0.count = .total },
    FunnelLine("24 ended by an entry", "a b", "a0 a1 b2", "2 at 1 2") { $0.count = .total },
  ]

  static let exclusions: [FunnelLine] = [
    FunnelLine("12 fill first", "a b c", "a0 b1 x2 b3 c4", "excluded") { $0.excludeX(1, 2) },
    FunnelLine("12 lower level", "a b c", "a0 b1 x2 c3 a4", "1 at 4 - -") { $0.excludeX(1, 2) },
    FunnelLine("12 strictly between", "a b", "a0 x0 b1 x1", "2 at 0 1") { $0.excludeX(0, 1) },
    FunnelLine("13 on the edge", "a b", "a0 x4", "excluded") {
      $0.excludeX(0, 1)
      $0.windowMilliseconds = 4000
    },
    FunnelLine("13 behind it", "a b", "a0 x5", "1 at 0 -") {
      $0.excludeX(0, 1)
      $0.windowMilliseconds = 4000
    },
    FunnelLine("15 all killed", "a b", "a0 x1 a2 x3", "excluded") { $0.excludeX(0, 1) },
    FunnelLine("15 one survived", "a b", "a0 x1 a2 b3", "2 at 2 3") { $0.excludeX(0, 1) },
  ]

  static let total: [FunnelLine] = [
    FunnelLine("21 live", "a b", "a0 a5 a14 b16 a30", "2 at 14 16, 1 at 30 -") {
      $0.windowMilliseconds = 10_000
    },
    FunnelLine("21 converted", "a b", "a0 b1 a2 b3", "2 at 0 1, 2 at 2 3"),
    FunnelLine("22 ran out", "a b@5", "a0 a6 b7", "1 at 0 -, 2 at 6 7"),
    FunnelLine("22 no limit", "a b", "a0 a1000 b2000", "2 at 1000 2000"),
    FunnelLine("23 same moment", "a b", "a0 b5 a5 b6", "2 at 5 5"),
    FunnelLine("23 held values", "a b", "a0/i a1/j b2/j b3/i", "2 at 1 2") { $0.hold = ["item"] },
  ]

  @Test(arguments: filling + exclusions) func ordered(line: FunnelLine) { line.check() }

  @Test(arguments: strict) func strictOrder(line: FunnelLine) {
    line.check { $0.order = .strict }
  }

  @Test(arguments: total) func totalCount(line: FunnelLine) {
    line.check { $0.count = .total }
  }
}
