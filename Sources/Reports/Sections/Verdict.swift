/// The report in a few plain sentences.
extension Document {
  mutating func add(verdictOf report: Report) {
    let sentences = [
      cartSentence(report), reasonSentence(report.abandonment), leakSentence(report.funnels.first),
      conversionSentence(report.kpis.conversion), rejectSentence(report.input),
    ]
    paragraph(.joined(sentences.compactMap { $0 }, by: " "))
  }

  private func cartSentence(_ report: Report) -> Phrase {
    let carts = report.abandonment
    guard carts.carts > 0 else {
      return "No cart was begun in \(.counted(report.sessions.count, "session"))."
    }
    guard carts.finished > 0 else {
      return "\(.counted(carts.carts, "cart")), none of which is purchased or abandoned so far:"
        + " \(carts.open) open, \(carts.emptied) emptied."
    }
    let rate = report.kpis.cartAbandonment
    if rate.isWithheld {
      let were = carts.abandoned == 1 ? "was" : "were"
      return "\(.counted(carts.abandoned, "cart")) \(own: were) abandoned\(lossClause(carts));"
        + " no rate: \(own: JourneysSection.tooLittleFollowUp)."
    }
    let were = rate.n == 1 ? "was" : "were"
    return "\(rate.x) of \(.counted(rate.n, "cart")) \(own: were) abandoned"
      + " (\(.percent(rate.x, of: rate.n)))\(lossClause(carts))."
  }

  private func lossClause(_ carts: AbandonmentSection) -> Phrase {
    guard carts.abandoned > 0, let lost = carts.lost else { return "" }
    guard lost > 0 else { return "; none was lost for good" }
    let clause: Phrase = "; \(lost) \(own: lost == 1 ? "was" : "were") lost for good"
    guard let value = carts.lostValue, !value.isEmpty else { return clause }
    return "\(clause), \(.money(value))"
  }

  /// What the costliest proven reason cost; without a proven one, the reason with most carts.
  private func reasonSentence(_ carts: AbandonmentSection) -> Phrase? {
    guard carts.abandoned > 0 else { return nil }
    if let line = carts.fixFirst.first(where: { $0.evidence.finding == .proven }) {
      return evidenceSentence(line)
    }
    guard let sentence = mostCommonReason(carts) else { return nil }
    guard !carts.fixFirst.isEmpty else { return sentence }
    return "\(sentence) No sign of trouble is proven to have cost carts."
  }

  private func evidenceSentence(_ line: FixLine) -> Phrase {
    let evidence = line.evidence
    var sentence: Phrase = "About \(.whole(evidence.excess))"
    if let interval = Phrase.interval(evidence.low, evidence.high) {
      sentence = "\(sentence) (\(interval))"
    }
    sentence =
      "\(sentence) more than among comparable carts left after \(ReasonWords.noun(line.reason))"
    if let values = evidence.value, !values.isEmpty {
      sentence = "\(sentence), \(.money(values.map(\.money)))"
      if let interval = Phrase.interval(values) { sentence = "\(sentence) (\(interval))" }
    }
    return "\(sentence)."
  }

  /// Of equal ones the first listed, which lost more.
  private func mostCommonReason(_ carts: AbandonmentSection) -> Phrase? {
    let most = carts.reasons.map(\.carts).max() ?? 0
    guard most > 0, let reason = carts.reasons.first(where: { $0.carts == most }) else {
      return "No abandoned cart showed a sign of trouble."
    }
    return "The most common last sign of trouble: \(ReasonWords.noun(reason.reason)),"
      + " \(.share(most, of: carts.abandoned, "cart"))."
  }

  /// How many came through the funnel, and the step that most of the others did not get past.
  private func leakSentence(_ funnel: FunnelSection?) -> Phrase? {
    guard let funnel, let first = funnel.steps.first, let last = funnel.steps.last,
      funnel.steps.count > 1, first.count > 0
    else { return nil }
    let reached: Phrase =
      "Of \(.counted(first.count, funnel.unit)) at \(name: first.name), \(last.count) reached"
      + " \(name: last.name) (\(.percent(last.count, of: first.count)))"
    let most = funnel.steps.map(\.dropped).max() ?? 0
    guard most > 0, let leak = funnel.steps.first(where: { $0.dropped == most }) else {
      return "\(reached)."
    }
    return "\(reached); the largest leak is after \(name: leak.name), where \(most) of"
      + " \(leak.count) stopped (\(.percent(most, of: leak.count)))."
  }

  private func conversionSentence(_ rate: Rate) -> Phrase? {
    guard rate.n > 0 else { return nil }
    let are: Phrase = "\(rate.x) of \(.counted(rate.n, "session")) ended in a purchase"
    return "\(are) (\(.percent(rate.x, of: rate.n)))."
  }

  private func rejectSentence(_ input: InputSection) -> Phrase? {
    guard input.rejected > 0 else { return nil }
    let were = input.rejected == 1 ? "was" : "were"
    return "\(input.rejected) of \(.counted(input.rows, "row")) \(own: were) rejected"
      + " (\(.percent(input.rejected, of: input.rows)))."
  }
}
