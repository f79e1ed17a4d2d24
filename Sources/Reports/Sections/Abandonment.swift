/// Carts, reasons, and carts without a signal.
extension Document {
  mutating func add(_ carts: AbandonmentSection) {
    heading("Abandoned carts")
    paragraph("\(outcomes(of: carts))\(aftermath(of: carts))\(worth(of: carts))")
    guard carts.abandoned > 0 || !carts.reasons.isEmpty else { return }
    table(reasonTable(carts))
    paragraph(declines(carts.reasons))
    table(noSignalTable(carts))
    paragraph(
      "\(carts.cartsWithReason) with a reason + \(carts.noSignal.carts) without a signal"
        + " = \(carts.abandoned) abandoned.")
    guard !carts.reasons.isEmpty else { return }
    paragraph(
      "Each abandoned cart has one reason: of the signs of trouble that the shopper did not get past,"
        + " fresh ones come before stale ones, then the lowest class counts, then the last sign. Any:"
        + " carts with such a sign, whatever their reason. Stale: the cart went on for more than"
        + " 10 minutes after it. Resolved: the shopper got past every such sign. Rows stand by lost"
        + " value.")
  }

  private func outcomes(of carts: AbandonmentSection) -> Phrase {
    guard carts.carts > 0 else { return "No carts." }
    let alone: Phrase =
      carts.purchasedWithoutCart == 0
      ? "" : " (\(carts.purchasedWithoutCart) by a purchase alone)"
    return "\(.counted(carts.carts, "cart")), unit \(own: carts.unit): \(carts.purchased) purchased"
      + "\(alone), \(carts.abandoned) abandoned, \(carts.open) open, \(carts.emptied) emptied."
  }

  private func aftermath(of carts: AbandonmentSection) -> Phrase {
    guard carts.abandoned > 0, let recovered = carts.recovered, let open = carts.recoveryOpen,
      let lost = carts.lost
    else { return "" }
    return " Of the abandoned: \(recovered) recovered by a later purchase, \(open) may still be,"
      + " \(lost) lost."
  }

  private func worth(of carts: AbandonmentSection) -> Phrase {
    guard !carts.value.isEmpty else { return "" }
    let value: Phrase = " Value of the abandoned: \(.money(carts.value))"
    guard let lost = carts.lostValue else { return "\(value)." }
    return "\(value); of the lost: \(.money(lost))."
  }

  private func reasonTable(_ carts: AbandonmentSection) -> Table {
    var key = Column.text("key")
    key.isForWideOutput = true
    var table = Table([
      .text("reason"), key, .number("class"), .number("carts"), .number("share"), .number("value"),
      .lost("lost"), .lost("lost value"), .number("any"), .number("stale"), .number("resolved"),
      .number("recovered"), .number("p50 to leaving"), .text("top code"),
    ])
    table.rows = carts.reasons.map { reasonRow($0, abandoned: carts.abandoned) }
    return table
  }

  private func reasonRow(_ reason: ReasonLine, abandoned: Int) -> [Phrase] {
    [
      ReasonWords.plain(reason.reason), Phrase(name: reason.reason),
      Phrase(count: reason.signalClass), Phrase(count: reason.carts),
      .percent(reason.carts, of: abandoned), .money(reason.value), Phrase(count: reason.lost),
      .money(reason.lostValue), Phrase(count: reason.any), Phrase(count: reason.stale),
      Phrase(count: reason.resolved), Phrase(count: reason.recovered),
      .duration(milliseconds: reason.toLeaving.p50Milliseconds), .top(reason.codes),
    ]
  }

  /// What the codes of declined cards say; empty where none is known.
  private func declines(_ reasons: [ReasonLine]) -> Phrase {
    let groups = reasons.first { $0.reason == Array("card_declined".utf8) }?.codeGroups ?? []
    guard !groups.isEmpty else { return Phrase() }
    return "Declines, by what their codes say: "
      + .joined(groups.map { "\($0.count) \(value: $0.name)" }, by: ", ") + "."
  }

  private func noSignalTable(_ carts: AbandonmentSection) -> Table {
    var table = Table([.text("no signal, by highest stage"), .number("carts"), .number("share")])
    table.rows = carts.noSignal.stages.map {
      [Phrase(name: $0.name), Phrase(count: $0.count), .percent($0.count, of: carts.abandoned)]
    }
    return table
  }
}
