/// `report.json`: schema `fuga.report/1`, two spaces a level, lists of scalars on one line.
package struct JSONFormat: ReportFormat {
  package init() {}

  package func write(_ report: Report, to output: inout ReportText) {
    var printer = JSONPrinter(output: output)
    printer.write(report.value)
    output = printer.output
    output.appendLine()
  }
}

/// Prints a tree of values.
struct JSONPrinter {
  var output: ReportText
  private var level = 0

  init(output: ReportText) {
    self.output = output
  }

  mutating func write(_ value: ReportValue) {
    switch value {
    case .null: output.append("null")
    case .number(let number): output.append(number)
    case .own(let text), .text(let text): output.append(JSONEscaping.quoted(text))
    case .list(let items): write(list: items)
    case .record(let members): write(record: members)
    }
  }

  private mutating func write(list items: [ReportValue]) {
    if items.allSatisfy(\.isScalar) {
      writeOnOneLine(items)
    } else {
      writeIndented("[", items, "]") { printer, item in printer.write(item) }
    }
  }

  private mutating func writeOnOneLine(_ items: [ReportValue]) {
    output.append("[")
    for (index, item) in items.enumerated() {
      if index > 0 { output.append(", ") }
      write(item)
    }
    output.append("]")
  }

  private mutating func write(record members: [ReportValue.Member]) {
    guard !members.isEmpty else { return output.append("{}") }
    writeIndented("{", members, "}") { printer, member in
      printer.output.append(JSONEscaping.quoted(member.key) + ": ")
      printer.write(member.value)
    }
  }

  /// One element a line, a level deeper than the brackets.
  private mutating func writeIndented<Element>(
    _ opening: String, _ elements: [Element], _ closing: String,
    writeElement: (inout JSONPrinter, Element) -> Void
  ) {
    output.append(opening)
    level += 1
    for (index, element) in elements.enumerated() {
      startLine(afterComma: index > 0)
      writeElement(&self, element)
    }
    level -= 1
    startLine(afterComma: false)
    output.append(closing)
  }

  private mutating func startLine(afterComma: Bool) {
    output.appendLine(afterComma ? "," : "")
    output.append(String(repeating: "  ", count: level))
  }
}
