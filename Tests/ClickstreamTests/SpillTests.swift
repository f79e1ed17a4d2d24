import Foundation
import Machine
import Reference
import RowReader
import Testing

@testable import Clickstream

/// Events that went through a temporary file are the events that came in.
@Suite struct SpillTests {
  static let seeds: [UInt64] = Array(1...6)

  /// How one run keeps and loads its events.
  private struct Run {
    var workers = 1
    /// Bytes of a store that are not yet spilled; nil to keep all in memory.
    var storeLimit: Int?
    var byteLimit = Int.max
    /// Batches of rows to a file; the store is looked at after each.
    var batches = 1

    static func random(_ generator: inout SplitMix64) -> Run {
      Run(
        workers: [1, 1, 3].randomElement(using: &generator) ?? 1,
        storeLimit: [0, 70_000, 150_000].randomElement(using: &generator),
        byteLimit: [1000, 4000, .max].randomElement(using: &generator) ?? .max,
        batches: Int.random(in: 2...6, using: &generator))
    }
  }

  private func collect(
    _ files: [TestFile], _ plan: ReadingPlan, _ run: Run
  ) -> [CollectedEvents] {
    let key = KeyedHash()
    var options = ReadOptions()
    options.chunkBytes = (files.map(\.text.count).max() ?? 0) / run.batches + 1
    return (0..<run.workers).map { worker in
      let spill = SpillFile(folder: Array(NSTemporaryDirectory().utf8), plan: plan)
      var collector = EventCollector(
        plan: plan, key: key, spill: run.storeLimit == nil ? nil : spill,
        storeLimit: run.storeLimit ?? .max)
      for (index, file) in files.enumerated() where index % run.workers == worker {
        file.read(into: &collector, options)
      }
      return collector.finish()
    }
  }

  private func resolved(
    _ files: [TestFile], _ plan: ReadingPlan, _ run: Run
  ) throws -> ResolvedEvents {
    let collected = collect(files, plan, run)
    let archive = try EventArchive(merging: collected, plan: plan) { _ in [] }
    if run.storeLimit == 0 { #expect(archive.hasSpilled) }
    if run.byteLimit == 1000 && archive.hasSpilled {
      #expect(archive.pieces(byteLimit: 1000).contains { $0.sliceCount > 1 })
    }
    return try ResolvedEvents(archive, byteLimit: run.byteLimit)
  }

  /// A property, a role that is only a detail, and conditions on what breakdowns do not keep.
  private func plan(dropsDuplicates: Bool) -> ReadingPlan {
    var plan = ReadingPlan()
    plan.breakdownFields = [.role(.page), .role(.device), .property(Array("item_2".utf8))]
    plan.rowCondition = .not(.field(.role(.value), .above(1_000_000_000)))
    plan.dropsDuplicates = dropsDuplicates
    return plan
  }

  /// A shop's rows dealt out to files, with a column that is a property.
  private func files(seed: UInt64, count: Int) -> [TestFile] {
    let events = randomShop(seed: seed)
    return (0..<count).map { part in
      let own = events.enumerated().filter { $0.offset % count == part }.map(\.element)
      let text = String(decoding: csv(own, columnSeed: seed), as: UTF8.self)
      return TestFile(text: Array(text.replacing("item", with: "item_2").utf8))
    }
  }

  @Test(arguments: seeds, [false, true])
  func spilledEventsAreTheSame(seed: UInt64, dropsDuplicates: Bool) throws {
    var generator = SplitMix64(seed: seed)
    let plan = plan(dropsDuplicates: dropsDuplicates)
    let files = files(seed: seed, count: 4)
    let expected = try resolved(files, plan, Run())
    for _ in 0..<3 {
      let run = Run.random(&generator)
      #expect(try resolved(files, plan, run) == expected, "seed \(seed), \(run)")
    }
  }

  /// Damaged files before, between and behind good ones; all are spilled several times before their end.
  @Test(arguments: seeds) func damagedFilesLeaveNothingBehind(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let plan = plan(dropsDuplicates: seed % 2 == 0)
    let good = files(seed: seed, count: 4)
    let expected = try resolved(good, plan, Run())
    for _ in 0..<3 {
      var run = Run.random(&generator)
      run.workers = 1
      var all = good
      for part in files(seed: seed + 1000, count: 3) {
        let place = Int.random(in: 0...all.count, using: &generator)
        all.insert(TestFile(text: part.text, isDamaged: true), at: place)
      }
      let kept = collect(all, plan, run).reduce(0) { $0 + $1.eventCount }
      // Blocks of a file that is gone speak of names that are gone.
      try #require(kept == collect(good, plan, Run())[0].eventCount, "seed \(seed), \(run)")
      #expect(try resolved(all, plan, run) == expected, "seed \(seed), \(run)")
    }
  }

  @Test func storesAreSpilledAgainAndAgain() {
    let run = Run(storeLimit: 0, batches: 12)
    let files = files(seed: 3, count: 2)
    let collected = collect(files, plan(dropsDuplicates: false), run)
    let blocks = collected[0].spill?.blocks ?? []
    let offsets = zip(blocks, blocks.dropFirst()).allSatisfy { $0.offset + $0.length == $1.offset }
    #expect(offsets, "blocks lie one behind the other")
    let perPartition = Dictionary(grouping: blocks, by: \.partition).mapValues(\.count)
    #expect((perPartition.values.max() ?? 0) > 5)
  }

  /// A worker that spilled and one that never had to, in one archive.
  @Test func workersMaySpillOrNot() throws {
    let plan = plan(dropsDuplicates: false)
    let key = KeyedHash()
    let files = files(seed: 5, count: 2)
    let collected = [0, Int.max].enumerated().map { index, limit in
      var collector = EventCollector(
        plan: plan, key: key,
        spill: SpillFile(folder: Array(NSTemporaryDirectory().utf8), plan: plan),
        storeLimit: limit)
      files[index].read(into: &collector)
      return collector.finish()
    }
    let archive = try EventArchive(merging: collected, plan: plan) { _ in [] }
    #expect(try ResolvedEvents(archive) == resolved(files, plan, Run()))
  }

  @Test func aFolderThatIsNotThereIsAnError() throws {
    let plan = ReadingPlan()
    var collector = EventCollector(
      plan: plan, key: KeyedHash(), spill: SpillFile(folder: Array("/no/such".utf8), plan: plan),
      storeLimit: 0)
    collector.beginFile()
    let file = files(seed: 1, count: 1)[0]
    let error = #expect(throws: ReadError.self) {
      _ = try readRows(from: MemoryByteSource(file.text), into: &collector)
    }
    #expect(error?.reason == .sinkFailed && error?.detail == "No such file or directory")
    collector.dropFile()
    #expect(collector.eventCounts.isEmpty)
  }
}

extension CollectedEvents {
  /// Events in memory and in blocks.
  fileprivate var eventCount: Int {
    store.tapes.reduce(0) { $0 + $1.count }
      + (spill?.blocks ?? []).reduce(0) { $0 + $1.events }
  }
}

/// Unnamed files.
@Suite struct TemporaryFileTests {
  @Test func hasNoNameAndHoldsWhatIsWritten() throws {
    let folder = NSTemporaryDirectory() + "fuga-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let file = try TemporaryFile(folder: Array(folder.utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    let texts = [Array("first".utf8), [UInt8](repeating: 7, count: 300_000), Array("last".utf8)]
    try file.write(texts[0], at: 0)
    try file.write(texts[2], at: 300_005)
    try file.write(texts[1], at: 5)
    #expect(try file.read(300_009, at: 0, filler: UInt8(0)) == Array(texts.joined()))
    try file.write([Int64.min, 0, .max], at: 16)
    #expect(try file.read(2, at: 24, filler: Int64(1)) == [0, .max])
    file.truncate(to: 300_008)
    #expect(try file.read(300_008, at: 0, filler: UInt8(0)).count == 300_008)
    #expect(throws: SpillError.self) { try file.read(300_009, at: 0, filler: UInt8(0)) }
  }
}
