/// Funnels, each with its segments.
extension Document {
  /// - Parameter carts: say of stages which of those who stopped there had met trouble.
  mutating func add(_ funnels: [FunnelSection], _ carts: AbandonmentSection) {
    guard !funnels.isEmpty else {
      heading("Funnel")
      return paragraph("No funnel: it takes at least two stages that occur in the input.")
    }
    for funnel in funnels { add(funnel, carts) }
  }

  private mutating func add(_ funnel: FunnelSection, _ carts: AbandonmentSection) {
    heading("Funnel: \(prose: funnel.name)")
    paragraph(rules(of: funnel))
    if let chart = StepChart(funnel, carts) { figure(.steps(chart)) }
    table(stepTable(funnel))
    for by in breakdowns(of: funnel) {
      heading("\(prose: funnel.name) by \(name: by)", level: 3)
      table(segmentTable(funnel, by: by))
    }
    if !funnel.trend.isEmpty {
      heading("\(prose: funnel.name) over time", level: 3)
      if let chart = SeriesChart(trendOf: funnel) { figure(.series(chart)) }
      table(trendTable(funnel))
      if funnel.trend.contains(where: \.isIncomplete) {
        paragraph(
          "Incomplete: the period, or the window of some entry, reaches past the end of data.")
      }
    }
  }

  /// A row a period, by its first day.
  private func trendTable(_ funnel: FunnelSection) -> Table {
    var table = Table(
      [.text("from")] + funnel.steps.map { .number(Phrase(name: $0.name)) }
        + [.number("% of first"), .text("")])
    for period in funnel.trend {
      let share = Phrase.percent(period.counts.last ?? 0, of: period.counts.first ?? 0)
      table.rows.append(
        [Phrase(own: period.start)] + period.counts.map { Phrase(count: $0) }
          + [share, period.isIncomplete ? "incomplete" : ""])
    }
    return table
  }

  private func rules(of funnel: FunnelSection) -> Phrase {
    let window: Phrase =
      funnel.windowMilliseconds.map { "window \(.duration(milliseconds: $0)) from the first step" }
      ?? "no window"
    let entry: Phrase = funnel.entry == "open" ? ", entered at any step" : ""
    let attempts: Phrase = funnel.count == "total" ? ", every attempt by itself" : ""
    let orders: [String: Phrase] = [
      "strict": "steps with nothing between", "any": "steps in any order",
    ]
    let order = orders[funnel.order] ?? "steps in order"
    return "Counted per \(own: funnel.unit), \(order)\(entry)\(attempts), \(window);"
      + " \(.counted(funnel.excluded, funnel.unit)) excluded."
  }

  /// What the funnel counts, in the plural.
  private func counted(_ funnel: FunnelSection) -> Phrase {
    funnel.count == "total" ? "attempts" : "\(own: funnel.unit + "s")"
  }

  private func stepTable(_ funnel: FunnelSection) -> Table {
    var table = Table([
      .text("step"), .number(counted(funnel)), .number("% of first"),
      .number("% of previous"), .lost("drop"), .number("p50 time"), .number("p90 time"),
      .text("top next event"),
    ])
    table.rows = funnel.steps.indices.map { stepRow(funnel, $0) }
    table.bars = bars(funnel.steps.map(\.count))
    return table
  }

  /// Bars stand for parts of the first step, so they are drawn only while no step has more than one before.
  private func bars(_ counts: [Int]) -> [Int]? {
    zip(counts, counts.dropFirst()).allSatisfy { $0 >= $1 } ? counts : nil
  }

  private func stepRow(_ funnel: FunnelSection, _ index: Int) -> [Phrase] {
    let step = funnel.steps[index]
    let ofPrevious = funnel.countBefore(step: index).map {
      Phrase.percent(funnel.countFromPrevious(step: index), of: $0)
    }
    return [
      step.isOptional ? "\(name: step.name) (optional)" : Phrase(name: step.name),
      Phrase(count: step.count),
      .percent(funnel.countFromFirst(step: index), of: funnel.steps[0].count),
      ofPrevious ?? Phrase(own: PlainNumber.none),
      Phrase(count: step.dropped), .duration(milliseconds: step.fromPrevious.p50Milliseconds),
      .duration(milliseconds: step.fromPrevious.p90Milliseconds), .top(step.nextEvents),
    ]
  }

  /// The properties the funnel is broken down by, each once, in report order.
  private func breakdowns(of funnel: FunnelSection) -> [InputText] {
    funnel.segments.reduce(into: []) { found, segment in
      if !found.contains(segment.by) { found.append(segment.by) }
    }
  }

  /// A row a segment, a column a step, and the last step's share of the first.
  private func segmentTable(_ funnel: FunnelSection, by: InputText) -> Table {
    var table = Table(
      [.text(Phrase(name: by))] + funnel.steps.map { .number(Phrase(name: $0.name)) }
        + [.number("% of first")])
    for segment in funnel.segments where segment.by == by {
      let share = Phrase.percent(segment.counts.last ?? 0, of: segment.counts.first ?? 0)
      table.rows.append(
        [Phrase(value: segment.value)] + segment.counts.map { Phrase(count: $0) } + [share])
    }
    return table
  }
}
