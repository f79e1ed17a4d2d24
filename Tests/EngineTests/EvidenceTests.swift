import Abandonment
import Analysis
import Clickstream
import Reference
import Testing

@testable import Measures

/// Carts in short, and the evidence that follows by hand.
///
/// A letter is an event: `a` add_to_cart, `c` begin_checkout, `y` add_payment_info, `b` purchase, `v` page_view,
/// `.` scroll, `f` surprise_fee (shown), `d` card_declined (answer), `e` checkout_error.
struct EvidenceCase: CustomTestStringConvertible {
  var name: String
  /// How many carts of each sort.
  var carts: [(count: Int, events: String)]
  var reason = "surprise_fee"
  var exposed: Int
  var unjudged = 0
  /// Nil: nothing is judged.
  var excess: String?
  var otherKind: String?
  /// For answers only.
  var advancing: String?

  var testDescription: String { name }
}

private let moves17 = String(repeating: "v", count: 17)
private let moves16 = String(repeating: "v", count: 16)

private let evidenceCases = [
  // n = 10, l = 4: V = 0.4. 2 - 3 · 0.4
  EvidenceCase(
    name: "one position", carts: [(6, "ab"), (4, "a"), (2, "af"), (1, "afb")], exposed: 3,
    excess: "0.8", otherKind: nil),
  // n = 16, l = 4: V = 0.25. Answer: (16 · 0.25 - 4) / 12 = 0. Shown: 3 - 4 · 0.25
  EvidenceCase(
    name: "an answer meets only those who act",
    carts: [(12, "ayb"), (4, "ay"), (3, "ayd"), (1, "aydb")], reason: "card_declined", exposed: 4,
    excess: "3.0", otherKind: "2.0", advancing: "3.0"),
  // (4,0): n = 24, l = 4, 8 of 20 moved on, and all 8 left: moving (24 · 0.5 - 4) / 20 = 0.4; who rose bought.
  EvidenceCase(
    name: "who advances, and who looks around",
    carts: [(12, "ayb"), (4, "ay"), (8, "ayv"), (5, "ayd")],
    reason: "card_declined", exposed: 5, excess: "3.0", otherKind: "2.5", advancing: "5.0"),
  // V(1,1) = 5/15, V(1,0) = (5 + 15/3)/20 = 0.5. 2 - 2 · 0.5; answer: (20 · 0.5 - 5)/15 = 1/3
  EvidenceCase(
    name: "moves within a stage", carts: [(10, "avb"), (5, "av"), (5, "a"), (2, "af")], exposed: 2,
    excess: "1.0", otherKind: "1.333333"),
  // The exposed cart is at risk until then: n(1,2) = 1, n(1,3) = 0. V_s = 10 / (38 - 18) = 0.5
  EvidenceCase(
    name: "a thin position takes the stage",
    carts: [(10, "avb"), (5, "av"), (5, "a"), (1, "avvvf")], exposed: 1, excess: "0.5",
    otherKind: "0.678571"),
  // V(2,0) = 0.5, and all rise to it.
  EvidenceCase(
    name: "a rise", carts: [(10, "acb"), (10, "ac"), (2, "af")], exposed: 2, excess: "1.0",
    otherKind: "1.0"),
  EvidenceCase(
    name: "too few comparable carts", carts: [(5, "ab"), (2, "af"), (1, "afb")], exposed: 3,
    unjudged: 3, excess: nil, otherKind: nil),
  // Moves 16 and 17 stay at (1,15): V = 10 / (61 - 41)
  EvidenceCase(
    name: "moves beyond the limit",
    carts: [(10, "a\(moves17)b"), (10, "a\(moves17)"), (1, "a\(moves16)f")], exposed: 1,
    excess: "0.5", otherKind: "0.598039"),
  // Only the first meeting counts; other signals and the tracker's events do not move a cart.
  EvidenceCase(
    name: "first meeting, signals and automatic events",
    carts: [(6, "ab"), (4, "a.e"), (2, "a.ef.f"), (1, "aefvfb")], exposed: 3, excess: "0.8"),
  // Emptied carts and those that are nothing but a purchase are left out.
  EvidenceCase(
    name: "carts that tell nothing", carts: [(6, "ab"), (4, "a"), (9, "b"), (7, "ar"), (1, "af")],
    exposed: 1, excess: "0.6"),
]

@Suite struct EvidenceTests {
  @Test(arguments: evidenceCases) func evidenceByHand(_ testCase: EvidenceCase) throws {
    var settings = AnalysisSettings()
    settings.sessions.assumesComplete = true
    let report = try engineReport(csv(events(testCase)), settings)
    let found = evidence(of: testCase.reason, report)
    let evidence = try #require(found)
    #expect(evidence["exposed"] == .integer(testCase.exposed))
    #expect(evidence["unjudged"] == .integer(testCase.unjudged))
    #expect(evidence["excess"] == testCase.excess.map { .number($0) } ?? .null)
    #expect(evidence["other_kind"] == testCase.otherKind.map { .number($0) } ?? .null)
    #expect(evidence["advancing"]?["excess"] == testCase.advancing.map { .number($0) } ?? .null)
  }

  /// Beyond the limit all carts are compared, whoever counts them first.
  @Test(arguments: [(16, false), (17, true)]) func manyStrataAreDropped(
    count: Int, isDropped: Bool
  ) throws {
    // Each device has ten carts of its own outcome; the fee is met on those where most are abandoned.
    let carts = (0..<count).flatMap { device in
      (0..<10).map { (device, $0 < device % 10 ? "ab" : "a") }
        + (device < 5 ? [(device, "af")] : [])
    }
    let events = carts.enumerated().flatMap { user, cart in
      cart.1.enumerated().map { place, letter in
        ReferenceEvent(
          1_793_491_200_000 + Int64(place) * 1000, "u\(user)", EvidenceTests.names[letter] ?? "?",
          ["session": "s", "device": "d\(cart.0)"])
      }
    }
    var settings = AnalysisSettings()
    settings.sessions.assumesComplete = true
    let pooled = try engineReport(csv(events), settings)
    settings.abandonment.strata = [.device]
    settings.threads = 3
    let stratified = try engineReport(csv(events), settings)
    let isSame =
      evidence(of: "surprise_fee", pooled) == evidence(of: "surprise_fee", stratified)
    #expect(isSame == isDropped)
    let note = JSONValue.string(
      "strata were dropped: more than 16 of them, so carts are compared with all carts")
    #expect((stratified["notes"]?[0] == note) == isDropped)
  }

  private static let names: [Character: String] = [
    "a": "add_to_cart", "c": "begin_checkout", "y": "add_payment_info", "b": "purchase",
    "v": "page_view", ".": "scroll", "f": "surprise_fee", "d": "card_declined",
    "e": "checkout_error", "r": "remove_from_cart",
  ]

  private func events(_ testCase: EvidenceCase) -> [ReferenceEvent] {
    let carts = testCase.carts.flatMap { Array(repeating: $0.events, count: $0.count) }
    return carts.enumerated().flatMap { user, letters in
      letters.enumerated().map { place, letter in
        ReferenceEvent(
          1_793_491_200_000 + Int64(place) * 1000, "u\(user)", EvidenceTests.names[letter] ?? "?",
          ["session": "s"])
      }
    }
  }

  private func evidence(of reason: String, _ report: JSONValue) -> JSONValue? {
    guard case .array(let reasons) = report["abandonment"]?["reasons"] else { return nil }
    return reasons.first { $0["reason"] == .string(reason) }?["evidence"]
  }
}

@Suite struct JackknifeTests {
  @Test func equalGroupsLeaveNoDoubt() {
    let interval = Jackknife.interval(
      around: 64, sumsWithoutGroup: Array(repeating: 63, count: 64))
    #expect(interval == Jackknife.Interval(low: 64, high: 64))
  }

  /// All in one group: without it 0, else 64 · 64/63; 63/64 · (64² + 63 · (64/63)²) = 64².
  @Test func oneGroupDoubtsEverything() {
    let interval = Jackknife.interval(
      around: 64, sumsWithoutGroup: [0] + Array(repeating: 64, count: 63))
    #expect(abs(interval.low + 64) < 1e-9)
    #expect(abs(interval.high - 192) < 1e-9)
  }
}
