import Reference
import Testing

/// What the report says of funnels: shares, names, next events, segments.
@Suite struct FunnelReportTests {
  static func funnel(_ steps: [ReferenceStep]) -> ReferenceFunnel {
    var funnel = ReferenceFunnel(steps: steps)
    funnel.unit = .user
    return funnel
  }

  static let abc = [ReferenceStep(["a"]), ReferenceStep(["b"]), ReferenceStep(["c"])]

  /// Three come in at a, two at b, one at c; of those at a one goes on, of those at b three.
  @Test func openFunnelSharesAreOfThoseSeenBefore() {
    var funnel = Self.funnel(Self.abc)
    funnel.entry = .open
    let events = rows(
      "u1:a0 b1 c2", "u2:a0", "u3:a0 c1", "u4:b0 c1", "u5:b0 c1", "u6:c0")
    expect(
      events, settings(funnel),
      [
        "funnels.0.entry": #""open""#,
        "funnels.0.steps": """
        [{"name":"a","count":3,"entered":3,"dropped":2,"share_of_first":1.0,
          "share_of_previous":1.0},
         {"name":"b","count":3,"entered":2,"dropped":0,"share_of_first":0.333333,
          "share_of_previous":0.333333,"seconds_from_previous":{"p50":1,"p90":1}},
         {"name":"c","count":4,"entered":1,"dropped":0,"share_of_first":0.333333,
          "share_of_previous":1.0,"seconds_from_previous":{"p50":1,"p90":1}}]
        """,
      ])
  }

  @Test func closedFunnelSaysNothingOfEntered() {
    let report = referenceReport(rows("u:a0 b1"), settings(Self.funnel(Self.abc)))
    #expect(report["funnels"]?[0]?["steps"]?[0]?["entered"] == nil)
    #expect(report["funnels"]?[0]?["trend"] == nil)
  }

  /// Four at a; two do the optional b, one of them stops there; c is reached by three.
  @Test func optionalStepDropsNobody() {
    var steps = Self.abc
    steps[1].isOptional = true
    expect(
      rows("u1:a0 b2 c3", "u2:a0 b1 x4", "u3:a0 c5", "u4:a0 c7"), settings(Self.funnel(steps)),
      [
        "funnels.0.steps": """
        [{"count":4,"dropped":1,"next_events":[{"event":"x","count":1}]},
         {"count":2,"dropped":0,"share_of_first":0.5,"share_of_previous":0.5,"next_events":[],
          "seconds_from_previous":{"p50":1,"p90":2}},
         {"count":3,"dropped":0,"share_of_first":0.75,"share_of_previous":0.75,
          "seconds_from_previous":{"p50":5,"p90":7}}]
        """
      ])
  }

  @Test func anyOrderCountsKOfN() {
    var funnel = Self.funnel(Self.abc)
    funnel.order = .any
    expect(
      rows("u1:c0 a3 b4", "u2:b0 x1", "u3:c0 a1"), settings(funnel),
      [
        "funnels.0.order": #""any""#,
        "funnels.0.steps": """
        [{"name":"1 of 3","count":3,"dropped":1,"next_events":[{"event":"x","count":1}]},
         {"name":"2 of 3","count":2,"dropped":1,"seconds_from_previous":{"p50":1,"p90":3}},
         {"name":"3 of 3","count":1,"dropped":0,"seconds_from_previous":{"p50":1}}]
        """,
      ])
  }

  /// Attempts are counted, excluded units are units.
  @Test func totalCountsAttempts() {
    var funnel = Self.funnel(Self.abc)
    funnel.count = .total
    funnel.exclusions = [ReferenceExclusion(["x"], from: 0, to: 1)]
    expect(
      rows("u1:a0 b1 c2 a3 b9", "u2:a0 x1 a2 x3", "u3:b0"), settings(funnel),
      [
        "funnels.0.count": #""total""#, "funnels.0.excluded": "1",
        "funnels.0.steps": #"[{"count":2},{"count":2,"dropped":1},{"count":1}]"#,
        "funnels.0.steps.1.seconds_from_previous": #"{"p50":1,"p90":6}"#,
        "funnels.0.steps.1.next_events": #"[{"event":"(left)","count":1}]"#,
      ])
  }

  @Test func nextEventsAreInsideTheWindowAndNeverAutomatic() {
    var funnel = Self.funnel(Self.abc)
    funnel.windowMilliseconds = 10_000
    expect(
      rows("u1:a0 scroll1 y2", "u2:a0 y10", "u3:a0 y11", "u4:a0 z0"), settings(funnel),
      [
        "funnels.0.steps.0.next_events":
          #"[{"event":"y","count":2},{"event":"(left)","count":1},{"event":"z","count":1}]"#
      ])
  }

  static let attributions: [(ReferenceAttribution, ReferenceFunnelOrder, String)] = [
    (.first, .ordered, #"[{"value":"m","steps":[{"count":2},{"count":1},{"count":0}]}]"#),
    (
      .last, .ordered,
      """
      [{"value":"m","steps":[{"count":1},{"count":0},{"count":0}]},
       {"value":"t","steps":[{"count":1},{"count":1},{"count":0}]}]
      """
    ),
    (
      .step("b"), .ordered,
      """
      [{"value":"(none)","steps":[{"count":1},{"count":0},{"count":0}]},
       {"value":"t","steps":[{"count":1},{"count":1},{"count":0}]}]
      """
    ),
    (
      .first, .any,
      """
      [{"value":"d","steps":[{"count":1},{"count":1},{"count":1}]},
       {"value":"m","steps":[{"count":1},{"count":0},{"count":0}]}]
      """
    ),
    (
      .last, .any,
      """
      [{"value":"m","steps":[{"count":1},{"count":0},{"count":0}]},
       {"value":"t","steps":[{"count":1},{"count":1},{"count":1}]}]
      """
    ),
    (.step("c"), .any, #"[{"value":"(none)"},{"value":"d"}]"#),
  ]

  @Test(arguments: attributions)
  func segmentIsTheValueOnTheNamedEvent(
    attribution: ReferenceAttribution, order: ReferenceFunnelOrder, expected: String
  ) {
    var funnel = Self.funnel(Self.abc)
    funnel.order = order
    funnel.attribution = attribution
    funnel.by = ["device"]
    let events = rows("u1:c0/d a1/m b2/t", "u2:a0/m")
    expect(events, settings(funnel), ["funnels.0.segments": expected])
  }

  /// Entered at b and c: the segments are the largest by units, whatever step they entered through.
  @Test func otherSegmentsAreTheSmallest() {
    var funnel = Self.funnel(Self.abc)
    funnel.entry = .open
    funnel.by = ["device"]
    var settings = settings(funnel)
    settings.maxSegments = 1
    expect(
      rows("u1:a0/m", "u2:b0/d", "u3:c0/d", "u4:b0"), settings,
      [
        "funnels.0.segments": """
        [{"value":"d","steps":[{"count":0},{"count":1},{"count":1}]},
         {"value":"(other)","steps":[{"count":1},{"count":1},{"count":0}]}]
        """
      ])
  }

  @Test func conditionsLookAtValues() {
    var steps = [ReferenceStep(["a"], values: ["device": "m"]), ReferenceStep(["b"])]
    steps.append(ReferenceStep([], name: "on t", values: ["device": "t"]))
    expect(
      rows("u1:a0/m b1 y2/t", "u2:a0/d b1", "u3:a0 b1"), settings(Self.funnel(steps)),
      ["funnels.0.steps": #"[{"count":1},{"count":1},{"name":"on t","count":1}]"#])
  }

  static let wrong: [(String, @Sendable (inout ReferenceFunnel) -> Void)] = [
    ("a funnel has 2 to 64 steps", { $0.steps = [ReferenceStep(["a"])] }),
    ("the first step is optional", { $0.steps[0].isOptional = true }),
    ("the last step is optional", { $0.steps[2].isOptional = true }),
    (
      "the first step has no step before it to be within",
      { $0.steps[0].withinMilliseconds = 1 }
    ),
    ("an exclusion names a step that is not there", { $0.excludeX(1, 3) }),
    ("an exclusion names its steps in wrong order", { $0.excludeX(1, 1) }),
    (
      "optional needs an order",
      {
        $0.order = .any
        $0.steps[1].isOptional = true
      }
    ),
    (
      "within needs an order",
      {
        $0.order = .any
        $0.steps[1].withinMilliseconds = 1
      }
    ),
    (
      "ties need an order",
      {
        $0.order = .any
        $0.strictTies = true
      }
    ),
    ("ignore_repeats needs the order strict", { $0.ignoresRepeats = true }),
    ("attribution names a step that is not there", { $0.attribution = .step("x") }),
    (
      "attribution names two steps",
      {
        $0.steps[1].name = "a"
        $0.attribution = .step("a")
      }
    ),
  ]

  @Test(arguments: wrong)
  func whatMakesNoSenseIsAProblem(
    problem: String, change: @Sendable (inout ReferenceFunnel) -> Void
  ) {
    var funnel = Self.funnel(Self.abc)
    #expect(funnel.problems == [])
    change(&funnel)
    #expect(funnel.problems == [problem])
  }
}
