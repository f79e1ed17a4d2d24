/// A table of cells under fuga's own column names.
struct CSVTable: Sendable {
  var header: [String]
  var rows: [[ReportValue]] = []

  init(_ header: [String]) {
    self.header = header
  }

  /// Header and rows, with LF at each line's end.
  func write(to output: inout ReportText) {
    output.appendLine(header.map(CSVEscaping.own).joined(separator: ","))
    for row in rows { output.appendLine(row.map(CSVTable.cell).joined(separator: ",")) }
  }

  private static func cell(_ value: ReportValue) -> String {
    switch value {
    // Lists and records never get into a cell: tables take scalars out of them first.
    case .null, .list, .record: ""
    case .number(let number): number
    case .own(let text): CSVEscaping.own(text)
    case .text(let text): CSVEscaping.input(text)
    }
  }
}

extension [ReportValue.Member] {
  /// The scalars among the members and inside their records, keys joined with a dot; lists are left out.
  var flattened: [ReportValue.Member] {
    flatMap { member -> [ReportValue.Member] in
      switch member.value {
      case .list: []
      case .record(let inner): inner.flattened.map { .init(member.key + "." + $0.key, $0.value) }
      default: [member]
      }
    }
  }
}
