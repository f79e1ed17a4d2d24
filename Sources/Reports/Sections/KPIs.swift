/// Rates with their intervals, orders and amounts.
extension Document {
  mutating func add(_ kpis: KPISection) {
    heading("Key figures")
    table(rateTable(kpis))
    list([
      "Orders: \(kpis.orders)", "Revenue: \(.money(kpis.revenue))",
      "Average order value: \(.money(kpis.averageOrderValue))",
    ])
  }

  private func rateTable(_ kpis: KPISection) -> Table {
    var table = Table([
      .text("figure"), .number("x"), .number("n"), .number("rate"), .number("95 % interval"),
      .number("design effect"),
    ])
    table.rows = [
      rateRow("conversion", kpis.conversion),
      rateRow("cart abandonment", kpis.cartAbandonment),
      rateRow("checkout abandonment", kpis.checkoutAbandonment),
    ]
    return table
  }

  private func rateRow(_ name: Phrase, _ rate: Rate) -> [Phrase] {
    [
      name, Phrase(count: rate.x), Phrase(count: rate.n),
      .percent(rate.x, of: rate.isWithheld ? 0 : rate.n),
      Phrase(own: PlainNumber.interval(rate)),
      Phrase(own: PlainNumber.decimal(rate.designEffect, digits: 2)),
    ]
  }
}
