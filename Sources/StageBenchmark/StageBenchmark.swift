import Abandonment
import Analysis
import CAllocationCount
import Clickstream
import Funnels
import RowReader

/// Times the stages of a run one by one, on one thread, over the same files: each stage does what the ones before it do,
/// so the difference of two lines is what a stage costs.
///
/// ```
/// inflate   bytes of the files, decompressed and verified
/// scan      rows and fields found
/// decode    events on tapes
/// sort      events gathered by user and put in order
/// fold      the whole run: sessions, journeys, funnel by device, carts, and the report
/// ```
@main
enum StageBenchmark {
  static func main() {
    let paths = CommandLine.arguments.dropFirst().map { InputFile.path(Array($0.utf8)) }
    guard !paths.isEmpty else {
      print("usage: stage-benchmark FILE...")
      return
    }
    do {
      let stages = Stages(inputs: Array(paths))
      let size = try stages.size()
      print(
        "\(size.rows) rows, \(size.bytes) bytes of CSV; medians of \(repetitions) runs, one thread")
      print("")
      print("| up to | seconds | MB/s | rows/s | allocations per 1,000 rows |")
      print("|---|---:|---:|---:|---:|")
      for (name, run) in stages.all { try measure(name, size, run) }
      for funnels in [0, 1, 10] {
        let fold = try FoldOnly(events: stages.decode(), funnels: funnels)
        try measure("\(funnels) funnels, fold alone", size) { fold.run() }
      }
    } catch {
      print("stage-benchmark: \(error)")
    }
  }

  private static let repetitions = 5

  private static func measure(
    _ name: String, _ size: ReadSummary, _ run: () throws -> Void
  ) throws {
    var times: [Duration] = []
    var allocations = 0
    for _ in 0..<repetitions {
      let before = fuga_allocation_count()
      times.append(try ContinuousClock().measure(run))
      allocations = fuga_allocation_count() - before
    }
    let seconds = times.sorted()[repetitions / 2] / .seconds(1)
    print(
      "| \(name) | \(rounded(seconds, 3)) | \(Int(Double(size.bytes) / seconds / 1e6))"
        + " | \(Int(Double(size.rows) / seconds))"
        + " | \(rounded(Double(allocations) * 1000 / Double(size.rows), 1)) |")
  }

  private static func rounded(_ value: Double, _ digits: Int) -> Double {
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    return (value * scale).rounded() / scale
  }
}

/// The stages over some files.
struct Stages {
  let inputs: [InputFile]

  var all: [(name: String, run: () throws -> Void)] {
    [
      ("inflate", inflate), ("scan", { _ = try size() }), ("decode", { _ = try decode() }),
      ("sort", sort), ("fold", fold),
    ]
  }

  /// Finds every row and field.
  func size() throws -> ReadSummary {
    var total = ReadSummary()
    for input in inputs {
      var sink = BlindSink()
      let summary = try readRows(from: input.open(), into: &sink)
      total.rows += summary.rows
      total.bytes += summary.bytes
    }
    return total
  }

  private func inflate() throws {
    for input in inputs { _ = try decompressedBytes(of: input.open()) }
  }

  func decode() throws -> CollectedEvents {
    var collector = EventCollector(plan: plan, key: KeyedHash())
    for input in inputs {
      collector.beginFile()
      _ = try readRows(from: input.open(), into: &collector)
      _ = collector.keepFile()
    }
    return collector.finish()
  }

  private func sort() throws {
    let archive = try EventArchive(merging: [decode()], plan: plan) { _ in [] }
    for piece in archive.pieces(byteLimit: .max) { _ = try UserPartition(piece, of: archive) }
  }

  private func fold() throws {
    var settings = AnalysisSettings()
    settings.defaultBreakdowns = plan.breakdownFields
    _ = try Analysis(settings: settings).run(inputs)
  }

  private var plan: ReadingPlan {
    var plan = ReadingPlan()
    plan.breakdownFields = [.role(.device)]
    return plan
  }
}

/// Takes any header that a report would take, and looks at no row.
private struct BlindSink: RowSink {
  mutating func accept(_ header: Header) throws(ReadError) -> [Int]? {
    header.names.count > 2 ? Array(header.names.indices) : nil
  }

  func missingColumns(in header: Header) -> ReadError { ReadError(.missingColumn) }

  mutating func receive(_ batch: borrowing RowBatch, bytes: Span<UInt8>) throws(ReadError) {}

  mutating func reject(_ rejection: Rejection) {}
}
