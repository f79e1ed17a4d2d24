/// A funnel as bars: of each step what went on, what stopped there, and what of that had met trouble.
struct StepChart: Sendable {
  struct Step: Sendable {
    var name: InputText
    var count: Int
    /// Stopped here; 0 at the last step.
    var dropped: Int
    /// Of the dropped, carts whose reason is known; at most `dropped`.
    var withReason: [Tally]
  }

  /// What the funnel counts, in the plural.
  var counted: String
  /// At least one; no step has more than the one before.
  var steps: [Step]

  private static let rowHeight = 34
  private static let barHeight = 20

  var drawing: String {
    let most = steps.first?.count ?? 0
    var drawing = Drawing(
      title: "Funnel of \(own: counted)",
      description: "From \(most) at the first step to \(steps.last?.count ?? 0) at the last one.",
      height: steps.count * StepChart.rowHeight + 28)
    for (index, step) in steps.enumerated() {
      add(step, y: index * StepChart.rowHeight + 4, of: most, to: &drawing)
    }
    addKey(y: steps.count * StepChart.rowHeight + 8, to: &drawing)
    return drawing.element
  }

  private func add(_ step: Step, y: Int, of most: Int, to drawing: inout Drawing) {
    let end = Drawing.left + Drawing.part(step.count, of: most, in: Drawing.measure)
    let wentOn = Drawing.part(step.count - step.dropped, of: most, in: Drawing.measure)
    let known = step.withReason.reduce(0) { $0 + $1.count }
    let signs = Drawing.part(known, of: most, in: Drawing.measure)
    drawing.text(Drawing.label(step.name), x: Drawing.left - 10, y: y + 15, kind: "end")
    drawing.rectangle(
      "kept", x: Drawing.left, y: y, width: wentOn, height: StepChart.barHeight,
      words: "\(step.count - step.dropped) went on")
    drawing.rectangle(
      "sign", x: Drawing.left + wentOn, y: y, width: signs, height: StepChart.barHeight,
      words: .joined(step.withReason.map { "\(name: $0.name) \($0.count)" }, by: ", "))
    drawing.rectangle(
      "gone", x: Drawing.left + wentOn + signs, y: y, width: end - Drawing.left - wentOn - signs,
      height: StepChart.barHeight, words: "\(step.dropped - known) stopped without a sign")
    drawing.text("\(step.count) · \(.percent(step.count, of: most))", x: end + 8, y: y + 15)
  }

  private func addKey(y: Int, to drawing: inout Drawing) {
    let entries: [(kind: String, words: Phrase, x: Int)] = [
      ("kept", "went on", 0), ("sign", "stopped after trouble", 110),
      ("gone", "stopped without a sign", 290),
    ]
    for entry in entries {
      let x = Drawing.left + entry.x
      drawing.rectangle(entry.kind, x: x, y: y, width: 14, height: 12)
      drawing.text(entry.words, x: x + 20, y: y + 11, kind: "soft")
    }
  }
}
