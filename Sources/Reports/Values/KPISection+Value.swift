extension KPISection {
  var members: [ReportValue.Member] {
    rates.map { .init($0.name, .record($0.rate.members)) } + [
      .init("orders", .count(orders)),
      .init("revenue", .money(revenue)),
      .init("average_order_value", .money(averageOrderValue)),
    ]
  }

  /// The rates with their keys, in report order.
  var rates: [(name: String, rate: Rate)] {
    [
      ("conversion_rate", conversion),
      ("cart_abandonment_rate", cartAbandonment),
      ("checkout_abandonment_rate", checkoutAbandonment),
    ]
  }

  /// The amounts with their keys, in report order.
  var amounts: [(name: String, amounts: [Money])] {
    [("revenue", revenue), ("average_order_value", averageOrderValue)]
  }
}

extension Rate {
  var members: [ReportValue.Member] {
    [
      .init("x", .count(x)),
      .init("n", .count(n)),
      .init("rate", .rate(x, of: isWithheld ? 0 : n)),
      .init("low", .real(isWithheld ? nil : low)),
      .init("high", .real(isWithheld ? nil : high)),
      .init("design_effect", .real(designEffect)),
    ] + (isWithheld ? [.init("reason", .text(JourneysSection.tooLittleFollowUp))] : [])
  }
}
