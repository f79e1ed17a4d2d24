/// `report.html`: one file that needs nothing beside it, no script and no network.
package struct HTMLFormat: ReportFormat {
  package init() {}

  package func write(_ report: Report, to output: inout ReportText) {
    let document = report.document
    var renderer = HTMLRenderer(output: output, sections: document.sectionTitles)
    renderer.begin()
    document.render(with: &renderer)
    renderer.end()
    output = renderer.output
  }
}

extension Document {
  /// Headings of the second level, for the list of sections.
  fileprivate var sectionTitles: [Phrase] {
    blocks.compactMap { block in
      if case .heading(level: 2, let title) = block { title } else { nil }
    }
  }
}

/// Blocks as elements; a heading of the second level begins a section.
struct HTMLRenderer: DocumentRenderer {
  private(set) var output: ReportText
  private let sections: [Phrase]
  /// Sections begun so far; the one at hand has this number in its heading's id.
  private var sectionCount = 0
  /// Tables of the section at hand so far.
  private var tableCount = 0

  init(output: ReportText, sections: [Phrase]) {
    self.output = output
    self.sections = sections
  }

  /// Everything in front of the first heading.
  mutating func begin() {
    output.appendLine("<!doctype html>")
    output.appendLine("<html lang=\"en\">")
    output.appendLine("<head>")
    output.appendLine("<meta charset=\"utf-8\">")
    // Nothing is loaded and nothing runs, whatever a text of the input may try.
    output.appendLine(
      "<meta http-equiv=\"Content-Security-Policy\""
        + " content=\"default-src 'none'; style-src 'unsafe-inline'\">")
    output.appendLine(
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
    output.appendLine("<meta name=\"color-scheme\" content=\"light dark\">")
    output.appendLine("<meta name=\"robots\" content=\"noindex\">")
    output.appendLine("<meta name=\"referrer\" content=\"no-referrer\">")
    output.appendLine("<title>Where the funnel leaks</title>")
    output.appendLine("<style>")
    output.append(HTMLStyle.sheet)
    output.appendLine("</style>")
    output.appendLine("</head>")
    output.appendLine("<body>")
    output.append(HTMLStyle.patterns)
    output.appendLine("<main>")
  }

  mutating func end() {
    if sectionCount > 0 { output.appendLine("</section>") }
    output.appendLine("</main>")
    output.appendLine("</body>")
    output.appendLine("</html>")
  }

  mutating func heading(_ title: Phrase, level: Int) {
    switch level {
    case 1: output.appendLine("<h1>\(text(title))</h1>")
    case 2: beginSection(title)
    default: output.appendLine("<h\(level)>\(text(title))</h\(level)>")
    }
  }

  private mutating func beginSection(_ title: Phrase) {
    if sectionCount == 0 { listSections() } else { output.appendLine("</section>") }
    sectionCount += 1
    tableCount = 0
    output.appendLine("<section aria-labelledby=\"s\(sectionCount)\">")
    output.appendLine("<h2 id=\"s\(sectionCount)\">\(text(title))</h2>")
  }

  private mutating func listSections() {
    output.appendLine("<nav aria-label=\"Sections\">")
    output.appendLine("<ul>")
    for (index, title) in sections.enumerated() {
      let plain = title.text(HTMLTextEscaping.self)
      output.appendLine("<li><a href=\"#s\(index + 1)\">\(plain)</a></li>")
    }
    output.appendLine("</ul>")
    output.appendLine("</nav>")
  }

  mutating func paragraph(_ sentences: Phrase) {
    output.appendLine("<p>\(text(sentences))</p>")
  }

  mutating func list(_ items: [Phrase]) {
    output.appendLine("<ul>")
    for item in items { output.appendLine("<li>\(text(item))</li>") }
    output.appendLine("</ul>")
  }

  private func text(_ phrase: Phrase) -> String { phrase.text(HTMLEscaping.self) }
}

// MARK: Tables

extension HTMLRenderer {
  mutating func table(_ table: Table) {
    tableCount += 1
    // A table that is wider than a phone scrolls by itself, with keys too.
    output.appendLine(
      "<div class=\"table\" role=\"region\" tabindex=\"0\""
        + " aria-label=\"Table \(sectionCount).\(tableCount)\">")
    output.appendLine("<table>")
    output.appendLine("<thead>")
    appendRow(table.columns.map { "<th scope=\"col\"\(className($0))>\(text($0.title))</th>" })
    output.appendLine("</thead>")
    output.appendLine("<tbody>")
    for cells in table.rows {
      appendRow(
        zip(cells, table.columns).enumerated().map { index, cell in
          // The first column names the row.
          let (start, end) = index == 0 ? ("th scope=\"row\"", "th") : ("td", "td")
          return "<\(start)\(className(cell.1))>\(text(cell.0))</\(end)>"
        })
    }
    output.appendLine("</tbody>")
    output.appendLine("</table>")
    output.appendLine("</div>")
  }

  private mutating func appendRow(_ cells: [String]) {
    output.appendLine("<tr>" + cells.joined() + "</tr>")
  }

  private func className(_ column: Column) -> String {
    switch (column.alignment, column.tone) {
    case (.text, _): ""
    case (.number, .plain): " class=\"number\""
    case (.number, .lost): " class=\"number lost\""
    }
  }
}

// MARK: Figures

extension HTMLRenderer {
  mutating func figure(_ figure: Figure) {
    output.appendLine("<figure tabindex=\"0\">")
    switch figure {
    case .steps(let chart): output.append(chart.drawing)
    case .estimates(let chart): output.append(chart.drawing)
    case .series(let chart): output.append(chart.drawing)
    }
    output.appendLine("</figure>")
  }
}
