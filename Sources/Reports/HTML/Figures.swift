/// Drawings of what the report holds; nil where there is nothing to see.
extension StepChart {
  /// Bars are parts of the first step, so they are drawn only while no step has more than the one before.
  init?(_ funnel: FunnelSection, _ carts: AbandonmentSection) {
    let counts = funnel.steps.map(\.count)
    guard let first = counts.first, first > 0, funnel.steps.allSatisfy({ $0.dropped <= $0.count }),
      zip(counts, counts.dropFirst()).allSatisfy({ $0 >= $1 })
    else { return nil }
    counted = funnel.count == "total" ? "attempts" : funnel.unit + "s"
    steps = funnel.steps.map { step in
      Step(
        name: step.name, count: step.count, dropped: step.dropped,
        withReason: funnel.unit == carts.unit ? StepChart.reasons(carts, at: step) : [])
    }
  }

  /// Carts left at a stage by their reason; none where they are not all among those who stopped there.
  private static func reasons(_ carts: AbandonmentSection, at step: FunnelStepLine) -> [Tally] {
    let tallies = carts.reasons.compactMap { line in
      line.stages.first { $0.name == step.name }.map { Tally(name: line.reason, count: $0.count) }
    }
    return tallies.reduce(0) { $0 + $1.count } <= step.dropped ? tallies : []
  }
}

extension EstimateChart {
  init?(_ lines: [FixLine]) {
    title = "Carts more than comparable carts lead to expect"
    rows = lines.compactMap { line in
      guard let excess = line.evidence.excess else { return nil }
      let interval = line.evidence.low.flatMap { low in line.evidence.high.map { (low, $0) } }
      return Row(name: line.reason, estimate: excess, interval: interval)
    }
    if rows.isEmpty { return nil }
  }
}

extension SeriesChart {
  /// How many came to the last step, by the period of their entry.
  init?(trendOf funnel: FunnelSection) {
    title = "\(funnel.unit)s that came to the last step"
    points = funnel.trend.map {
      Point(start: $0.start, count: $0.counts.last ?? 0, isIncomplete: $0.isIncomplete)
    }
    if points.count < 2 { return nil }
  }

  init?(sessionsOf days: ArraySlice<DaySection>) {
    title = "Sessions by day"
    points = days.map { Point(start: $0.day, count: $0.sessions) }
    if points.count < 2 { return nil }
  }
}
