/// Counts over time as a curve, with periods that are not complete marked.
struct SeriesChart: Sendable {
  struct Point: Sendable {
    /// The first day of the period.
    var start: String
    var count: Int
    var isIncomplete = false
  }

  /// What is counted.
  var title: String
  /// At least two.
  var points: [Point]

  private static let height = 120
  private static let top = 16

  var drawing: String {
    let most = points.reduce(0) { max($0, $1.count) }
    var drawing = Drawing(
      title: "\(own: title)",
      description:
        "From \(points.first?.count ?? 0) to \(points.last?.count ?? 0), at most \(most).",
      height: SeriesChart.height + SeriesChart.top + 24)
    for (index, point) in points.enumerated() where point.isIncomplete {
      let (start, end) = (x(index, half: -1), x(index, half: 1))
      drawing.rectangle(
        "later", x: start, y: SeriesChart.top, width: end - start, height: SeriesChart.height,
        words: "\(own: point.start) is incomplete")
    }
    drawing.line("axis", from: (left, bottom), to: (left + span, bottom))
    drawing.curve(
      points.indices.map { index in
        (x(index), bottom - Drawing.part(points[index].count, of: most, in: SeriesChart.height))
      })
    drawing.text("\(most)", x: left - 8, y: SeriesChart.top + 5, kind: "end")
    drawing.text("0", x: left - 8, y: bottom, kind: "end")
    drawing.text(Phrase(own: points.first?.start ?? ""), x: left, y: bottom + 18, kind: "soft")
    drawing.text(
      Phrase(own: points.last?.start ?? ""), x: left + span, y: bottom + 18, kind: "soft end")
    return drawing.element
  }

  private var left: Int { 70 }
  private var span: Int { Drawing.width - left - 20 }
  private var bottom: Int { SeriesChart.top + SeriesChart.height }

  /// Where a point lies, or half a period beside it, inside the drawing.
  private func x(_ index: Int, half: Int = 0) -> Int {
    let steps = max(1, points.count - 1) * 2
    let place = min(max(0, index * 2 + half), steps)
    return left + span * place / steps
  }
}
