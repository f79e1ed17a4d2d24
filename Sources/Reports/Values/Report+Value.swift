extension Report {
  static let schema = "fuga.report/1"

  /// The whole report, keys in the order of the published schema.
  var value: ReportValue {
    .record([
      .init("schema", .own(Report.schema)),
      .init("input", .record(input.measures(files: true))),
      .init("sessions", .record(sessions.measures)),
      .init("journeys", .record(journeys.members)),
      .init("kpis", .record(kpis.members)),
      .init("funnels", .list(funnels.map { .record($0.members) })),
      .init("abandonment", .record(abandonment.members)),
      .init("days", .list(days.map { .record($0.members) })),
      .init("rules", .record(ruleMembers)),
      .init("notes", .list(notes.map { .text($0) })),
    ])
  }

  var ruleMembers: [ReportValue.Member] {
    rules.map { .init($0.name, .text($0.value)) }
  }
}

extension InputSection {
  /// Numbers of the input; with or without the list of files, which stands first.
  func measures(files includesFiles: Bool) -> [ReportValue.Member] {
    let list = ReportValue.Member("files", .list(files.map { .record($0.members) }))
    return (includesFiles ? [list] : []) + [
      .init("rows", .count(rows)),
      .init("events", .count(events)),
      .init("rejected", .count(rejected)),
      .init("rejected_by_reason", .record(reasonMembers)),
      .init("repeated_headers", .count(repeatedHeaders)),
      .init("duplicates", .count(duplicates)),
      .init("users", .count(users)),
      .init("persons", .count(persons)),
      .init("first_event", .time(milliseconds: firstEventMilliseconds)),
      .init("last_event", .time(milliseconds: lastEventMilliseconds)),
    ]
  }

  private var reasonMembers: [ReportValue.Member] {
    rejectedByReason.map { .init($0.reason, .count($0.rows)) }
  }
}

extension FileLine {
  var members: [ReportValue.Member] {
    [.init("path", .text(bytes: path))] + measures
  }

  var measures: [ReportValue.Member] {
    [
      .init("rows", .count(rows)),
      .init("rejected", .count(rejected)),
      .init("compressed_bytes", .count(compressedBytes)),
      .init("bytes", .count(bytes)),
      .init("status", .own(status)),
    ]
  }
}

extension SessionsSection {
  var measures: [ReportValue.Member] {
    [
      .init("count", .count(count)),
      .init("background", .count(background)),
      .init("open", .count(open)),
      .init("bounced", .count(bounced)),
      .init("bounce_rate", .rate(bounced, of: count)),
      .init("duration_seconds", .record(durationMembers)),
      .init("events", .record([.init("mean", .rate(events, of: count))])),
    ]
  }

  private var durationMembers: [ReportValue.Member] {
    let mean = MachineNumber.meanSeconds(sumMilliseconds: durationSumMilliseconds, count: count)
    return ReportValue.quantiles(duration) + [.init("mean", .number(mean))]
  }
}

extension JourneysSection {
  var members: [ReportValue.Member] {
    measures + [
      .init("channel_transitions", .list(channelTransitions.map { .record($0.members) })),
      .init("conversion_channels", .list(conversionChannels.map { .record($0.members) })),
      .init("conversion_rate", .record(conversionMembers)),
    ]
  }

  var measures: [ReportValue.Member] {
    [
      .init("count", .count(count)),
      .init("ripe", .count(ripe)),
      .init("open", .count(open)),
      .init("converted", .count(converted)),
      .init("abandoned", .count(abandoned)),
      .init("browsed", .count(browsed)),
      .init("ambiguous_users", .count(ambiguousUsers)),
      .init("sessions_to_conversion", .record(ReportValue.quantiles(sessionsToConversion))),
      .init(
        "touchpoints_to_conversion", .record(ReportValue.quantiles(touchpointsToConversion))),
      .init("seconds_to_conversion", .record(ReportValue.quantiles(timeToConversion))),
    ]
  }

  /// Converted among ripe journeys, or why that cannot be said yet.
  var conversionMembers: [ReportValue.Member] {
    let counts: [ReportValue.Member] = [
      .init("x", .count(ripeConverted)), .init("n", .count(ripe)),
    ]
    guard hasEnoughFollowUp else {
      return counts + [
        .init("rate", .null), .init("reason", .own(JourneysSection.tooLittleFollowUp)),
      ]
    }
    return counts + [.init("rate", .rate(ripeConverted, of: ripe))]
  }
}

extension ConversionChannel {
  var members: [ReportValue.Member] {
    [.init("channel", .text(bytes: channel))] + measures
  }

  var measures: [ReportValue.Member] {
    [.init("first", .count(first)), .init("last", .count(last))]
  }
}

extension ChannelTransition {
  var members: [ReportValue.Member] {
    [.init("from", .text(bytes: from)), .init("to", .text(bytes: to))] + measures
  }

  var measures: [ReportValue.Member] {
    [.init("count", .count(count)), .init("converted", .count(converted))]
  }
}

extension DaySection {
  var members: [ReportValue.Member] {
    [.init("day", .own(day))] + measures
  }

  var measures: [ReportValue.Member] {
    [
      .init("sessions", .count(sessions)),
      .init("converted", .count(converted)),
      .init("carts", .count(carts)),
      .init("purchased", .count(purchased)),
      .init("abandoned", .count(abandoned)),
      .init("orders", .count(orders)),
    ]
  }
}
