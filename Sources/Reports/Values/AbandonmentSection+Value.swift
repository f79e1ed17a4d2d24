extension AbandonmentSection {
  var members: [ReportValue.Member] {
    measures + [
      .init("value", .money(value)),
      .init("lost_value", .money(lostValue)),
      .init("reasons", .list(reasons.map { .record($0.members(abandoned: abandoned)) })),
      .init("fix_first", .list(fixFirst.map { .record($0.members) })),
      .init("no_signal", .record(noSignal.members)),
    ]
  }

  /// How many carts ended how.
  var measures: [ReportValue.Member] {
    [
      .init("unit", .own(unit)),
      .init("carts", .count(carts)),
      .init("purchased", .count(purchased)),
      .init("purchased_without_cart", .count(purchasedWithoutCart)),
      .init("open", .count(open)),
      .init("emptied", .count(emptied)),
      .init("abandoned", .count(abandoned)),
      .init("recovered", .count(recovered)),
      .init("recovery_open", .count(recoveryOpen)),
      .init("lost", .count(lost)),
    ]
  }
}

extension ReasonLine {
  /// - Parameter abandoned: all abandoned carts, of which `share` is a part.
  func members(abandoned: Int) -> [ReportValue.Member] {
    [.init("reason", .text(bytes: reason))] + counts(abandoned: abandoned) + [
      .init("value", .money(value)),
      .init("lost_value", .money(lostValue)),
      timeMember,
      .init("codes", .list(codes.map { .record($0.codeMembers) })),
      .init("stages", .tallies(stages, name: "stage", count: "carts")),
      .init("evidence", .record(evidence.members)),
      .init("devices", .tallies(devices, name: "device", count: "carts")),
      .init("channels", .tallies(channels, name: "channel", count: "carts")),
    ]
  }

  /// Everything of the reason that is one number or word.
  func measures(abandoned: Int) -> [ReportValue.Member] {
    counts(abandoned: abandoned) + [timeMember, .init("evidence", .record(evidence.measures))]
  }

  private func counts(abandoned: Int) -> [ReportValue.Member] {
    [
      .init("class", .count(signalClass)),
      .init("kind", .own(kind)),
      .init("carts", .count(carts)),
      .init("share", .rate(carts, of: abandoned)),
      .init("any", .count(any)),
      .init("stale", .count(stale)),
      .init("resolved", .count(resolved)),
      .init("recovered", .count(recovered)),
      .init("lost", .count(lost)),
    ]
  }

  private var timeMember: ReportValue.Member {
    .init("seconds_to_leaving", .record(ReportValue.quantiles(toLeaving)))
  }

  /// The ways the reason's carts are told apart, by the word of the tidy table's `segment_by`.
  var breakdowns: [(by: String, tallies: [Tally])] {
    [
      ("code", codes), ("code_group", codeGroups), ("stage", stages), ("device", devices),
      ("channel", channels),
    ]
  }
}

extension Tally {
  /// Of a code; the group is null where the code is no decline.
  fileprivate var codeMembers: [ReportValue.Member] {
    [
      .init("code", .text(bytes: name)), .init("carts", .count(count)),
      .init("group", group.map { .own($0) } ?? .null),
    ]
  }
}

extension FixLine {
  var members: [ReportValue.Member] {
    [.init("reason", .text(bytes: reason))] + measures + [evidence.valueMember]
  }

  /// Everything but name and amounts.
  var measures: [ReportValue.Member] {
    [
      .init("finding", .own(evidence.finding.rawValue)),
      .init("excess", .real(evidence.excess)),
      .init("low", .real(evidence.low)),
      .init("high", .real(evidence.high)),
    ]
  }
}

extension EvidenceLine {
  var members: [ReportValue.Member] {
    measures + [valueMember]
  }

  var valueMember: ReportValue.Member {
    .init("value", value.map { .list($0.map { .record($0.members) }) } ?? .null)
  }

  /// Everything but amounts.
  var measures: [ReportValue.Member] {
    [
      .init("exposed", .count(exposed)),
      .init("exposed_abandoned", .count(exposedAbandoned)),
      .init("unjudged", .count(unjudged)),
      .init("excess", .real(excess)),
      .init("low", .real(low)),
      .init("high", .real(high)),
      .init("other_kind", .real(otherKind)),
      .init(
        "advancing",
        .record([
          .init("excess", .real(advancing)), .init("low", .real(advancingLow)),
          .init("high", .real(advancingHigh)),
        ])),
    ]
  }
}

extension EvidenceMoney {
  var members: [ReportValue.Member] { money.members + bounds }

  var bounds: [ReportValue.Member] {
    [.init("low", .amount(millionths: low)), .init("high", .amount(millionths: high))]
  }
}

extension NoSignalLine {
  var members: [ReportValue.Member] {
    [
      .init("carts", .count(carts)),
      .init("value", .money(value)),
      .init("stages", .tallies(stages, name: "stage", count: "carts")),
    ]
  }
}
