import Analysis
import Clickstream
import Reference
import Reports
import RowReader
import Testing

/// Reads one file by itself and compares what became of it with the manifest.
func expectOutcome(
  _ file: CorpusFile, _ settings: AnalysisSettings, _ words: String
) throws {
  do {
    let result = try Analysis(settings: settings).run([.path(Array(file.path.utf8))])
    expectRows(file, result, words)
  } catch AnalysisError.input(_, let error) {
    expectError(file, error, words)
  }
}

private func expectRows(_ file: CorpusFile, _ result: AnalysisResult, _ words: String) {
  guard file.error == nil else {
    Issue.record("\(words): read without an error")
    return
  }
  let input = result.report.input
  #expect(input.events == file.rowsOK, "\(words)")
  #expect(input.rejected == file.rowsRejected, "\(words)")
  #expect((input.rejected == 0) == (file.outcome == "ok"), "\(words)")
  #expect(input.repeatedHeaders == file.repeatedHeaders ?? 0, "\(words)")
  #expect(
    input.rows == input.events + input.rejected + input.repeatedHeaders + input.duplicates,
    "\(words)")
  if let users = file.distinctUsers { #expect(input.users == users, "\(words)") }
  let rejects = result.rejections.map { item in
    CorpusFile.Reject(line: item.rejection.line, reason: item.rejection.reason.name)
  }
  #expect(Array(rejects.prefix(file.rejects.count)) == file.rejects, "\(words)")
  #expect(rejects.count == min(FileYield.keptRejections, input.rejected), "\(words)")
}

private func expectError(_ file: CorpusFile, _ error: ReadError, _ words: String) {
  guard let expected = file.error else {
    Issue.record("\(words): \(error)")
    return
  }
  #expect(error.reason.rawValue == expected.reason, "\(words)")
  if let offset = expected.byteOffset { #expect(error.byteOffset == offset, "\(words)") }
  // Outside gzip's own faults no member is to blame, whatever the manifest says of the first.
  if let offset = expected.memberOffset, expected.reason.hasPrefix("gzip") {
    #expect(error.memberOffset == offset, "\(words)")
  }
  guard !expected.missing.isEmpty else { return }
  let roles = ["event_time": "time", "user_id": "user", "event": "event"]
  let missing = Set(expected.missing.compactMap { roles[$0] })
  #expect(Set(error.detail.split(separator: ",").map(String.init)) == missing, "\(words)")
}
