/// What was read, what was not used, and from which files.
extension Document {
  private static let fileLimit = 20

  mutating func add(_ input: InputSection) {
    heading("Data quality")
    paragraph(
      "\(.counted(input.rows, "row")) = \(.counted(input.events, "event")) + \(input.rejected) rejected"
        + " + \(.counted(input.repeatedHeaders, "repeated header"))"
        + " + \(.counted(input.duplicates, "duplicate")).\(span(of: input))"
        + " \(.counted(input.users, "user")), \(.counted(input.persons, "person")).")
    table(rejectTable(input))
    table(fileTable(input.files))
    let hidden = input.files.count - Document.fileLimit
    if hidden > 0 { paragraph("… and \(.counted(hidden, "more file")).") }
  }

  private func span(of input: InputSection) -> Phrase {
    guard let first = input.firstEventMilliseconds, let last = input.lastEventMilliseconds else {
      return ""
    }
    return " From \(own: TimeText.iso8601(milliseconds: first))"
      + " to \(own: TimeText.iso8601(milliseconds: last))."
  }

  private func rejectTable(_ input: InputSection) -> Table {
    var table = Table([.text("rejected because"), .lost("rows"), .number("% of rows")])
    table.rows = input.rejectedByReason.map {
      [
        Phrase(name: Array($0.reason.utf8)), Phrase(count: $0.rows),
        .percent($0.rows, of: input.rows),
      ]
    }
    return table
  }

  private func fileTable(_ files: [FileLine]) -> Table {
    var table = Table([
      .text("file"), .number("rows"), .lost("rejected"), .number("compressed bytes"),
      .number("bytes"), .text("status"),
    ])
    table.rows = files.prefix(Document.fileLimit).map {
      [
        Phrase(value: $0.path), Phrase(count: $0.rows), Phrase(count: $0.rejected),
        Phrase(count: $0.compressedBytes), Phrase(count: $0.bytes), Phrase(own: $0.status),
      ]
    }
    return table
  }
}
