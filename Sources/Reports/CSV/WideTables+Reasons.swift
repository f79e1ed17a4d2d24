/// reasons.csv: one row a reason, then `no_signal`, so that `carts` adds up to all abandoned carts.
///
/// A reason with amounts in several currencies goes on in further rows that hold its name, the currency and
/// the amounts only: every column can be summed without counting a cart twice.
extension WideTables {
  static func reasonTable(_ abandonment: AbandonmentSection) -> CSVTable {
    var table = CSVTable([
      "reason", "class", "kind", "carts", "share", "any", "stale", "resolved", "recovered", "lost",
      "seconds_to_leaving.p50", "seconds_to_leaving.p90", "evidence.exposed",
      "evidence.exposed_abandoned", "evidence.unjudged", "evidence.excess", "evidence.low",
      "evidence.high", "evidence.other_kind", "evidence.advancing.excess", "evidence.advancing.low",
      "evidence.advancing.high", "currency", "value", "lost_value", "evidence.value",
      "evidence.value.low", "evidence.value.high",
    ])
    for reason in abandonment.reasons {
      table.rows += rows(reason, abandoned: abandonment.abandoned)
    }
    table.rows += rows(abandonment.noSignal, abandoned: abandonment.abandoned)
    return table
  }

  private static func rows(_ reason: ReasonLine, abandoned: Int) -> [[ReportValue]] {
    let measures = reason.measures(abandoned: abandoned).flattened.map(\.value)
    let amounts = amountRows(
      value: reason.value, lostValue: reason.lostValue ?? [], evidence: reason.evidence.value ?? [])
    return rows(name: .text(bytes: reason.reason), measures: measures, amounts: amounts)
  }

  private static func rows(_ noSignal: NoSignalLine, abandoned: Int) -> [[ReportValue]] {
    let shares: [ReportValue] = [.count(noSignal.carts), .rate(noSignal.carts, of: abandoned)]
    return rows(
      name: .own("no_signal"), measures: blanks(2) + shares + blanks(17),
      amounts: amountRows(value: noSignal.value, lostValue: [], evidence: []))
  }

  /// The measures stand in the first row only.
  private static func rows(
    name: ReportValue, measures: [ReportValue], amounts: [[ReportValue]]
  ) -> [[ReportValue]] {
    guard let first = amounts.first else { return [[name] + measures + blanks(6)] }
    let further = amounts.dropFirst().map { [name] + blanks(measures.count) + $0 }
    return [[name] + measures + first] + further
  }

  /// Currency, value, lost value and excess value, one row a currency that occurs in any of them.
  private static func amountRows(
    value: [Money], lostValue: [Money], evidence: [EvidenceMoney]
  ) -> [[ReportValue]] {
    var currencies: [InputText?] = []
    for currency in (value + lostValue + evidence.map(\.money)).map(\.currency)
    where !currencies.contains(currency) {
      currencies.append(currency)
    }
    return currencies.map { currency in
      let own = [value, lostValue].map { amounts in amounts.first { $0.currency == currency } }
      let excess = evidence.first { $0.money.currency == currency }
      return [currency.map { .text(bytes: $0) } ?? .null] + own.map { $0?.amountValue ?? .null }
        + [excess?.money.amountValue ?? .null] + (excess?.bounds.map(\.value) ?? blanks(2))
    }
  }
}
