/// One way to print a report.
///
/// The same report gives the same bytes, always.
package protocol ReportFormat: Sendable {
  /// Appends the whole report, with a line end as its last byte.
  func write(_ report: Report, to output: inout ReportText)
}

extension ReportFormat {
  /// The whole report as bytes.
  package func bytes(of report: Report) -> [UInt8] {
    var output = ReportText()
    write(report, to: &output)
    return output.bytes
  }
}

/// UTF-8 output that grows at its end.
///
/// It takes Strings only: input text has to pass one of the escaping functions to become one.
package struct ReportText: Sendable {
  /// What was written so far; valid UTF-8.
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// Appends text that is already escaped for this output.
  package mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  mutating func appendLine(_ text: String = "") {
    append(text)
    bytes.append(UInt8(ascii: "\n"))
  }
}
