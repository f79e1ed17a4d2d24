/// What the report says, before it is known whether Markdown or a terminal shows it.
struct Document: Sendable {
  var blocks: [Block] = []

  mutating func heading(_ title: Phrase, level: Int = 2) {
    blocks.append(.heading(level: level, title))
  }

  mutating func paragraph(_ sentences: Phrase) {
    if !sentences.parts.isEmpty { blocks.append(.paragraph(sentences)) }
  }

  /// Adds the table if it has rows.
  mutating func table(_ table: Table) {
    if !table.rows.isEmpty { blocks.append(.table(table)) }
  }

  mutating func list(_ items: [Phrase]) {
    if !items.isEmpty { blocks.append(.list(items)) }
  }

  /// Adds a drawing, where an output can show one; the table behind it says the same.
  mutating func figure(_ figure: Figure) { blocks.append(.figure(figure)) }
}

/// One block of a document.
enum Block: Sendable {
  /// Level 1 is the report itself.
  case heading(level: Int, Phrase)
  case paragraph(Phrase)
  case table(Table)
  case list([Phrase])
  case figure(Figure)
}

/// Rows of cells under titles; the first column names the row.
struct Table: Sendable {
  var columns: [Column]
  /// Each row has one cell a column.
  var rows: [[Phrase]] = []
  /// One count a row, drawn as bars of the first count where an output can; nil without a chart.
  var bars: [Int]?

  init(_ columns: [Column]) {
    self.columns = columns
  }
}

/// One column of a table.
struct Column: Sendable {
  enum Alignment: Sendable {
    /// Text: at the left, may be cut where space is scarce.
    case text
    /// Numbers: at the right, never cut while a line can hold them.
    case number
  }

  /// What the numbers mean to a reader.
  enum Tone: Sendable {
    case plain
    /// Units or money that went away.
    case lost
  }

  var title: Phrase
  var alignment: Alignment
  var tone: Tone = .plain
  /// Left out where lines are short, because another column says the same.
  var isForWideOutput = false

  static func text(_ title: Phrase) -> Column {
    Column(title: title, alignment: .text)
  }

  static func number(_ title: Phrase) -> Column {
    Column(title: title, alignment: .number)
  }

  static func lost(_ title: Phrase) -> Column {
    Column(title: title, alignment: .number, tone: .lost)
  }
}

/// Turns blocks into bytes, one after the other.
protocol DocumentRenderer {
  mutating func heading(_ title: Phrase, level: Int)
  mutating func paragraph(_ sentences: Phrase)
  mutating func table(_ table: Table)
  mutating func list(_ items: [Phrase])
  mutating func figure(_ figure: Figure)
}

extension DocumentRenderer {
  /// Where nothing can be drawn, the table behind a figure says it all.
  mutating func figure(_ figure: Figure) {}
}

extension Document {
  /// Walks the blocks in order.
  func render(with renderer: inout some DocumentRenderer) {
    for block in blocks {
      switch block {
      case .heading(let level, let title): renderer.heading(title, level: level)
      case .paragraph(let sentences): renderer.paragraph(sentences)
      case .table(let table): renderer.table(table)
      case .list(let items): renderer.list(items)
      case .figure(let figure): renderer.figure(figure)
      }
    }
  }
}
