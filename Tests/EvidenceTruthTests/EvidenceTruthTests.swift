import EvidenceTruth
import Testing

/// Evidence against the truth, on a few small shops; scripts/check-evidence does it on many.
///
/// The bars are those of docs/evidence.md, widened by what few seeds vary: mean errors below 15 % of the truth, intervals
/// that hold it in 8 of 10 shops.
@Suite struct EvidenceTruthTests {
  static let seeds = 4
  static let users = 1200

  /// Cases in which every event is a step on the way: the excess itself must be right.
  @Test(arguments: TruthCase.all.filter { !$0.name.hasPrefix("browsing") })
  func excessIsNearTheTruth(_ truthCase: TruthCase) throws {
    for row in try truthCase.rows(users: Self.users, seeds: Self.seeds) {
      let score = try #require(row.estimate)
      #expect(isNear(score), "\(row.line)")
    }
  }

  /// Shoppers look around: reasons shown at a stage, and answers against carts that advanced, must be right all the same.
  @Test(arguments: [
    ("browsing: decline", "card_declined"), ("browsing: decline as a code", "card_declined"),
    ("browsing: error at four stages, retried", "checkout_error"),
    ("browsing: fee at three stages", "surprise_fee"),
    ("browsing: heavy users, prone to declines", "card_declined"),
    ("browsing: harmless error", "checkout_error"),
  ])
  func browsingMisleadsOnlyWhereTheDocsSaySo(name: String, reason: String) throws {
    let truthCase = try #require(TruthCase.all.first { $0.name == name })
    let rows = try truthCase.rows(users: Self.users, seeds: Self.seeds)
    let row = try #require(rows.first { $0.reason == reason })
    let score = try #require(row.advancing ?? row.estimate)
    #expect(isNear(score), "\(row.line)")
  }

  /// The finding of docs/evidence.md: against all who did something more, answers come out low.
  @Test func answersComeOutLowWhereShoppersLookAround() throws {
    let truthCase = try #require(TruthCase.all.first { $0.name == "browsing: decline as a code" })
    let row = try truthCase.rows(users: Self.users, seeds: Self.seeds)[0]
    #expect(try #require(row.estimate?.bias) < -0.3)
  }

  private func isNear(_ score: TruthScore) -> Bool {
    let isCovered = score.coverage.map { $0 >= 0.8 } ?? true
    guard let bias = score.bias else {
      return abs(score.error) <= max(4, 0.5 * score.standardError) && isCovered
    }
    return abs(bias) < 0.15 && isCovered
  }
}
