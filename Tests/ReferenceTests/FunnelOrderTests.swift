import Reference
import Testing

@Suite struct FunnelOrderTests {
  static let orderedLines: [FunnelLine] = [
    FunnelLine("others may lie between", "a b c", "a0 x1 b2 x2 c3", "3 at 0 2 3"),
    FunnelLine("what lies before the entry does not count", "a b", "b0 a1", "1 at 1 -"),
    FunnelLine("without an entry nobody", "a b", "b0 c1", "nobody"),
    FunnelLine("the latest entry of the greatest level", "a b", "a0 a1 b3", "2 at 1 3"),
    FunnelLine("the greatest level before the latest entry", "a b", "a0 b1 a2", "2 at 0 1"),
    FunnelLine("each step takes the earliest event", "a b c", "a0 b1 b2 c3 c4", "3 at 0 1 3"),
    FunnelLine("one event, one step", "a a", "a0", "1 at 0 -"),
    FunnelLine("ties: any order", "a b c", "c0 b0 a0", "3 at 0 0 0"),
    FunnelLine("ties: a duplicate and a later one", "a b b", "a0 b0 b5", "3 at 0 0 5"),
    FunnelLine("ties: no event twice", "a b a", "a0 b0", "2 at 0 0 -"),
    FunnelLine("ties: times before names", "a b|c b", "a0 b1 c1 b9", "3 at 0 1 1"),
    FunnelLine("ties: matched, not tried in order", "a b|c b", "a0 b1 c1", "3 at 0 1 1"),
    FunnelLine("strict ties", "a b", "a0 b0", "1 at 0 -") { $0.strictTies = true },
    FunnelLine("strict ties: a later one", "a b c", "a0 b1 c1 c2", "3 at 0 1 2") {
      $0.strictTies = true
    },
  ]

  static let limitsLines: [FunnelLine] = [
    FunnelLine("window: on its edge", "a b", "a0 b10", "2 at 0 10") {
      $0.windowMilliseconds = 10_000
    },
    FunnelLine("window: past it", "a b", "a0 b11", "1 at 0 -") {
      $0.windowMilliseconds = 10_000
    },
    FunnelLine("window: from the entry, not the step before", "a b c", "a0 b6 c11", "2 at 0 6 -") {
      $0.windowMilliseconds = 10_000
    },
    FunnelLine("within: on its edge", "a b c@5", "a0 b1 c6", "3 at 0 1 6"),
    FunnelLine("within: past it", "a b c@5", "a0 b1 c7", "2 at 0 1 -"),
    FunnelLine("within: a later step before", "a b c@5", "a0 b1 b9 c12", "3 at 0 9 12"),
    FunnelLine("within: each pause by itself", "a b@5 c@5", "a0 b5 c10", "3 at 0 5 10"),
  ]

  static let strictLines: [FunnelLine] = [
    FunnelLine("strict: one after the other", "a b c", "a0 b1 c2", "3 at 0 1 2") {
      $0.order = .strict
    },
    FunnelLine("strict: another event ends it", "a b", "a0 x1 b2", "1 at 0 -") {
      $0.order = .strict
    },
    FunnelLine("strict: an automatic event too", "a b", "a0 scroll1 b2", "1 at 0 -") {
      $0.order = .strict
    },
    FunnelLine("strict: a reload of the entry begins again", "a b", "a0 a1 b2", "2 at 1 2") {
      $0.order = .strict
    },
    FunnelLine("strict: a reload of a step ends it", "a b c", "a0 b1 b2 c3", "2 at 0 1 -") {
      $0.order = .strict
    },
    FunnelLine("strict: a tie ends it after its steps", "a b c", "a0 b1 x1 c2", "2 at 0 1 -") {
      $0.order = .strict
    },
    FunnelLine("strict: a tie with the entry may lie before it", "a b", "a0 x0 b1", "2 at 0 1") {
      $0.order = .strict
    },
    FunnelLine("strict: ties fill in any order", "a b c", "a0 c1 b1", "3 at 0 1 1") {
      $0.order = .strict
    },
    FunnelLine("strict: strict ties, one step a time", "a b c", "a0 b1 c1 c2", "2 at 0 1 -") {
      $0.order = .strict
      $0.strictTies = true
    },
    FunnelLine("strict: strict ties at the entry", "a b", "a0 b0 b1", "2 at 0 1") {
      $0.order = .strict
      $0.strictTies = true
    },
    FunnelLine("strict: what is too late does not count", "a b@5", "a0 b6", "1 at 0 -") {
      $0.order = .strict
    },
    FunnelLine("strict: behind the window", "a b", "a0 b5", "1 at 0 -") {
      $0.order = .strict
      $0.windowMilliseconds = 4000
    },
    FunnelLine("strict: an optional step done", "a b? c", "a0 b1 c2", "2 at 0 1 2") {
      $0.order = .strict
    },
    FunnelLine("strict: an optional step skipped", "a b? c", "a0 c1", "2 at 0 - 1") {
      $0.order = .strict
    },
    FunnelLine("strict: what fits the next goes there", "a b|c? c d", "a0 c1 c2 d3", "2 at 0 - 1 -")
    {
      $0.order = .strict
    },
    FunnelLine("strict: an optional step twice", "a b? c", "a0 b1 b2 c3", "1 at 0 1 -") {
      $0.order = .strict
    },
  ]

  static let repeatsLines: [FunnelLine] = [
    FunnelLine("repeats: a reload is passed", "a b c", "a0 b1 b2 c3", "3 at 0 1 3"),
    FunnelLine("repeats: a step back is passed", "a b c", "a0 b1 a2 c3", "3 at 0 1 3"),
    FunnelLine("repeats: another event ends it", "a b c", "a0 b1 x2 c3", "2 at 0 1 -"),
    FunnelLine("repeats: a step not yet filled ends it", "a b c d", "a0 b1 d2 c3", "2 at 0 1 - -"),
    FunnelLine("repeats: the latest entry still counts", "a b", "a0 a1 b2", "2 at 1 2"),
    FunnelLine("repeats: the awaited step goes first", "a a|b c", "a0 a1 a2 c3", "3 at 1 2 3"),
    FunnelLine(
      "repeats: in a tie, not where it does more", "a b|e c e? d", "a0 b1 c2 e2", "3 at 0 1 2 2 -"),
    FunnelLine("repeats: a skipped step is not filled", "a b? c d", "a0 c1 b2 d3", "2 at 0 - 1 -"),
  ]

  static let anyLines: [FunnelLine] = [
    FunnelLine("any: in any order", "a b c", "c0 x1 a1 b2", "3 at 0 1 2"),
    FunnelLine("any: k of n", "a b c", "c0 a1", "2 at 0 1 -"),
    FunnelLine("any: the first completion", "a b", "a0 b1 a5 b6", "2 at 0 1"),
    FunnelLine("any: the earliest entry", "a b", "a0 a1 b2", "2 at 0 2"),
    FunnelLine("any: within one window", "a b", "a0 b5 a6", "2 at 5 6") {
      $0.windowMilliseconds = 3000
    },
    FunnelLine("any: on the window's edge", "a b", "a0 b3", "2 at 0 3") {
      $0.windowMilliseconds = 3000
    },
    FunnelLine("any: one event, one step", "a a|b", "a0", "1 at 0 -"),
    FunnelLine("any: matched", "a|b a", "a0 b1", "2 at 0 1"),
    FunnelLine("any: no step met", "a b", "x0", "nobody"),
  ]

  @Test(arguments: orderedLines) func ordered(line: FunnelLine) { line.check() }
  @Test(arguments: limitsLines) func limits(line: FunnelLine) { line.check() }
  @Test(arguments: strictLines) func strict(line: FunnelLine) { line.check() }

  @Test(arguments: repeatsLines) func repeats(line: FunnelLine) {
    line.check {
      $0.order = .strict
      $0.ignoresRepeats = true
    }
  }

  @Test(arguments: anyLines) func any(line: FunnelLine) {
    line.check { $0.order = .any }
  }
}
