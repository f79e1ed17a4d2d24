import Abandonment
import Clickstream
import Funnels
import Measures
import Reports
import RowReader

/// Turns tallies into the report: names for ids, lists sorted, nothing counted anew.
struct ReportBuilder {
  let settings: AnalysisSettings
  let archive: EventArchive
  let read: ReadResult
  let fold: FoldPhase
  let tally: RunTally

  var report: Report {
    var report = Report()
    report.input = input
    report.sessions = sessions
    report.journeys = journeys
    report.abandonment = abandonment
    report.kpis = kpis
    report.funnels = fold.funnels.indices.map { index in
      funnel(fold.funnels[index], fold.breakdowns[index], tally.funnels.all[index].tally)
    }
    report.days = days
    report.rules =
      RuleLines(
        settings: settings, fold: fold,
        hasEvents: newestEvent != nil || settings.endOfDataMilliseconds != nil
      ).lines
    report.notes = notes
    return report
  }

  /// The carts that the report speaks of: with derived fees where they are asked for and are no charge by design.
  var carts: AbandonmentTally {
    usesDerivedFees ? tally.abandonment.tallyWithFees : tally.abandonment.tally
  }

  var usesDerivedFees: Bool {
    settings.abandonment.derivesFee && !tally.abandonment.fees.isByDesign
  }

  /// The units behind the count that was asked for.
  var listed: ListedUnits? {
    guard let target = fold.list, let list = tally.collector?.list else { return nil }
    var levels: [[UInt8]] = []
    if case .funnel(let index, _) = target {
      let plan = fold.funnels[index]
      levels = plan.steps.indices.map(plan.lineName)
    }
    return ListedUnits(
      list, levels: levels, usesFees: usesDerivedFees,
      masksUsers: settings.list?.masksUsers ?? false,
      archive: archive)
  }

  // MARK: Sentences

  private var notes: [String] {
    var notes: [String] = []
    if fold.funnels.isEmpty {
      notes.append("no funnel: fewer than two stages occur in the input")
    }
    if settings.abandonment.derivesFee && tally.abandonment.fees.isByDesign {
      notes.append(
        "derived fees were dropped: more than 80 % of the carts that could show one do, so totals include"
          + " charges by design")
    }
    if tally.abandonment.evidence.hasTooManyStrata {
      notes.append(
        "strata were dropped: more than \(EvidenceTables.stratumLimit) of them, so carts are compared with all"
          + " carts")
    }
    return notes + warnings
  }

  /// Sentences for standard error and the report.
  var warnings: [String] {
    let names = EventNames(rules: settings.eventRules)
    let cart = VocabularyWarning.cart(among: archive.rawNames, names)
    return [cart].compactMap { $0 } + missingRoles + unmetSteps
      + unmetReasons + emptinessWarnings
  }

  private var newestEvent: Int64? { read.kept.compactMap { $0.yield.lastMilliseconds }.max() }

  /// Choices that leave nothing, or that make open visits look ended.
  private var emptinessWarnings: [String] {
    var warnings: [String] = []
    if let newest = newestEvent {
      if fold.endOfDataMilliseconds < newest {
        warnings.append(
          "the end of data lies before the newest event: visits behind it count as open")
      }
      if tally.sessions.count + tally.sessions.background == 0 {
        warnings.append("no event is left: check --where, --since and --until")
      }
    }
    return warnings
  }

  /// Roles that breakdowns or conditions ask for and that no file has: their values are all missing.
  private var missingRoles: [String] {
    guard !read.columnMaps.isEmpty else { return [] }
    return archive.plan.roles.filter { role in
      role != .event && !read.columnMaps.contains { $0.columns[role] != nil }
    }.map { "no input has a column for the role \"\($0.rawValue)\": all its values are missing" }
  }

  /// Own reasons that no event meets: a typo looks like a shop without trouble.
  private var unmetReasons: [String] {
    let met = Set(archive.meanings.events.compactMap(\.reason))
    return settings.abandonment.ownReasons.enumerated()
      .filter { !met.contains(ReasonID(own: $0.offset)) }
      .map { reason in
        let name = String(decoding: reason.element.name, as: UTF8.self)
        return "reason \(name): no event in the input meets its condition"
      }
  }

  /// Steps that no event meets: a typo looks like a leak.
  private var unmetSteps: [String] {
    fold.funnels.indices.flatMap { index in
      let masks = archive.meanings.stepMasks(ofFunnel: index).reduce(0, |)
      return fold.funnels[index].steps.enumerated()
        .filter { masks & 1 << UInt64($0.offset) == 0 }
        .map { step in
          let name = String(decoding: step.element.name, as: UTF8.self)
          return "funnel \(fold.funnels[index].name): no event in the input meets step \"\(name)\""
        }
    }
  }
}

// MARK: Input, sessions, journeys

extension ReportBuilder {
  private var input: InputSection {
    var input = InputSection()
    input.files = read.files.map(fileLine)
    input.rows = read.kept.reduce(0) { $0 + $1.summary.rows }
    input.repeatedHeaders = read.kept.reduce(0) { $0 + $1.summary.repeatedHeaders }
    input.rejected = read.kept.reduce(0) { $0 + $1.yield.rejectedRows }
    input.duplicates = tally.duplicates
    input.events = read.kept.reduce(0) { $0 + $1.yield.events } - tally.duplicates
    for reason in RejectReason.allCases {
      let rows = read.kept.reduce(0) { $0 + $1.yield.rejected[Int(reason.rawValue)] }
      if rows > 0 { input.rejectedByReason.append((reason.name, rows)) }
    }
    input.users = tally.users
    input.persons = tally.persons
    input.firstEventMilliseconds = read.kept.compactMap { $0.yield.firstMilliseconds }.min()
    input.lastEventMilliseconds = read.kept.compactMap { $0.yield.lastMilliseconds }.max()
    return input
  }

  private func fileLine(_ file: FileOutcome) -> FileLine {
    let status = file.error != nil ? "error" : file.yield.rejectedRows > 0 ? "rejects" : "ok"
    return FileLine(
      path: file.input.name, rows: file.summary.rows, rejected: file.yield.rejectedRows,
      compressedBytes: file.summary.fileBytes, bytes: file.summary.bytes, status: status)
  }

  private var sessions: SessionsSection {
    var section = SessionsSection()
    section.count = tally.sessions.count
    section.background = tally.sessions.background
    section.open = tally.sessions.open
    section.bounced = tally.sessions.bounced
    section.duration = quantiles(tally.sessions.durations)
    section.durationSumMilliseconds = tally.sessions.durations.sum
    section.events = tally.sessions.events
    return section
  }

  private var journeys: JourneysSection {
    let journeys = tally.sessions.journeys
    var section = JourneysSection()
    section.count = journeys.count
    section.ripe = journeys.ripe
    section.open = journeys.open
    section.converted = journeys.converted
    section.abandoned = journeys.abandoned
    section.browsed = journeys.browsed
    section.ripeConverted = journeys.ripeConverted
    section.ambiguousUsers = tally.ambiguousUsers
    section.sessionsToConversion = countQuantiles(journeys.sessionsToConversion)
    section.touchpointsToConversion = countQuantiles(journeys.touchpointsToConversion)
    section.timeToConversion = quantiles(journeys.timeToConversion)
    section.channelTransitions = journeys.transitions.map { change, counts in
      ChannelTransition(
        from: archive.channels[change.from], to: archive.channels[change.to], count: counts.count,
        converted: counts.converted)
    }.sorted { one, other in
      if one.count != other.count { return one.count > other.count }
      if one.from != other.from { return one.from.lexicographicallyPrecedes(other.from) }
      return one.to.lexicographicallyPrecedes(other.to)
    }
    section.conversionChannels = conversionChannels
    return section
  }

  /// Most conversions last seen there first, then first seen there, then by bytes.
  private var conversionChannels: [ConversionChannel] {
    tally.sessions.journeys.conversionChannels.map { id, counts in
      ConversionChannel(
        channel: id == 0 ? Array("(none)".utf8) : archive.channels[id], first: counts.first,
        last: counts.last)
    }.sorted { one, other in
      if one.last != other.last { return one.last > other.last }
      if one.first != other.first { return one.first > other.first }
      return one.channel.lexicographicallyPrecedes(other.channel)
    }
  }

  private var days: [DaySection] {
    let carts = tally.abandonment.days
    let sessions = tally.sessions.days
    return Set(carts.keys).union(sessions.keys).sorted().map { day in
      var section = DaySection(day: TimeText.date(daysSince1970: Int64(day)))
      section.sessions = sessions[day]?.sessions ?? 0
      section.converted = sessions[day]?.converted ?? 0
      section.carts = carts[day]?.carts ?? 0
      section.purchased = carts[day]?.purchased ?? 0
      section.abandoned = carts[day]?.abandoned ?? 0
      section.orders = carts[day]?.orders ?? 0
      return section
    }
  }
}

// MARK: KPIs

extension ReportBuilder {
  private var kpis: KPISection {
    var section = KPISection()
    section.conversion = rate(tally.sessions.conversion)
    section.cartAbandonment = cartRate(carts.cartRate)
    section.checkoutAbandonment = cartRate(carts.checkoutRate)
    let orders = tally.abandonment.orders
    section.orders = orders.count
    section.revenue = money(orders.revenue)
    section.averageOrderValue = averages(orders)
    return section
  }

  private func rate(_ grouped: GroupedRate) -> Rate {
    var rate = Rate()
    rate.x = grouped.x
    rate.n = grouped.n
    rate.low = grouped.interval?.low
    rate.high = grouped.interval?.high
    rate.designEffect = grouped.designEffect
    return rate
  }

  /// By journey a rate is withheld while fewer than half of the journeys are ripe.
  private func cartRate(_ grouped: GroupedRate) -> Rate {
    var rate = rate(grouped)
    rate.isWithheld = fold.abandonment.unit == .journey && !journeys.hasEnoughFollowUp
    return rate
  }

  private func averages(_ orders: OrderTally) -> [Money] {
    var averages: [Money] = []
    let valued = Set(orders.revenue.entries.map(\.currency))
    for (currency, count) in orders.byCurrency.counts where valued.contains(currency) {
      let cents = ExactDecimal.quotient(orders.revenue[currency], by: Int128(count) * 10_000)
      averages.append(Money(currency: currencyText(currency), millionths: cents * 10_000))
    }
    return averages.sorted(by: ReportBuilder.isBefore)
  }

  func money(_ amounts: AmountByCurrency) -> [Money] {
    amounts.entries.map { Money(currency: currencyText($0.currency), millionths: $0.millionths) }
      .sorted(by: ReportBuilder.isBefore)
  }

  /// No currency first, then by bytes.
  static func isBefore(_ one: Money, _ other: Money) -> Bool {
    (one.currency ?? []).lexicographicallyPrecedes(other.currency ?? [])
  }

  func currencyText(_ id: UInt32) -> InputText? {
    id == 0 ? nil : archive.texts(ofDetail: DetailSlot.currency.rawValue)[id]
  }

  private func countQuantiles(_ sample: Sample) -> CountQuantiles {
    var sample = sample
    return CountQuantiles(
      p50: sample.quantile(percent: 50).map { Int($0) },
      p90: sample.quantile(percent: 90).map { Int($0) })
  }

  func quantiles(_ sample: Sample) -> DurationQuantiles {
    var sample = sample
    return DurationQuantiles(
      p50Milliseconds: sample.quantile(percent: 50), p90Milliseconds: sample.quantile(percent: 90))
  }
}

// MARK: Funnels

extension ReportBuilder {
  private func funnel(
    _ plan: FunnelPlan, _ breakdowns: [Breakdown], _ tally: FunnelTally
  ) -> FunnelSection {
    var section = FunnelSection(
      name: plan.name, unit: plan.unit.rawValue, ties: plan.ties.rawValue,
      windowMilliseconds: plan.windowMilliseconds)
    section.order = plan.order.rawValue
    section.entry = plan.entry.rawValue
    section.count = plan.count.rawValue
    section.excluded = tally.excluded
    section.steps = plan.steps.indices.map { stepLine($0, plan, tally) }
    section.trend = trend(plan, tally)
    for (place, breakdown) in breakdowns.enumerated() {
      let list = SegmentList(
        field: plan.breakdowns[place], table: breakdown.texts(of: archive),
        limit: settings.maxSegments)
      section.segments += list.segments(tally.segments[place])
    }
    return section
  }

  private func stepLine(_ index: Int, _ plan: FunnelPlan, _ tally: FunnelTally) -> FunnelStepLine {
    let isLast = index == plan.steps.count - 1
    var line = FunnelStepLine(
      name: plan.lineName(index), count: tally.seen[index],
      dropped: isLast ? 0 : tally.stopped[index])
    line.isOptional = plan.order != .any && plan.steps[index].isOptional
    if plan.entry == .open || plan.steps.contains(where: \.isOptional) {
      line.countFromFirst = tally.seenFromFirst[index]
      line.countFromPrevious = tally.seenFromPrevious[index]
    }
    if plan.entry == .open { line.entered = tally.entered[index] }
    line.fromPrevious = quantiles(tally.pauses[index])
    line.nextEvents = nextEvents(tally.nextEvents[index])
    return line
  }

  /// From the first period with an entry to the last, empty ones between them too.
  private func trend(_ plan: FunnelPlan, _ tally: FunnelTally) -> [FunnelPeriod] {
    guard let period = plan.trend, let last = tally.periods.keys.max(),
      var start = tally.periods.keys.min()
    else { return [] }
    let endDay = settings.timeZone.localDay(ofMilliseconds: fold.endOfDataMilliseconds)
    var periods: [FunnelPeriod] = []
    while start <= last {
      let next = period.next(after: start)
      let counts = tally.periods[start]
      periods.append(
        FunnelPeriod(
          start: TimeText.date(daysSince1970: Int64(start)),
          isIncomplete: endDay < next || counts?.mayGoOn ?? false,
          counts: counts?.seen ?? plan.steps.map { _ in 0 }))
      start = next
    }
    return periods
  }

  /// The five most frequent, ties by bytes.
  private func nextEvents(_ counter: Counter) -> [Tally] {
    let tallies = counter.counts.map { id, count in
      let name = id == FunnelTally.left ? Array("(left)".utf8) : archive.meanings.names[id]
      return Tally(name: name, count: count)
    }
    return Array(tallies.sorted(by: Tally.isMoreFrequent).prefix(5))
  }
}

extension Tally {
  /// More first, then by bytes.
  static func isMoreFrequent(_ one: Tally, _ other: Tally) -> Bool {
    one.count == other.count
      ? one.name.lexicographicallyPrecedes(other.name) : one.count > other.count
  }
}
