import Analysis
import Foundation
import Reports
import RowReader

/// Where the engine finds the input; one file a process.
private let dump: String = {
  let path = NSTemporaryDirectory() + "fuga-fuzz-\(ProcessInfo.processInfo.processIdentifier).csv"
  return path
}()

/// The whole engine, in two ways.
func fuzzPipeline(_ bytes: [UInt8]) {
  guard (try? Data(bytes).write(to: URL(fileURLWithPath: dump))) != nil else { return }
  var whole = AnalysisSettings()
  whole.threads = 1
  // Pieces scan the record at hand again and again.
  whole.reading.recordLimit = 4096
  var pieces = whole
  pieces.threads = 2
  pieces.reading.inputBytes = 61
  pieces.reading.windowBytes = 64
  pieces.reading.chunkBytes = 64
  check(outcome(whole) == outcome(pieces), "pieces give another report")
}

/// The report's bytes; none where the input is refused: of two faults, a window may show the one and a piece the other.
private func outcome(_ settings: AnalysisSettings) -> [UInt8] {
  guard let result = try? Analysis(settings: settings).run([.path(Array(dump.utf8))]) else {
    return []
  }
  let input = result.report.input
  check(
    input.rows == input.events + input.rejected + input.repeatedHeaders + input.duplicates,
    "rows do not add up")
  _ = MarkdownFormat().bytes(of: result.report)
  return JSONFormat().bytes(of: result.report)
}
