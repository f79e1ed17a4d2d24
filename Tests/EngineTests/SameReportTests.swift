import Analysis
import Clickstream
import Reference
import RowReader
import Testing

/// What must not show in a report: order of rows and columns, quoting, files, threads, buffers.
@Suite struct SameReportTests {
  static let seeds: [UInt64] = [101, 102, 103, 104, 105, 106]

  /// The report without the list of files, the only part that follows them.
  private func report(_ files: [[UInt8]], _ settings: AnalysisSettings) throws -> [UInt8] {
    let json = try engineJSON(files, settings)
    let lines = String(decoding: json, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    let start = lines.firstIndex { $0.contains("\"files\": [") } ?? 0
    let end = lines[start...].firstIndex { $0.hasPrefix("    ]") } ?? start
    return Array((lines[..<start] + lines[(end + 1)...]).joined(separator: "\n").utf8)
  }

  private var settings: AnalysisSettings {
    var settings = AnalysisSettings()
    settings.defaultBreakdowns = [.role(.device), .role(.page), .role(.value)]
    return settings
  }

  @Test(arguments: seeds) func orderOfRowsIsIrrelevant(seed: UInt64) throws {
    let events = randomShop(seed: seed)
    let expected = try report([csv(events)], settings)
    for shuffle in seed..<seed + 4 {
      #expect(try report([csv(events, rowSeed: shuffle)], settings) == expected, "seed \(shuffle)")
    }
  }

  @Test(arguments: seeds) func columnsAndQuotesAreIrrelevant(seed: UInt64) throws {
    let events = randomShop(seed: seed)
    let expected = try report([csv(events)], settings)
    #expect(try report([csv(events, columnSeed: seed)], settings) == expected)
    #expect(try report([csv(events, quoteAll: true)], settings) == expected)
    #expect(
      try report([csv(events, columnSeed: seed, rowSeed: seed, quoteAll: true)], settings)
        == expected)
  }

  @Test(arguments: seeds) func filesAndThreadsAreIrrelevant(seed: UInt64) throws {
    let events = randomShop(seed: seed)
    let expected = try report([csv(events)], settings)
    let thirds = (0..<3).map { part in
      csv(events.enumerated().filter { $0.offset % 3 == part }.map(\.element), columnSeed: seed)
    }
    for threads in [1, 2, 8] {
      var settings = settings
      settings.threads = threads
      #expect(try report(thirds, settings) == expected, "\(threads) threads")
      #expect(try report(thirds.reversed(), settings) == expected, "\(threads) threads, reversed")
    }
  }

  @Test(arguments: seeds) func bufferSizesAreIrrelevant(seed: UInt64) throws {
    let file = csv(randomShop(seed: seed))
    let expected = try report([file], settings)
    for size in [1, 2, 3, 7, 61, 4096] {
      var settings = settings
      settings.reading.chunkBytes = size
      settings.reading.inputBytes = size
      #expect(try report([file], settings) == expected, "\(size) bytes")
    }
  }

  @Test(arguments: seeds) func duplicatesAreDroppedOnRequest(seed: UInt64) throws {
    let events = randomShop(seed: seed)
    let distinct = Array(Set(events))
    var settings = settings
    settings.dropsDuplicates = true
    var twice = try JSONValue(parsing: engineJSON([csv(events + events)], settings))
    var once = try JSONValue(parsing: engineJSON([csv(distinct)], settings))
    for section in ["sessions", "journeys", "funnels", "abandonment", "kpis", "days"] {
      #expect(differences(once[section] ?? .null, twice[section] ?? .null).isEmpty, "\(section)")
    }
    twice = twice["input"] ?? .null
    once = once["input"] ?? .null
    #expect(twice["events"] == once["events"])
    #expect(twice["duplicates"] == .integer(2 * events.count - distinct.count))
  }
}

/// What must hold in every report.
@Suite struct LawTests {
  @Test(arguments: ReferenceComparisonTests.seeds) func figuresAddUp(seed: UInt64) throws {
    let report = try engineReport(csv(randomShop(seed: seed)), SameReportLaws.settings)
    let abandonment = report["abandonment"] ?? .null
    let reasons = SameReportLaws.numbers(abandonment["reasons"], "carts")
    let silent = SameReportLaws.number(abandonment["no_signal"]?["carts"])
    #expect(reasons.reduce(silent, +) == SameReportLaws.number(abandonment["abandoned"]))
    let states = ["purchased", "open", "emptied", "abandoned"].map {
      SameReportLaws.number(abandonment[$0])
    }
    #expect(states.reduce(0, +) == SameReportLaws.number(abandonment["carts"]))

    let funnel = report["funnels"]?[0] ?? .null
    let counts = SameReportLaws.numbers(funnel["steps"], "count")
    #expect(zip(counts, counts.dropFirst()).allSatisfy { $0 >= $1 })
    for (step, count) in counts.enumerated() {
      #expect(SameReportLaws.segmentSum(funnel["segments"], step: step) == count)
    }
    let input = report["input"] ?? .null
    let rows = ["events", "rejected", "repeated_headers", "duplicates"].map {
      SameReportLaws.number(input[$0])
    }
    #expect(rows.reduce(0, +) == SameReportLaws.number(input["rows"]))
  }
}

private enum SameReportLaws {
  static var settings: AnalysisSettings {
    var settings = AnalysisSettings()
    settings.defaultBreakdowns = [.role(.page)]
    settings.maxSegments = 2
    return settings
  }

  static func number(_ value: JSONValue?) -> Int {
    if case .number(let text) = value { Int(text) ?? -1 } else { -1 }
  }

  static func elements(_ value: JSONValue?) -> [JSONValue] {
    if case .array(let elements) = value { elements } else { [] }
  }

  static func numbers(_ list: JSONValue?, _ key: String) -> [Int] {
    elements(list).map { number($0[key]) }
  }

  static func segmentSum(_ segments: JSONValue?, step: Int) -> Int {
    elements(segments).reduce(0) { $0 + number($1["steps"]?[step]?["count"]) }
  }
}
