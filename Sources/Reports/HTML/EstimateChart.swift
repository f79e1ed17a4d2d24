/// Estimates with their intervals: a dot on a line, and where nothing lies.
struct EstimateChart: Sendable {
  struct Row: Sendable {
    var name: InputText
    var estimate: Double
    /// Nil without an interval.
    var interval: (low: Double, high: Double)?
  }

  /// What is estimated.
  var title: String
  /// At least one.
  var rows: [Row]

  private static let rowHeight = 30

  var drawing: String {
    var drawing = Drawing(
      title: "\(own: title)",
      description:
        "A dot for each estimate, a line for its 95 % interval; the upright line is zero.",
      height: rows.count * EstimateChart.rowHeight + 10)
    let zero = place(0)
    drawing.line("axis", from: (zero, 0), to: (zero, rows.count * EstimateChart.rowHeight + 10))
    for (index, row) in rows.enumerated() {
      add(row, y: index * EstimateChart.rowHeight + 20, to: &drawing)
    }
    return drawing.element
  }

  private func add(_ row: Row, y: Int, to drawing: inout Drawing) {
    drawing.text(Drawing.label(row.name), x: Drawing.left - 10, y: y + 5, kind: "end")
    if let interval = row.interval {
      drawing.line("range", from: (place(interval.low), y), to: (place(interval.high), y))
    }
    drawing.dot(x: place(row.estimate), y: y)
    drawing.text(figures(row), x: Drawing.left + Drawing.measure + 12, y: y + 5)
  }

  private func figures(_ row: Row) -> Phrase {
    let interval = PlainNumber.interval(
      PlainNumber.whole(row.interval?.low), PlainNumber.whole(row.interval?.high))
    let estimate = PlainNumber.whole(row.estimate) ?? PlainNumber.none
    return Phrase(own: interval.map { "\(estimate) (\($0))" } ?? estimate)
  }

  /// Where a number lies between the least and the greatest of all rows, 0 included.
  private func place(_ number: Double) -> Int {
    let all: [Double] = rows.reduce(into: [0]) { all, row in
      all += [row.estimate, row.interval?.low ?? 0, row.interval?.high ?? 0]
    }
    let (low, high) = (all.min() ?? 0, all.max() ?? 0)
    guard high > low else { return Drawing.left }
    let part = (number - low) / (high - low) * Double(Drawing.measure)
    return Drawing.left + Int(part.rounded())
  }
}
