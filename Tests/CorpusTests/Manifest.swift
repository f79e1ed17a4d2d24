import Foundation
import Reference
import Testing

/// One file of the corpus and what must become of it: a line of `Tests/Corpus/manifest.jsonl`.
struct CorpusFile: CustomTestStringConvertible, Sendable {
  var name: String
  /// `ok`, `rejects` or `error`.
  var outcome: String
  var rowsOK: Int?
  var rowsRejected: Int?
  /// The first rejects, by line.
  var rejects: [Reject]
  var error: Fault?
  var repeatedHeaders: Int?
  var distinctUsers: Int?
  var sameReportAs: String?

  struct Reject: Equatable {
    var line: Int
    var reason: String
  }

  struct Fault {
    var reason: String
    /// Offset in the file as it lies on disk, where it is promised.
    var byteOffset: Int?
    /// Offset of the gzip member, where it is promised.
    var memberOffset: Int?
    /// Roles without a column, as the manifest calls them.
    var missing: [String]
  }

  var testDescription: String { name }

  /// The folder, found from this file's own place.
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Corpus").path

  var path: String { CorpusFile.folder + "/" + name }

  /// Every line of the manifest; none when it cannot be read, which a test of its own reports.
  static let all: [CorpusFile] = {
    guard let text = try? String(contentsOfFile: folder + "/manifest.jsonl", encoding: .utf8) else {
      return []
    }
    return text.split(separator: "\n").compactMap { line in
      (try? JSONValue(parsing: String(line))).flatMap(CorpusFile.init)
    }
  }()

  init?(_ value: JSONValue) {
    guard let name = value["file"]?.text, let expect = value["expect"],
      let outcome = expect["outcome"]?.text
    else { return nil }
    self.name = name
    self.outcome = outcome
    rowsOK = expect["rows_ok"]?.integer
    rowsRejected = expect["rows_rejected"]?.integer
    rejects = (expect["rejects"]?.elements ?? []).map { pair in
      Reject(line: pair[0]?.integer ?? -1, reason: pair[1]?.text ?? "")
    }
    repeatedHeaders = expect["also"]?["repeated_headers"]?.integer
    distinctUsers = expect["also"]?["distinct_users"]?.integer
    sameReportAs = expect["also"]?["same_report_as"]?.text
    error = expect["error"].map { fault in
      Fault(
        reason: fault["reason"]?.text ?? "", byteOffset: fault["at"]?.integer,
        memberOffset: fault["member"]?.integer,
        missing: (fault["missing"]?.elements ?? []).compactMap(\.text))
    }
  }
}

extension JSONValue {
  fileprivate var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  fileprivate var integer: Int? {
    if case .number(let text) = self { Int(text) } else { nil }
  }

  fileprivate var elements: [JSONValue] {
    if case .array(let elements) = self { elements } else { [] }
  }
}
