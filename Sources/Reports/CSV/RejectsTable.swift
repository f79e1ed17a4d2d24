/// The file of rejected rows: where each lies, why it was rejected, and a masked excerpt.
package struct RejectsTable: Sendable {
  /// Rows of one run at most; the rest is counted.
  package static let rowLimit = 10_000

  /// The first line of the file.
  package static let header = "file,line,byte_offset,column,reason,excerpt"

  /// One rejected row.
  package struct Row: Sendable {
    package var file: InputText
    package var line: Int
    package var byteOffset: Int
    /// Header name of the column at fault; empty where the row as a whole is.
    package var column: InputText
    package var reason: String
    /// As it stands in the file, but for doubled quotes, which the reader has made single by then.
    package var excerpt: InputText

    package init(
      file: InputText, line: Int, byteOffset: Int, column: InputText, reason: String,
      excerpt: InputText
    ) {
      self.file = file
      self.line = line
      self.byteOffset = byteOffset
      self.column = column
      self.reason = reason
      self.excerpt = excerpt
    }
  }

  private let rows: [Row]
  private let total: Int

  /// - Parameters:
  ///   - rows: sorted by path, then place.
  ///   - total: rejected rows of the run, listed or not.
  package init(rows: [Row], total: Int) {
    self.rows = Array(rows.prefix(RejectsTable.rowLimit))
    self.total = total
  }

  /// A path or a header's name, which may be a value where a file has no header.
  private static func cell(_ text: InputText) -> String {
    CSVEscaping.input(String(decoding: SensitiveText.masked(text), as: UTF8.self))
  }

  /// The table as CSV; a last row says how many rejects are not listed, if any.
  package var bytes: [UInt8] {
    var text = ReportText()
    text.appendLine(RejectsTable.header)
    for row in rows {
      text.appendLine(
        [
          RejectsTable.cell(row.file), String(row.line), String(row.byteOffset),
          RejectsTable.cell(row.column), row.reason,
          CSVEscaping.input(ValueExcerpt.text(row.excerpt)),
        ].joined(separator: ","))
    }
    if total > rows.count { text.appendLine(",,,,not_listed,\(total - rows.count) more rejects") }
    return text.bytes
  }
}
