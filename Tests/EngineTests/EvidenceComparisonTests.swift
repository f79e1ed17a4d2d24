import Abandonment
import Analysis
import Clickstream
import Reference
import Testing

/// Evidence with intervals against the slow reference: shops with enough persons to judge, and moves beyond the limit.
@Suite struct EvidenceComparisonTests {
  static let seeds: [UInt64] = [1, 2, 3, 4, 5, 6]

  @Test(arguments: seeds) func evidenceEqualsReference(seed: UInt64) throws {
    let events = cartShop(seed: seed)
    var variant = Variant("carts")
    variant.engine.sessions.assumesComplete = true
    variant.reference.assumeComplete = true
    variant.engine.abandonment.derivesFee = true
    variant.reference.deriveFee = true
    variant.engine.abandonment.unit = seed.isMultiple(of: 2) ? .session : .journey
    variant.reference.abandonmentUnit = seed.isMultiple(of: 2) ? .session : .journey
    let expected = referenceReport(events, variant.reference)["abandonment"] ?? .null
    let actual = try engineReport(csv(events), variant.engine)["abandonment"] ?? .null
    let found = differences(expected, actual, tolerance: 0.000_002)
    #expect(found.isEmpty, "seed \(seed): \(found.prefix(8).joined(separator: "\n"))")
    // A test without intervals would prove less than it says.
    let judged = (0..<4).count { index in
      if case .number = actual["reasons"]?[index]?["evidence"]?["low"] { true } else { false }
    }
    #expect(judged >= 2, "seed \(seed)")
  }
}
