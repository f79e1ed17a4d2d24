/// `--format text`: the report for a terminal.
package struct TextFormat: ReportFormat {
  /// Narrower lines could not hold a name beside a number.
  package static let minimumWidth = 60

  /// Columns a line may take, at least 60.
  package let width: Int
  /// Whether headings are bold and losses red; without it no escape byte is written.
  package let color: Bool

  package init(width: Int = 80, color: Bool = false) {
    self.width = max(width, TextFormat.minimumWidth)
    self.color = color
  }

  package func write(_ report: Report, to output: inout ReportText) {
    var renderer = TextRenderer(output: output, width: width, ink: Ink(isOn: color))
    report.document.render(with: &renderer)
    output = renderer.output
  }
}

/// ANSI attributes around text that is already escaped and padded.
struct Ink: Sendable {
  var isOn: Bool

  func bold(_ text: String) -> String {
    wrapped(text, "\u{1B}[1m")
  }

  func red(_ text: String) -> String {
    wrapped(text, "\u{1B}[31m")
  }

  private func wrapped(_ text: String, _ attribute: String) -> String {
    isOn && !text.isEmpty ? attribute + text + "\u{1B}[0m" : text
  }
}

/// Blocks with an empty line between them; no line is wider than `width`.
struct TextRenderer: DocumentRenderer {
  var output: ReportText
  private let width: Int
  private let ink: Ink
  private var isFirstBlock = true

  init(output: ReportText, width: Int, ink: Ink) {
    self.output = output
    self.width = width
    self.ink = ink
  }

  mutating func heading(_ title: Phrase, level: Int) {
    beginBlock()
    for line in wrapped(title) { output.appendLine(ink.bold(line)) }
  }

  mutating func paragraph(_ sentences: Phrase) {
    beginBlock()
    for line in wrapped(sentences) { output.appendLine(line) }
  }

  mutating func list(_ items: [Phrase]) {
    beginBlock()
    for item in items {
      for (index, line) in wrapped(item, indent: 2).enumerated() {
        output.appendLine((index == 0 ? "- " : "  ") + line)
      }
    }
  }

  mutating func table(_ table: Table) {
    beginBlock()
    let shown = TextTable(table, width: width, ink: ink)
    for line in shown.lines { output.appendLine(line) }
  }

  private mutating func beginBlock() {
    if !isFirstBlock { output.appendLine() }
    isFirstBlock = false
  }

  private func wrapped(_ phrase: Phrase, indent: Int = 0) -> [String] {
    LineWrap.lines(of: phrase.text(TerminalEscaping.self), width: width - indent)
  }
}
