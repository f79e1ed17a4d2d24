import Analysis
import Clickstream
import Foundation
import Reference
import Reports
import RowReader
import TestSupport
import Testing

/// Reports of runs that may keep next to nothing in memory are the same reports.
///
/// One at a time: each has many temporary files.
@Suite(.serialized) struct SpilledReportTests {
  static let seeds: [UInt64] = Array(200...207)

  /// A worker for each file, so that a worker's share is less than what an empty store takes; pieces of two kibibytes;
  /// and several batches a file.
  private func starved(_ settings: AnalysisSettings) -> AnalysisSettings {
    var settings = settings
    settings.memory.bytes = MemoryPlan.leastBytes
    settings.memory.temporaryFolder = Array(NSTemporaryDirectory().utf8)
    settings.threads = 2048
    settings.reading.chunkBytes = 400
    return settings
  }

  /// Rows dealt out to 96 files.
  private func files(_ events: [ReferenceEvent]) -> [[UInt8]] {
    (0..<96).map { part in
      csv(events.enumerated().filter { $0.offset % 96 == part }.map(\.element))
    }
  }

  /// The report without the list of files.
  private func report(_ files: [[UInt8]], _ settings: AnalysisSettings) throws -> JSONValue {
    let folder = try TemporaryFolder()
    let inputs = try files.enumerated().map { index, bytes in
      InputFile.path(Array(try folder.write("\(index).csv", bytes).utf8))
    }
    var report = try Analysis(settings: settings).run(inputs).report
    report.input.files = []
    return try JSONValue(parsing: JSONFormat().bytes(of: report))
  }

  @Test(arguments: seeds) func equalTheReference(seed: UInt64) throws {
    let events = withCustomers(randomShop(seed: seed), seed: seed)
    let variant = Variant.all[Int(seed) % Variant.all.count]
    let expected = referenceReport(variant.events(events), variant.reference)
    let actual = try report(files(variant.events(events)), starved(variant.engine))
    let found = differences(expected, actual, tolerance: 0.000_002)
    #expect(found.isEmpty, "seed \(seed), \(variant.name): \(found.prefix(8))")
  }

  /// Breakdowns by what spilled blocks keep in memory: a page, an amount, a property.
  private var brokenDown: AnalysisSettings {
    var settings = AnalysisSettings()
    settings.defaultBreakdowns = [.role(.page), .role(.value), .property(Array("shade".utf8))]
    settings.maxSegments = 4
    settings.keepsGoing = true
    return settings
  }

  /// The items' column as a property.
  private func filesWithProperty(_ events: [ReferenceEvent]) -> [[UInt8]] {
    files(events).map {
      Array(String(decoding: $0, as: UTF8.self).replacing("item", with: "shade").utf8)
    }
  }

  @Test(arguments: [301, 302] as [UInt64]) func duplicatesAreDroppedAlike(seed: UInt64) throws {
    let events = withCustomers(randomShop(seed: seed), seed: seed)
    var settings = brokenDown
    settings.dropsDuplicates = true
    let files = filesWithProperty(events + events)
    #expect(try report(files, starved(settings)) == report(files, settings), "seed \(seed)")
  }

  /// Damaged files among good ones, spilled before their damage shows: nothing of them counts.
  @Test(arguments: [401, 402] as [UInt64]) func damagedFilesLeaveNothing(seed: UInt64) throws {
    var events = withCustomers(randomShop(seed: seed), seed: seed)
    let good = filesWithProperty(events)
    events = randomShop(seed: seed + 1000)
    for index in events.indices { events[index].user += Array("!".utf8) }
    let bad = csv(
      events.map { event in
        var event = event
        event.event += Array(" again".utf8)
        return event
      })
    let files = (0..<96).flatMap { $0 % 12 == 6 ? [good[$0], damagedGzip(bad)] : [good[$0]] }
    #expect(try report(files, starved(brokenDown)) == report(good, brokenDown), "seed \(seed)")
  }

  /// One stored block whose checksum is wrong.
  private func damagedGzip(_ content: [UInt8]) -> [UInt8] {
    let block = content.prefix(65_535)
    let (low, high) = (UInt8(block.count & 0xff), UInt8(block.count >> 8))
    return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, low, high, ~low, ~high] + block
      + [UInt8](repeating: 0, count: 8)
  }

  /// The tests above spill: where that is impossible, such a run is too.
  @Test func suchRunsCannotDoWithoutTheirFolder() {
    var settings = starved(AnalysisSettings())
    settings.memory.temporaryFolder = Array("/no/such".utf8)
    let error = #expect(throws: AnalysisError.self) {
      try report(files(randomShop(seed: 1)), settings)
    }
    guard case .cannotSpill(let folder, let words) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(folder == Array("/no/such".utf8) && words == "No such file or directory")
  }
}
