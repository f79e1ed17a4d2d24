extension FunnelSection {
  var members: [ReportValue.Member] {
    [.init("name", .text(name))] + rules + [
      .init("steps", .list(steps.indices.map(stepRecord))),
      .init("segments", .list(segments.map(segmentRecord))),
      .init("trend", .list(trend.map(periodRecord))),
    ]
  }

  /// How the funnel counts, and how many units it left out.
  var rules: [ReportValue.Member] {
    [
      .init("unit", .own(unit)),
      .init("order", .own(order)),
      .init("ties", .own(ties)),
      .init("entry", .own(entry)),
      .init("count", .own(count)),
      .init("window_seconds", .seconds(milliseconds: windowMilliseconds)),
      .init("excluded", .count(excluded)),
    ]
  }

  /// The numbers of one step, without its name and next events.
  func measures(step index: Int) -> [ReportValue.Member] {
    let step = steps[index]
    return [
      .init("count", .count(step.count)),
      .init("share_of_first", .rate(countFromFirst(step: index), of: steps[0].count)),
      .init(
        "share_of_previous",
        .rate(countFromPrevious(step: index), of: countBefore(step: index) ?? step.count)),
      .init("dropped", .count(step.dropped)),
      .init("seconds_from_previous", .record(ReportValue.quantiles(step.fromPrevious))),
    ]
  }

  private func stepRecord(_ index: Int) -> ReportValue {
    let step = steps[index]
    let next = ReportValue.tallies(step.nextEvents, name: "event", count: "count")
    return .record(
      [.init("name", .text(bytes: step.name))] + measures(step: index) + entries(step: index)
        + [.init("next_events", next)])
  }

  /// How many units began at the step; nothing for a closed funnel.
  func entries(step index: Int) -> [ReportValue.Member] {
    steps[index].entered.map { [.init("entered", .count($0))] } ?? []
  }

  private func periodRecord(_ period: FunnelPeriod) -> ReportValue {
    .record([
      .init("period", .own(period.start)),
      .init("incomplete", .flag(period.isIncomplete)),
      .init("steps", .list(period.counts.map { .count($0) })),
    ])
  }

  private func segmentRecord(_ segment: FunnelSegment) -> ReportValue {
    .record([
      .init("by", .text(bytes: segment.by)),
      .init("value", .text(bytes: segment.value)),
      .init("steps", .list(stepCounts(of: segment).map { .record($0.members) })),
    ])
  }

  /// The segment's units at each step, with the step's name.
  func stepCounts(of segment: FunnelSegment) -> [SegmentStep] {
    zip(steps, segment.counts).map { SegmentStep(name: .text(bytes: $0.name), count: .count($1)) }
  }
}

/// Units of one segment at one step.
struct SegmentStep: Sendable {
  var name: ReportValue
  var count: ReportValue

  var members: [ReportValue.Member] {
    [.init("name", name), .init("count", count)]
  }
}
