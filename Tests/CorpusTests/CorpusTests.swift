import Analysis
import Clickstream
import Foundation
import Reference
import Reports
import RowReader
import TestSupport
import Testing

/// Every file of the corpus, read by the whole engine, ends as its line in the manifest says.
@Suite struct CorpusTests {
  @Test func theManifestNamesEveryFile() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: CorpusFile.folder)
    let named = Set(CorpusFile.all.map(\.name))
    #expect(Set(files) == named.union(["manifest.jsonl", "README.md"]))
    #expect(named.count == CorpusFile.all.count && named.count > 100)
  }

  @Test(arguments: CorpusFile.all) func outcomeIsAsTheManifestSays(_ file: CorpusFile) throws {
    try expectOutcome(file, settings(), "default sizes")
  }

  /// A second thread decompresses ahead of the rows.
  @Test(arguments: CorpusFile.all.filter(\.isGzip)) func outcomeIsTheSameWhenInflatedAhead(
    _ file: CorpusFile
  ) throws {
    var ahead = settings()
    ahead.threads = 2
    try expectOutcome(file, ahead, "ahead")
  }

  /// Long ones are left out: content over 300 kB and lines over 50 kB, which tiny chunks scan again and again.
  @Test(arguments: CorpusFile.all.filter { !$0.isLong })
  func outcomeIsTheSameInChunksOfAnySizeForContentUpTo300kB(_ file: CorpusFile) throws {
    for size in [1, 2, 3, 7, 61, 4096] {
      try expectOutcome(file, settings(chunkBytes: size), "chunks of \(size)")
      var small = settings(chunkBytes: size)
      small.reading.inputBytes = size
      small.reading.windowBytes = size
      try expectOutcome(file, small, "every buffer of \(size)")
      guard file.isGzip else { continue }
      small.threads = 2
      try expectOutcome(file, small, "every buffer of \(size), ahead")
    }
  }

  @Test(arguments: CorpusFile.all.filter { $0.isLong && $0.contentBytes < 4_000_000 })
  func outcomeIsTheSameInChunksOf4096ForLongContent(_ file: CorpusFile) throws {
    try expectOutcome(file, settings(chunkBytes: 4096), "chunks of 4096")
  }

  /// All usable files in one run, unusable ones left out: the same bytes whatever the number of threads.
  @Test func threadsDoNotShowInTheReport() throws {
    let inputs = CorpusFile.all.map { InputFile.path(Array($0.path.utf8)) }
    let results = try [1, 2, 8].map { threads in
      var settings = settings()
      settings.keepsGoing = true
      settings.threads = threads
      return try Analysis(settings: settings).run(inputs)
    }
    let usable = CorpusFile.all.filter { $0.error == nil }
    let first = results[0]
    #expect(first.report.input.events == usable.reduce(0) { $0 + ($1.rowsOK ?? 0) })
    #expect(first.report.input.rejected == usable.reduce(0) { $0 + ($1.rowsRejected ?? 0) })
    #expect(first.failures.count == CorpusFile.all.count - usable.count)
    for result in results.dropFirst() {
      #expect(JSONFormat().bytes(of: result.report) == JSONFormat().bytes(of: first.report))
      #expect(result.failures.map(\.error) == first.failures.map(\.error))
      #expect(result.rejections.map(\.rejection) == first.rejections.map(\.rejection))
    }
  }

  /// The report's list of files aside, which names them.
  @Test(arguments: CorpusFile.all.filter { $0.sameReportAs != nil })
  func twinsGiveTheSameReport(_ file: CorpusFile) throws {
    let twin = try #require(CorpusFile.all.first { $0.name == file.sameReportAs })
    for threads in [1, 2, 8] {
      var settings = settings()
      settings.threads = threads
      let one = try reportWithoutFiles(file, settings)
      #expect(try one == reportWithoutFiles(twin, settings))
    }
  }

  private func reportWithoutFiles(
    _ file: CorpusFile, _ settings: AnalysisSettings
  ) throws -> [UInt8] {
    var report = try Analysis(settings: settings).run([.path(Array(file.path.utf8))]).report
    report.input.files = []
    return JSONFormat().bytes(of: report)
  }
}

/// Settings of a run that stops at nothing but what the file itself is.
private func settings(chunkBytes: Int = .max) -> AnalysisSettings {
  var settings = AnalysisSettings()
  settings.reading.chunkBytes = chunkBytes
  return settings
}

extension CorpusFile {
  fileprivate var isGzip: Bool {
    FileManager.default.contents(atPath: path)?.starts(with: [0x1f, 0x8b]) ?? false
  }

  /// Content over 300 kB, or lines over 50 kB.
  fileprivate var isLong: Bool {
    let hasLongLines = ["limits_10000_columns.csv.gz", "limits_field_64k.csv"].contains(name)
    return hasLongLines || contentBytes > 300_000
  }

  /// Bytes of the content, or more: what the last member's length field says, if the file has one.
  fileprivate var contentBytes: Int {
    guard let bytes = FileManager.default.contents(atPath: path) else { return 0 }
    let isGzip = bytes.starts(with: [0x1f, 0x8b])
    let isSound = error == nil || error?.reason.hasPrefix("gzip") == false
    guard isGzip, isSound else { return bytes.count }
    let length = bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    return max(length, bytes.count)
  }
}
