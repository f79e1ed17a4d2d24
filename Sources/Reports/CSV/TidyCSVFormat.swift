/// `--format csv`: the whole report as one long table, for data frames and SQL.
package struct TidyCSVFormat: ReportFormat {
  package init() {}

  package func write(_ report: Report, to output: inout ReportText) {
    var tidy = TidyTable()
    tidy.add(report.input)
    tidy.add(report.sessions.measures, at: TidyPlace("sessions"))
    tidy.add(report.journeys)
    tidy.add(report.kpis)
    for funnel in report.funnels { tidy.add(funnel) }
    tidy.add(report.abandonment)
    for day in report.days { tidy.add(day.measures, at: TidyPlace("days", name: .own(day.day))) }
    tidy.add(report.ruleMembers, at: TidyPlace("rules"))
    for note in report.notes { tidy.add("note", .text(note), at: TidyPlace("notes")) }
    tidy.table.write(to: &output)
  }
}

extension TidyTable {
  fileprivate mutating func add(_ input: InputSection) {
    let place = TidyPlace("input")
    for file in input.files {
      add(file.measures, at: place.segment("file", .text(bytes: file.path)))
    }
    add(input.measures(files: false), at: place)
  }

  fileprivate mutating func add(_ journeys: JourneysSection) {
    let place = TidyPlace("journeys")
    add(journeys.measures, at: place)
    for transition in journeys.channelTransitions {
      let channels = ReportValue.text(bytes: transition.from + Array(" > ".utf8) + transition.to)
      add(transition.measures, at: place.segment("transition", channels))
    }
    for channel in journeys.conversionChannels {
      add(
        channel.measures, at: place.segment("conversion_channel", .text(bytes: channel.channel)))
    }
    add([.init("conversion_rate", .record(journeys.conversionMembers))], at: place)
  }

  fileprivate mutating func add(_ kpis: KPISection) {
    for (name, rate) in kpis.rates { add(rate.members, at: TidyPlace("kpis", name: .own(name))) }
    add("count", .count(kpis.orders), at: TidyPlace("kpis", name: .own("orders")))
    for (name, amounts) in kpis.amounts {
      add("amount", money: amounts, at: TidyPlace("kpis", name: .own(name)))
    }
  }

  fileprivate mutating func add(_ funnel: FunnelSection) {
    let place = TidyPlace("funnels", name: .text(funnel.name))
    add(funnel.rules, at: place)
    for (index, step) in funnel.steps.enumerated() {
      let stepPlace = place.step(.text(bytes: step.name))
      add(funnel.measures(step: index), at: stepPlace)
      add(funnel.entries(step: index), at: stepPlace)
      add("count", tallies: step.nextEvents, by: "next_event", at: stepPlace)
    }
    for segment in funnel.segments { add(segment, of: funnel, at: place) }
    for period in funnel.trend { add(period, of: funnel, at: place) }
  }

  private mutating func add(
    _ period: FunnelPeriod, of funnel: FunnelSection, at place: TidyPlace
  ) {
    let periodPlace = place.segment("period", .own(period.start))
    add("incomplete", .flag(period.isIncomplete), at: periodPlace)
    for (step, count) in zip(funnel.steps, period.counts) {
      add("count", .count(count), at: periodPlace.step(.text(bytes: step.name)))
    }
  }

  private mutating func add(
    _ segment: FunnelSegment, of funnel: FunnelSection, at place: TidyPlace
  ) {
    let segmentPlace = place.segment(.text(bytes: segment.by), .text(bytes: segment.value))
    for step in funnel.stepCounts(of: segment) {
      add("count", step.count, at: segmentPlace.step(step.name))
    }
  }

  fileprivate mutating func add(_ abandonment: AbandonmentSection) {
    let place = TidyPlace("abandonment")
    add(abandonment.measures, at: place)
    add("value", money: abandonment.value, at: place)
    add("lost_value", money: abandonment.lostValue, at: place)
    for reason in abandonment.reasons { add(reason, abandoned: abandonment.abandoned) }
    for (index, line) in abandonment.fixFirst.enumerated() { add(line, rank: index + 1) }
    add(abandonment.noSignal)
  }

  private mutating func add(_ line: FixLine, rank: Int) {
    let place = TidyPlace("fix_first", name: .text(bytes: line.reason))
    add("rank", .count(rank), at: place)
    add(line.measures, at: place)
    add("value", excess: line.evidence.value, at: place)
  }

  private mutating func add(_ reason: ReasonLine, abandoned: Int) {
    let place = TidyPlace("reasons", name: .text(bytes: reason.reason))
    add(reason.measures(abandoned: abandoned), at: place)
    add("value", money: reason.value, at: place)
    add("lost_value", money: reason.lostValue, at: place)
    add("evidence.value", excess: reason.evidence.value, at: place)
    for (by, tallies) in reason.breakdowns { add("carts", tallies: tallies, by: by, at: place) }
  }

  /// One line a currency for the amount and for each of its bounds.
  private mutating func add(_ metric: String, excess: [EvidenceMoney]?, at place: TidyPlace) {
    guard let excess else { return add(metric, .null, at: place) }
    for value in excess {
      let own = place.segment("currency", value.money.currencyValue)
      add(metric, value.money.amountValue, at: own)
      add([.init(metric, .record(value.bounds))], at: own)
    }
  }

  private mutating func add(_ noSignal: NoSignalLine) {
    let place = TidyPlace("no_signal")
    add("carts", .count(noSignal.carts), at: place)
    add("value", money: noSignal.value, at: place)
    add("carts", tallies: noSignal.stages, by: "stage", at: place)
  }
}
