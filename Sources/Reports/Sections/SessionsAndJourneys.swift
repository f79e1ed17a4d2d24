/// Sessions, journeys and the channels journeys move between.
extension Document {
  private static let transitionLimit = 10

  mutating func add(_ sessions: SessionsSection) {
    heading("Sessions")
    list([
      "\(.counted(sessions.count, "session")), \(sessions.open) of them open;"
        + " beside them \(sessions.background) in the background",
      "Bounced: \(.share(sessions.bounced, of: sessions.count, "session"))",
      "Duration: p50 \(.duration(milliseconds: sessions.duration.p50Milliseconds)),"
        + " p90 \(.duration(milliseconds: sessions.duration.p90Milliseconds)),"
        + " mean \(.duration(milliseconds: sessions.meanDurationMilliseconds))",
      "Events: \(sessions.events), \(own: sessions.eventsPerSession) a session",
    ])
  }

  mutating func add(_ journeys: JourneysSection) {
    heading("Journeys")
    list([
      "\(.counted(journeys.count, "journey")): \(journeys.converted) converted,"
        + " \(journeys.abandoned) abandoned with a cart, \(journeys.browsed) browsed,"
        + " \(journeys.open) open",
      conversion(of: journeys),
      "To conversion: p50 \(.visits(journeys.sessionsToConversion.p50)) and"
        + " \(.duration(milliseconds: journeys.timeToConversion.p50Milliseconds)),"
        + " p90 \(.visits(journeys.sessionsToConversion.p90)) and"
        + " \(.duration(milliseconds: journeys.timeToConversion.p90Milliseconds))",
      "Users seen with two customers: \(journeys.ambiguousUsers)",
    ])
    table(transitionTable(journeys.channelTransitions))
    let hidden = journeys.channelTransitions.count - Document.transitionLimit
    if hidden > 0 { paragraph("… and \(hidden) more channel transitions.") }
    table(channelTable(journeys))
  }

  private func conversion(of journeys: JourneysSection) -> Phrase {
    let share = Phrase.share(journeys.ripeConverted, of: journeys.ripe, "ripe journey")
    if journeys.hasEnoughFollowUp { return "Converted: \(share)" }
    return "Converted: no rate, \(own: JourneysSection.tooLittleFollowUp)"
      + " (\(journeys.ripe) of \(.counted(journeys.count, "journey")) ripe)"
  }

  /// Where converted journeys began and ended.
  private func channelTable(_ journeys: JourneysSection) -> Table {
    var table = Table([
      .text("channel"), .number("first of converted"), .number("last of converted"),
    ])
    let isKnown = journeys.conversionChannels.contains { $0.channel != Array("(none)".utf8) }
    guard isKnown else { return table }
    table.rows = journeys.conversionChannels.prefix(Document.transitionLimit).map {
      [Phrase(value: $0.channel), Phrase(count: $0.first), Phrase(count: $0.last)]
    }
    return table
  }

  private func transitionTable(_ transitions: [ChannelTransition]) -> Table {
    var table = Table([
      .text("from channel"), .text("to channel"), .number("count"), .number("converted"),
      .number("converted of count"),
    ])
    table.rows = transitions.prefix(Document.transitionLimit).map {
      [
        Phrase(value: $0.from), Phrase(value: $0.to), Phrase(count: $0.count),
        Phrase(count: $0.converted), .percent($0.converted, of: $0.count),
      ]
    }
    return table
  }
}

extension Phrase {
  /// `2 sessions`; a dash for nil.
  fileprivate static func visits(_ count: Int?) -> Phrase {
    count.map { counted($0, "session") } ?? Phrase(own: PlainNumber.none)
  }
}

extension SessionsSection {
  /// Rounded half to even; nil without sessions.
  fileprivate var meanDurationMilliseconds: Int64? {
    MachineNumber.mean(durationSumMilliseconds, of: count, digits: 0).map { Int64(clamping: $0) }
  }

  fileprivate var eventsPerSession: String {
    MachineNumber.mean(Int128(events), of: count, digits: 2)
      .map { ExactDecimal.text($0, digits: 2, minimumDigits: 1) } ?? PlainNumber.none
  }
}
