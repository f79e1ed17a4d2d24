import Abandonment
import Clickstream
import Measures
import Reports

extension ReportBuilder {
  var abandonment: AbandonmentSection {
    let carts = self.carts
    let isBySession = fold.abandonment.unit == .session
    var section = AbandonmentSection()
    section.unit = fold.abandonment.unit.rawValue
    section.carts = carts.carts
    section.purchased = carts.purchased
    section.purchasedWithoutCart = carts.purchasedWithoutCart
    section.open = carts.open
    section.emptied = carts.emptied
    section.abandoned = carts.abandoned
    section.recovered = isBySession ? carts.recovered : nil
    section.recoveryOpen = isBySession ? carts.recoveryOpen : nil
    section.lost = isBySession ? carts.lost : nil
    section.value = money(carts.value)
    section.lostValue = isBySession ? money(carts.lostValue) : nil
    section.reasons = reasons(carts)
    section.fixFirst = fixFirst(section.reasons)
    section.noSignal.carts = carts.noSignal.carts
    section.noSignal.value = money(carts.noSignal.value)
    section.noSignal.stages = stages(carts.noSignal)
    return section
  }

  /// Reasons that some cart met: by lost value, then carts, then name.
  private func reasons(_ carts: AbandonmentTally) -> [ReasonLine] {
    let currencies = carts.value.entries.map(\.currency).sorted { one, other in
      let texts = archive.texts(ofDetail: DetailSlot.currency.rawValue)
      return texts.isLess(one, other)
    }
    return zip(fold.abandonment.reasons.entries, carts.reasons)
      .filter { $0.1.met > 0 }
      .sorted { one, other in
        for currency in currencies {
          let (a, b) = (one.1.lostValue[currency], other.1.lostValue[currency])
          if a != b { return a > b }
        }
        if one.1.carts != other.1.carts { return one.1.carts > other.1.carts }
        return one.0.name.lexicographicallyPrecedes(other.0.name)
      }
      .map { reasonLine($0.0, $0.1) }
  }

  private func reasonLine(_ reason: ReasonList.Entry, _ tally: ReasonTally) -> ReasonLine {
    let isBySession = fold.abandonment.unit == .session
    var line = ReasonLine(
      reason: reason.name, signalClass: reason.signalClass, kind: reason.kind.rawValue)
    line.carts = tally.carts
    line.any = tally.any
    line.stale = tally.stale
    line.resolved = tally.resolved
    line.recovered = isBySession ? tally.recovered : nil
    line.lost = isBySession ? tally.lost : nil
    line.value = money(tally.value)
    line.lostValue = isBySession ? money(tally.lostValue) : nil
    line.toLeaving = quantiles(tally.toLeaving)
    line.codes = codes(tally.codes, isDecline: reason.id == ReasonID(.cardDeclined))
    line.stages = stages(tally)
    line.devices = tallies(tally.devices, archive.devices)
    line.channels = tallies(tally.channels, archive.channels)
    line.evidence = evidence(reason)
    return line
  }

  private func evidence(_ reason: ReasonList.Entry) -> EvidenceLine {
    let estimate = tally.abandonment.evidence.estimate(
      of: reason.id, kind: reason.kind,
      withDerivedFees: usesDerivedFees && reason.id == ReasonID(.surpriseFee),
      strataBy: { one, other in
        one.device == other.device
          ? archive.channels.isLess(one.channel, other.channel)
          : archive.devices.isLess(one.device, other.device)
      })
    var line = EvidenceLine()
    line.exposed = estimate.exposed
    line.exposedAbandoned = estimate.exposedAbandoned
    line.unjudged = estimate.unjudged
    line.excess = estimate.excess
    line.low = estimate.interval?.low
    line.high = estimate.interval?.high
    line.otherKind = estimate.otherKind
    line.advancing = estimate.advancing
    line.advancingLow = estimate.advancingInterval?.low
    line.advancingHigh = estimate.advancingInterval?.high
    line.value = estimate.excess.map { _ in values(estimate) }
    return line
  }

  private func values(_ estimate: EvidenceEstimate) -> [EvidenceMoney] {
    estimate.values.map { value in
      EvidenceMoney(
        money: Money(currency: currencyText(value.currency), millionths: value.millionths),
        low: value.low, high: value.high)
    }.sorted { ReportBuilder.isBefore($0.money, $1.money) }
  }

  /// By excess value, currency by currency, then by excess carts, then by name; what cannot be judged comes last.
  private func fixFirst(_ reasons: [ReasonLine]) -> [FixLine] {
    let values = reasons.compactMap(\.evidence.value).joined()
    let currencies = Set(values.map { $0.money.currency ?? [] })
      .sorted { $0.lexicographicallyPrecedes($1) }
    func amounts(_ line: ReasonLine) -> [Int128] {
      currencies.map { currency in
        line.evidence.value?.first { ($0.money.currency ?? []) == currency }?.money.millionths ?? 0
      }
    }
    return reasons.sorted { one, other in
      guard let first = one.evidence.excess, let second = other.evidence.excess else {
        if (one.evidence.excess == nil) != (other.evidence.excess == nil) {
          return one.evidence.excess != nil
        }
        return one.reason.lexicographicallyPrecedes(other.reason)
      }
      let (ours, theirs) = (amounts(one), amounts(other))
      if ours != theirs { return theirs.lexicographicallyPrecedes(ours) }
      if first != second { return first > second }
      return one.reason.lexicographicallyPrecedes(other.reason)
    }.map { FixLine(reason: $0.reason, evidence: $0.evidence) }
  }

  private func stages(_ tally: ReasonTally) -> [Tally] {
    Stage.allCases.compactMap { stage in
      let count = tally.stages[Int(stage.rawValue)]
      return count > 0 ? Tally(name: Array(stage.name.utf8), count: count) : nil
    }
  }

  private func tallies(_ counter: Counter, _ table: StringList) -> [Tally] {
    counter.counts.map { id, count in
      Tally(name: id == 0 ? Array("(none)".utf8) : table[id], count: count)
    }.sorted(by: Tally.isMoreFrequent)
  }

  /// Codes compare without case; of several spellings the first by bytes is printed.
  private func codes(_ counter: Counter, isDecline: Bool) -> [Tally] {
    var groups: [[UInt8]: Tally] = [:]
    for (id, count) in counter.counts {
      let text = archive.texts(ofDetail: DetailSlot.code.rawValue)[id]
      let key = text.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
      let known = groups[key] ?? Tally(name: text, count: 0)
      let isFirst = text.lexicographicallyPrecedes(known.name)
      let group = DeclineCodes.group(of: text) ?? (isDecline ? .unknown : nil)
      groups[key] = Tally(
        name: isFirst ? text : known.name, count: known.count + count, group: group?.rawValue)
    }
    return groups.values.sorted(by: Tally.isMoreFrequent)
  }
}
