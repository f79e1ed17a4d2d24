extension TruthRow {
  /// The table's head, in Markdown.
  public static let head =
    "| case | reason | truth | left after it | put down to it | excess | error | coverage | advancing | error | coverage |\n"
    + "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"

  /// One line of the table; what fails the bar is in bold.
  public var line: String {
    let cells =
      [name, "`\(reason)`"] + [truth, leftAfter, putDown].map { decimal($0, digits: 0) }
      + (estimate?.cells ?? none) + (advancing?.cells ?? none)
    return "| " + cells.joined(separator: " | ") + " |"
  }

  private var none: [String] { ["–", "–", "–"] }
}

extension TruthScore {
  fileprivate var cells: [String] {
    let off = bias.map { "\(signed($0 * 100)) %" } ?? "\(signed(error)) carts"
    let covered = coverage.map { decimal($0, digits: 2) } ?? "–"
    let cells = [decimal(excess, digits: 0), off, covered]
    return passes ? cells : cells.map { "**\($0)**" }
  }

  private func signed(_ value: Double) -> String {
    let text = decimal(abs(value), digits: 1)
    return text == "0.0" ? text : (value < 0 ? "−" : "+") + text
  }
}

/// A number with 0 to 2 digits.
private func decimal(_ value: Double, digits: Int) -> String {
  let scale = digits == 0 ? 1 : digits == 1 ? 10.0 : 100.0
  let whole = Int((abs(value) * scale).rounded())
  let sign = value < 0 && whole > 0 ? "−" : ""
  guard digits > 0 else { return "\(sign)\(whole)" }
  let text = String(whole)
  let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
  return "\(sign)\(padded.dropLast(digits)).\(padded.suffix(digits))"
}
