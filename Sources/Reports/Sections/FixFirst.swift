/// Which reasons to fix first: what each cost, and how sure that is.
extension Document {
  mutating func add(fixFirst carts: AbandonmentSection) {
    guard !carts.fixFirst.isEmpty else { return }
    heading("What to fix first")
    if let chart = EstimateChart(carts.fixFirst) { figure(.estimates(chart)) }
    table(fixTable(carts.fixFirst.filter { $0.evidence.excess != nil }))
    for line in carts.fixFirst where line.evidence.finding == .cannotBeJudged {
      paragraph(
        "\(ReasonWords.plain(line.reason)) cannot be judged: no comparable cart without it.")
    }
    paragraph(advancing(carts.fixFirst))
    paragraph(
      "More carts: beyond what carts at the same place without the sign lead to expect. Unproven: the"
        + " interval of carts holds 0, or too few shoppers met the sign.")
    paragraph(
      "Excesses overlap and are never added; taking a cause away is assumed to change nothing else;"
        + " shoppers prone to it may differ.")
  }

  /// Answers once more, against carts that got further; empty without any.
  private func advancing(_ lines: [FixLine]) -> Phrase {
    let answers = lines.filter { $0.evidence.advancing != nil }.map { line -> Phrase in
      let excess: Phrase =
        "\(ReasonWords.plain(line.reason)) \(.whole(line.evidence.advancing))"
      let interval = Phrase.interval(line.evidence.advancingLow, line.evidence.advancingHigh)
      return interval.map { "\(excess) (\($0))" } ?? excess
    }
    guard !answers.isEmpty else { return Phrase() }
    return "More than among carts that went on to a later stage, for answers to an act:"
      + " \(.joined(answers, by: ", "))."
  }

  /// Without amounts in the input there are no columns for them.
  private func fixTable(_ lines: [FixLine]) -> Table {
    let hasValues = lines.contains { !($0.evidence.value ?? []).isEmpty }
    let values: [Column] = hasValues ? [.lost("excess value"), .number("95 % interval")] : []
    var unjudged = Column.number("unjudged")
    unjudged.isForWideOutput = true
    var table = Table(
      [.text("reason"), .number("more carts"), .number("95 % interval"), .text("finding")]
        + values + [unjudged])
    table.rows = lines.map { fixRow($0, hasValues: hasValues) }
    return table
  }

  private func fixRow(_ line: FixLine, hasValues: Bool) -> [Phrase] {
    let evidence = line.evidence
    let values: [Phrase] = [
      .money(evidence.value?.map(\.money)), .interval(evidence.value) ?? .none,
    ]
    return [
      ReasonWords.plain(line.reason), .whole(evidence.excess),
      .interval(evidence.low, evidence.high) ?? .none, .finding(evidence.finding),
    ] + (hasValues ? values : []) + [Phrase(count: evidence.unjudged)]
  }
}

extension Phrase {
  fileprivate static var none: Phrase { Phrase(own: PlainNumber.none) }

  fileprivate static func finding(_ finding: Finding) -> Phrase {
    switch finding {
    case .proven: "proven"
    case .unproven: "unproven"
    case .notMore: "not more"
    case .cannotBeJudged: "not judged"
    }
  }

  /// `75`: an estimate, to the whole; a dash for nil.
  static func whole(_ estimate: Double?) -> Phrase {
    Phrase(own: PlainNumber.whole(estimate) ?? PlainNumber.none)
  }

  /// `61–88`; nil without an interval.
  static func interval(_ low: Double?, _ high: Double?) -> Phrase? {
    PlainNumber.interval(PlainNumber.whole(low), PlainNumber.whole(high)).map { Phrase(own: $0) }
  }

  /// `4,880–7,160`, of one currency; nil without an interval, and where currencies differ.
  static func interval(_ values: [EvidenceMoney]?) -> Phrase? {
    guard let values, values.count == 1, let low = values[0].low, let high = values[0].high else {
      return nil
    }
    return PlainNumber.interval(
      PlainNumber.whole(millionths: low), PlainNumber.whole(millionths: high)
    ).map { Phrase(own: $0) }
  }
}
