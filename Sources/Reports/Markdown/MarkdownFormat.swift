/// `report.md`: GitHub-flavoured Markdown whose raw text reads well too.
package struct MarkdownFormat: ReportFormat {
  package init() {}

  package func write(_ report: Report, to output: inout ReportText) {
    var renderer = MarkdownRenderer(output: output)
    report.document.render(with: &renderer)
    output = renderer.output
  }
}

/// Blocks with an empty line between them.
struct MarkdownRenderer: DocumentRenderer {
  var output: ReportText
  private var isFirstBlock = true

  init(output: ReportText) {
    self.output = output
  }

  mutating func heading(_ title: Phrase, level: Int) {
    beginBlock()
    output.appendLine(String(repeating: "#", count: level) + " " + text(title))
  }

  mutating func paragraph(_ sentences: Phrase) {
    beginBlock()
    output.appendLine(text(sentences))
  }

  mutating func list(_ items: [Phrase]) {
    beginBlock()
    for item in items { output.appendLine("- " + text(item)) }
  }

  mutating func table(_ table: Table) {
    beginBlock()
    let titles = table.columns.map { text($0.title) }
    let rows = table.rows.map { $0.map(text) }
    let widths = table.columns.indices.map { column in
      // Three dashes and, for numbers, the colon: older GitLab refuses fewer.
      ([titles] + rows).reduce(4) { max($0, DisplayWidth.of($1[column])) }
    }
    output.appendLine(line(titles, table.columns, widths))
    output.appendLine(delimiterLine(table.columns, widths))
    for row in rows { output.appendLine(line(row, table.columns, widths)) }
  }

  private mutating func beginBlock() {
    if !isFirstBlock { output.appendLine() }
    isFirstBlock = false
  }

  private func text(_ phrase: Phrase) -> String {
    phrase.text(MarkdownEscaping.self)
  }

  private func line(_ cells: [String], _ columns: [Column], _ widths: [Int]) -> String {
    let padded = columns.indices.map { index in
      DisplayWidth.padded(cells[index], to: widths[index], columns[index].alignment)
    }
    return "| " + padded.joined(separator: " | ") + " |"
  }

  private func delimiterLine(_ columns: [Column], _ widths: [Int]) -> String {
    let delimiters = zip(columns, widths).map { column, width in
      column.alignment == .number
        ? String(repeating: "-", count: width - 1) + ":" : String(repeating: "-", count: width)
    }
    return "| " + delimiters.joined(separator: " | ") + " |"
  }
}
