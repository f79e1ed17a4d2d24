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
    if seed > 3 {
      variant.engine.abandonment.strata = [.device]
      variant.reference.strata = ["device"]
    }
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

/// What must not show in evidence: order of rows, files, threads, and where events were kept.
@Suite struct SameEvidenceTests {
  @Test(arguments: [11, 12] as [UInt64]) func orderFilesAndThreadsAreIrrelevant(seed: UInt64) throws
  {
    let events = cartShop(seed: seed)
    let expected = try abandonment([csv(events)], threads: 1)
    #expect(expected.contains("\"finding\": \"proven\""), "seed \(seed)")
    #expect(try abandonment([csv(events, rowSeed: seed)], threads: 1) == expected)
    let thirds = (0..<3).map { part in
      csv(events.enumerated().filter { $0.offset % 3 == part }.map(\.element), columnSeed: seed)
    }
    for threads in [2, 8] {
      #expect(try abandonment(thirds.reversed(), threads: threads) == expected)
    }
  }

  private func abandonment(_ files: [[UInt8]], threads: Int) throws -> String {
    var settings = AnalysisSettings()
    settings.sessions.assumesComplete = true
    settings.threads = threads
    let lines = String(decoding: try engineJSON(files, settings), as: UTF8.self)
      .split(separator: "\n")
    let section = lines.drop { !$0.hasPrefix("  \"abandonment\"") }.prefix {
      !$0.hasPrefix("  \"days\"")
    }
    return section.joined(separator: "\n")
  }
}
