/// A table as lines of text: two spaces between columns, numbers at the right.
struct TextTable {
  private static let maximumTitleWidth = 16

  private let columns: [Column]
  private let titles: [String]
  private let rows: [[String]]
  private let bars: [Int]?
  private let layout: TableLayout
  private let ink: Ink

  init(_ table: Table, width: Int, ink: Ink) {
    let shown = table.columns.indices.filter { !table.columns[$0].isForWideOutput }
    columns = shown.map { table.columns[$0] }
    titles = columns.map { $0.title.text(TerminalEscaping.self) }
    rows = table.rows.map { row in shown.map { row[$0].text(TerminalEscaping.self) } }
    bars = table.bars
    self.ink = ink
    layout = TableLayout(
      natural: TextTable.naturalWidths(titles: titles, rows: rows),
      isText: columns.map { $0.alignment == .text }, width: width, hasBars: bars != nil)
  }

  /// Titles may take several lines, so a column is as wide as its cells and its longest title word ask for.
  private static func naturalWidths(titles: [String], rows: [[String]]) -> [Int] {
    titles.indices.map { column in
      let longestWord = titles[column].split(separator: " ")
        .reduce(1) { max($0, DisplayWidth.of(String($1))) }
      return rows.reduce(min(longestWord, maximumTitleWidth)) {
        max($0, DisplayWidth.of($1[column]))
      }
    }
  }

  /// All parts, with an empty line between them.
  var lines: [String] {
    layout.parts.indices.flatMap { part in
      (part > 0 ? [""] : []) + titleLines(layout.parts[part]) + rowLines(part)
    }
  }

  /// The titles, broken at spaces and aligned at the bottom.
  private func titleLines(_ part: [TableLayout.Place]) -> [String] {
    let wrapped = part.map { wrappedTitle($0) }
    let height = wrapped.map(\.count).max() ?? 0
    return (0..<height).map { line in
      let cells = zip(part, wrapped).map { place, title in
        let index = line - (height - title.count)
        return padded(index < 0 ? "" : title[index], at: place)
      }
      return ink.bold(joined(cells))
    }
  }

  private func wrappedTitle(_ place: TableLayout.Place) -> [String] {
    let words = titles[place.column].split(separator: " ")
      .map { DisplayWidth.fitted(String($0), to: place.width) }
    return LineWrap.lines(of: words.joined(separator: " "), width: place.width)
  }

  private func rowLines(_ part: Int) -> [String] {
    rows.indices.map { row in
      let cells = layout.parts[part].map { place in
        let fitted = DisplayWidth.fitted(rows[row][place.column], to: place.width)
        return tinted(padded(fitted, at: place), columns[place.column].tone)
      }
      return joined(part == 0 ? cells + bar(row) : cells)
    }
  }

  private func bar(_ row: Int) -> [String] {
    guard let bars, layout.barWidth >= TableLayout.minimumBarWidth else { return [] }
    return [Bar.text(bars[row], of: bars[0], width: layout.barWidth)]
  }

  private func padded(_ text: String, at place: TableLayout.Place) -> String {
    DisplayWidth.padded(text, to: place.width, columns[place.column].alignment)
  }

  private func tinted(_ cell: String, _ tone: Column.Tone) -> String {
    tone == .lost ? ink.red(cell) : cell
  }

  /// One line, without spaces at its end.
  private func joined(_ cells: [String]) -> String {
    var line = Substring(cells.joined(separator: String(repeating: " ", count: TableLayout.gap)))
    while line.last == " " { line = line.dropLast() }
    return String(line)
  }
}
