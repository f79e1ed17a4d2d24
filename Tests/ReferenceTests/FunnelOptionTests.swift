import Reference
import Testing

@Suite struct FunnelOptionTests {
  static let openLines: [FunnelLine] = [
    FunnelLine("open: in the middle", "a b c", "b0 c1", "2 at - 0 1"),
    FunnelLine("open: at the end", "a b c", "c0", "1 at - - 0"),
    FunnelLine("open: a step left out is the end", "a b c", "a0 c1", "1 at 0 - -"),
    FunnelLine("open: the first step, not the latest entry", "a b c", "c0 a1", "1 at 1 - -"),
    FunnelLine("open: the most steps", "a b c", "b0 a1 b2 c3", "3 at 1 2 3"),
    FunnelLine("open: most steps, not the furthest", "a b c", "a0 b1 c20", "2 at 0 1 -") {
      $0.windowMilliseconds = 5000
    },
    FunnelLine("open: latest entry through one step", "a b c", "b0 b1 c2", "2 at - 1 2"),
    FunnelLine("open: no way in through an optional step", "a b? c", "b0 c1", "1 at - - 1"),
    FunnelLine("open: an event that fits two steps", "a a|b c", "a0", "1 at 0 - -"),
    FunnelLine("open: nothing to be within at the entry", "a b@5 c", "a0 b9 c10", "2 at - 9 10"),
  ]

  static let optionalLines: [FunnelLine] = [
    FunnelLine("optional: done", "a b? c", "a0 b1 c2", "2 at 0 1 2"),
    FunnelLine("optional: skipped", "a b? c", "a0 c1", "2 at 0 - 1"),
    FunnelLine("optional: does not hold up the required", "a b? c", "a0 c1 b2 c3", "2 at 0 - 1"),
    FunnelLine("optional: done, then stopped", "a b? c", "a0 b1", "1 at 0 1 -"),
    FunnelLine("optional: what fits the next goes there", "a b|c? c", "a0 c1 c2", "2 at 0 - 1"),
    FunnelLine("optional: and never here", "a b|c? c d@5", "a0 c1 c9 d10", "3 at 0 - 9 10"),
    FunnelLine("optional: the same in a tie", "a b? b|c", "a0 b1 c1", "2 at 0 - 1"),
    FunnelLine("optional: as many as can be", "a b? c? d? e", "a0 c1 d2 b3 e4", "2 at 0 - 1 2 4"),
    FunnelLine("optional: also at the end", "a b? c? d? e", "a0 c1 d2 b3", "1 at 0 - 1 2 -"),
    FunnelLine("optional: the first of two", "a b? c? d", "a0 c1 b2 d3", "2 at 0 2 - 3"),
    FunnelLine("optional: not for a later entry", "a b? c", "a0 b1 a2 c3", "2 at 2 - 3"),
    FunnelLine("optional: too late is skipped", "a b?@5 c", "a0 b6 c7", "2 at 0 - 7"),
    FunnelLine("optional: within from the step filled", "a b? c@5", "a0 b4 c9", "2 at 0 4 9"),
    FunnelLine("optional: within, if skipped", "a b? c@5", "a0 c6", "1 at 0 - -"),
  ]

  static let exclusionsLines: [FunnelLine] = [
    FunnelLine("excluded: between", "a b", "a0 x1 b2", "excluded") { $0.excludeX(0, 1) },
    FunnelLine("excluded: another attempt counts", "a b", "a0 x1 a2 b3", "2 at 2 3") {
      $0.excludeX(0, 1)
    },
    FunnelLine("excluded: a lower level survives", "a b c", "a0 b1 x2 c3 a4", "1 at 4 - -") {
      $0.excludeX(1, 2)
    },
    FunnelLine("excluded: not at the first step's time", "a b", "a0 x0 b1", "2 at 0 1") {
      $0.excludeX(0, 1)
    },
    FunnelLine("excluded: not at the second step's time", "a b", "a0 b1 x1", "2 at 0 1") {
      $0.excludeX(0, 1)
    },
    FunnelLine("excluded: not after", "a b", "a0 b1 x2", "2 at 0 1") { $0.excludeX(0, 1) },
    FunnelLine("excluded: second step not reached", "a b", "a0 x5", "excluded") {
      $0.excludeX(0, 1)
    },
    FunnelLine("excluded: on the window's edge", "a b", "a0 x4", "excluded") {
      $0.excludeX(0, 1)
      $0.windowMilliseconds = 4000
    },
    FunnelLine("excluded: not behind the window", "a b", "a0 x5", "1 at 0 -") {
      $0.excludeX(0, 1)
      $0.windowMilliseconds = 4000
    },
    FunnelLine("excluded: first step not reached", "a b c", "a0 x1", "1 at 0 - -") {
      $0.excludeX(1, 2)
    },
    FunnelLine("excluded: no other way to fill it", "a b c", "a0 b1 x2 b3 c4", "excluded") {
      $0.excludeX(1, 2)
    },
    FunnelLine("excluded: over several steps", "a b c", "a0 b1 x2 c3", "excluded") {
      $0.excludeX(0, 2)
    },
    FunnelLine("excluded: the second one skipped", "a b? c", "a0 c1 x2", "2 at 0 - 1") {
      $0.excludeX(0, 1)
    },
    FunnelLine("excluded: until the step after it", "a b? c", "a0 x1 c2", "excluded") {
      $0.excludeX(0, 1)
    },
    FunnelLine("excluded: the first one skipped", "a b? c", "a0 x1 c2", "2 at 0 - 2") {
      $0.excludeX(1, 2)
    },
    FunnelLine("excluded: not once it ran out", "a b@5", "a0 x6", "1 at 0 -") {
      $0.excludeX(0, 1)
    },
    FunnelLine("excluded: while it could go on", "a b@5", "a0 x5", "excluded") {
      $0.excludeX(0, 1)
    },
    FunnelLine("excluded: strict", "a b", "a0 x1 b2", "excluded") {
      $0.order = .strict
      $0.excludeX(0, 1)
    },
    FunnelLine("excluded: strict, not once it ended", "a b", "a0 y1 x2", "1 at 0 -") {
      $0.order = .strict
      $0.excludeX(0, 1)
    },
    FunnelLine("excluded: strict, in the moment it ended", "a b", "a0 y1 x1", "excluded") {
      $0.order = .strict
      $0.excludeX(0, 1)
    },
    FunnelLine("excluded: any, whichever came first", "a b", "b0 x1 a2", "1 at 2 -") {
      $0.order = .any
      $0.excludeX(0, 1)
    },
    FunnelLine("excluded: any, one of the two", "a b c", "b0 x1", "excluded") {
      $0.order = .any
      $0.excludeX(0, 1)
    },
    FunnelLine("excluded: any, none of the two", "a b c", "c0 x1", "1 at 0 - -") {
      $0.order = .any
      $0.excludeX(0, 1)
    },
    FunnelLine("excluded: open, entered behind it", "a b c", "b0 x1 c2", "2 at - 0 2") {
      $0.entry = .open
      $0.excludeX(0, 1)
    },
  ]

  static let holdLines: [FunnelLine] = [
    FunnelLine("hold: the same value", "a b", "a0/i b1/j b2/i", "2 at 0 2"),
    FunnelLine("hold: never the same", "a b", "a0/i b1/j", "1 at 0 -"),
    FunnelLine("hold: a missing value fills no step", "a b", "a0/i b1", "1 at 0 -"),
    FunnelLine("hold: and is no entry", "a b", "a0 b1", "nobody"),
    FunnelLine("hold: the entry decides", "a b", "a0/i a1/j b2/i", "2 at 0 2"),
    FunnelLine("hold: strict, another value ends it", "a b", "a0/i b1/j b2/i", "1 at 0 -") {
      $0.order = .strict
    },
    FunnelLine("hold: another value is no repeat", "a b", "a0/i a1/j b2/i", "1 at 1 -") {
      $0.order = .strict
      $0.ignoresRepeats = true
    },
    FunnelLine("hold: any order", "a b", "a0/i b1/j a2/j", "2 at 1 2") { $0.order = .any },
    FunnelLine("hold: exclusions look at every value", "a b", "a0/i x1/j b2/i", "excluded") {
      $0.excludeX(0, 1)
    },
  ]

  static let totalLines: [FunnelLine] = [
    FunnelLine("total: one after the other", "a b", "a0 b1 a2 b3", "2 at 0 1, 2 at 2 3"),
    FunnelLine("total: entries of one attempt", "a b", "a0 a1 b2 a3", "2 at 1 2, 1 at 3 -"),
    FunnelLine("total: without a window to the end", "a b", "a0 a1000 b2000", "2 at 1000 2000"),
    FunnelLine(
      "total: while any entry is live", "a b", "a0 a5 a14 b16 a30", "2 at 14 16, 1 at 30 -"
    ) { $0.windowMilliseconds = 10_000 },
    FunnelLine("total: ran out", "a b", "a0 a11 b12", "1 at 0 -, 2 at 11 12") {
      $0.windowMilliseconds = 10_000
    },
    FunnelLine("total: live on the window's edge", "a b", "a0 a10 b12", "2 at 10 12") {
      $0.windowMilliseconds = 10_000
    },
    FunnelLine("total: ran out by within", "a b@5", "a0 a6 b7", "1 at 0 -, 2 at 6 7"),
    FunnelLine("total: killed, then the next", "a b", "a0 x1 a2 b3", "2 at 2 3") {
      $0.excludeX(0, 1)
    },
    FunnelLine(
      "total: over once killed", "a b c", "a0 a5 b9 x12 a14", "2 at 0 9 -, 1 at 14 - -"
    ) {
      $0.windowMilliseconds = 10_000
      $0.excludeX(1, 2)
    },
    FunnelLine("total: all killed", "a b", "a0 x1 a2 x3", "excluded") { $0.excludeX(0, 1) },
    FunnelLine("total: nothing behind a conversion", "a b c", "a0 b1 a2 c3 b4 c5", "3 at 0 1 3"),
    FunnelLine("total: nothing in its moment either", "a b", "a0 b5 a5 b6", "2 at 5 5"),
    FunnelLine("total: strict, ended", "a b", "a0 y1 a2 b3", "1 at 0 -, 2 at 2 3") {
      $0.order = .strict
    },
    FunnelLine("total: strict, ended by an entry", "a b", "a0 a1 b2", "2 at 1 2") {
      $0.order = .strict
    },
    FunnelLine("total: any order", "a b", "a0 b1 b2 a3", "2 at 0 1, 2 at 2 3") {
      $0.order = .any
    },
    FunnelLine("total: open", "a b c", "c0 b1 c2", "1 at - - 0, 2 at - 1 2") {
      $0.entry = .open
    },
    FunnelLine("total: the first conversion ends all", "a b", "a0/i a1/j b2/j b3/i", "2 at 1 2") {
      $0.hold = ["item"]
    },
  ]

  @Test(arguments: openLines) func open(line: FunnelLine) {
    line.check { $0.entry = .open }
  }

  @Test(arguments: optionalLines) func optional(line: FunnelLine) { line.check() }
  @Test(arguments: exclusionsLines) func exclusions(line: FunnelLine) { line.check() }

  @Test(arguments: holdLines) func hold(line: FunnelLine) {
    line.check { $0.hold = ["item"] }
  }

  @Test(arguments: totalLines) func total(line: FunnelLine) {
    line.check { $0.count = .total }
  }
}
