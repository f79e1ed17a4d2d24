package import Clickstream
package import RowReader

/// What one column of a file is taken for, and why.
package struct ColumnFinding: Sendable {
  package var header: [UInt8]
  /// Nil for a property.
  package var role: Role?
  /// A few words: `found by its name`, `mapped`, `a property`.
  package var reason: String
}

/// What one file holds.
package struct FileFinding: Sendable {
  package var input: InputFile
  package var columns: [ColumnFinding] = []
  package var delimiter: UInt8 = 0
  package var summary = ReadSummary()
  package var yield = FileYield()
  /// Rows by time format.
  package var timeFormats: [(format: String, rows: Int)] = []
  package var error: ReadError?
}

/// How often one event name occurs, and what it means.
package struct EventFinding: Sendable {
  package var rawName: [UInt8]
  package var canonicalName: [UInt8]
  package var meaning: CanonicalEvent
  package var rows: Int
}

/// Looks at inputs the way a report would, without analysing them.
package struct Inspection: Sendable {
  package private(set) var files: [FileFinding] = []
  /// Most frequent first, then by bytes.
  package private(set) var events: [EventFinding] = []
  package private(set) var warnings: [String] = []

  /// Reads every input to its end; a damaged one is listed with its error.
  package init(of inputs: [InputFile], settings: AnalysisSettings) {
    var plan = ReadingPlan()
    plan.columnOverrides = settings.columns
    plan.timeZone = settings.timeZone
    plan.eventRules = settings.eventRules
    var counts: [[UInt8]: Int] = [:]
    for input in inputs {
      var sink = InspectionSink(plan: plan)
      files.append(Inspection.inspect(input, settings, &sink))
      if files[files.count - 1].error == nil {
        counts.merge(sink.eventCounts, uniquingKeysWith: +)
      }
    }
    let names = EventNames(rules: settings.eventRules)
    events = counts.map { name, rows in
      let (canonical, meaning) = names.look(up: name)
      return EventFinding(
        rawName: name, canonicalName: canonical, meaning: meaning, rows: rows)
    }.sorted { one, other in
      one.rows == other.rows
        ? one.rawName.lexicographicallyPrecedes(other.rawName) : one.rows > other.rows
    }
    warnings = [VocabularyWarning.cart(among: Array(counts.keys), names)].compactMap { $0 }
  }

  private static func inspect(
    _ input: InputFile, _ settings: AnalysisSettings, _ sink: inout InspectionSink
  ) -> FileFinding {
    var finding = FileFinding(input: input)
    do throws(ReadError) {
      let source = try input.open()
      finding.summary = try readRows(from: source, options: settings.reading, into: &sink)
    } catch {
      finding.error = error
    }
    finding.yield = sink.collector.file
    finding.delimiter = sink.delimiter
    finding.timeFormats = sink.timeFormats
    if let map = sink.collector.file.columns {
      finding.columns = map.names.indices.map { map.finding($0, overrides: settings.columns) }
    }
    return finding
  }
}

extension InputFile {
  /// Opens the file, or standard input.
  package func open() throws(ReadError) -> FileByteSource {
    switch self {
    case .path(let path): try FileByteSource(path: path)
    case .standardInput: FileByteSource(standardInput: ())
    }
  }
}

extension ColumnMap {
  /// What a column is taken for.
  fileprivate func finding(_ column: Int, overrides: [Role: [UInt8]]) -> ColumnFinding {
    let header = names[column]
    if let role = Role.allCases.first(where: { columns[$0] == column }) {
      let isMapped = overrides[role].flatMap(find) == column
      return ColumnFinding(
        header: header, role: role, reason: isMapped ? "mapped" : "found by its name")
    }
    let normalized = normalizedName(header)
    let candidate = Role.allCases.first { role in
      HeaderSynonyms.names(of: role).contains { Array($0.utf8) == normalized }
    }
    guard let candidate, let winner = columns[candidate] else {
      return ColumnFinding(header: header, role: nil, reason: "a property")
    }
    let taken = String(decoding: names[winner], as: UTF8.self)
    return ColumnFinding(
      header: header, role: nil,
      reason: "a property; also a name for \(candidate.rawValue), but \"\(taken)\" was taken")
  }
}
