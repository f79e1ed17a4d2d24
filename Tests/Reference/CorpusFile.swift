import Foundation

/// One file of the corpus and what must become of it: a line of `Tests/Corpus/manifest.jsonl`.
public struct CorpusFile: CustomStringConvertible, Sendable {
  /// In the corpus' folder.
  public var name: String
  /// `ok`, `rejects` or `error`.
  public var outcome: String
  /// Rows that are used.
  public var rowsOK: Int?
  /// Rows that are not.
  public var rowsRejected: Int?
  /// The first rejects, by line.
  public var rejects: [Reject]
  /// Set for a file that is an error as a whole.
  public var error: Fault?
  /// Lines equal to the header.
  public var repeatedHeaders: Int?
  /// Users in the rows that are used.
  public var distinctUsers: Int?
  /// A file with the same report.
  public var sameReportAs: String?

  /// A row that is not used.
  public struct Reject: Equatable, Sendable {
    /// Physical, from 1.
    public var line: Int
    /// As the reading contract names it.
    public var reason: String

    /// A reject on a physical line, from 1.
    public init(line: Int, reason: String) {
      self.line = line
      self.reason = reason
    }
  }

  /// Why the file as a whole is not used.
  public struct Fault: Sendable {
    /// As the reading contract names it.
    public var reason: String
    /// Offset in the file as it lies on disk, where it is promised.
    public var byteOffset: Int?
    /// Offset of the gzip member, where it is promised.
    public var memberOffset: Int?
    /// Roles without a column, as the manifest calls them.
    public var missing: [String]
  }

  /// The name, for test cases.
  public var description: String { name }

  /// Texts that no output may hold.
  public var secrets: [String]

  /// The folder, found from this file's own place.
  public static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Corpus").path

  /// Where the file lies.
  public var path: String { CorpusFile.folder + "/" + name }

  /// Every line of the manifest; none when it cannot be read, which a test of its own reports.
  public static let all: [CorpusFile] = {
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
    rowsOK = expect["rows_ok"]?.wholeNumber
    rowsRejected = expect["rows_rejected"]?.wholeNumber
    rejects = (expect["rejects"]?.elements ?? []).map { pair in
      Reject(line: pair[0]?.wholeNumber ?? -1, reason: pair[1]?.text ?? "")
    }
    repeatedHeaders = expect["also"]?["repeated_headers"]?.wholeNumber
    distinctUsers = expect["also"]?["distinct_users"]?.wholeNumber
    sameReportAs = expect["also"]?["same_report_as"].map(\.text)
    secrets = (expect["also"]?["must_not_appear"]?.elements ?? []).map(\.text)
    error = expect["error"].map { fault in
      Fault(
        reason: fault["reason"]?.text ?? "", byteOffset: fault["at"]?.wholeNumber,
        memberOffset: fault["member"]?.wholeNumber,
        missing: (fault["missing"]?.elements ?? []).map(\.text))
    }
  }
}

extension JSONValue {
  /// A whole number; nil for anything else.
  fileprivate var wholeNumber: Int? {
    if case .number(let text) = self { Int(text) } else { nil }
  }
}
