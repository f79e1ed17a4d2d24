/// reasons.csv: one row a reason, then `no_signal`, so that `carts` adds up to all abandoned carts.
///
/// A reason with amounts in several currencies goes on in further rows that hold its name, the currency and
/// the amounts only: every column can be summed without counting a cart twice.
extension WideTables {
  static func reasonTable(_ abandonment: AbandonmentSection) -> CSVTable {
    var table = CSVTable([
      "reason", "class", "kind", "carts", "share", "any", "stale", "resolved", "recovered", "lost",
      "seconds_to_leaving.p50", "seconds_to_leaving.p90", "currency", "value", "lost_value",
    ])
    for reason in abandonment.reasons {
      table.rows += rows(reason, abandoned: abandonment.abandoned)
    }
    table.rows += rows(abandonment.noSignal, abandoned: abandonment.abandoned)
    return table
  }

  private static func rows(_ reason: ReasonLine, abandoned: Int) -> [[ReportValue]] {
    let measures = reason.measures(abandoned: abandoned).flattened.map(\.value)
    let amounts = amountRows(value: reason.value, lostValue: reason.lostValue ?? [])
    return rows(name: .text(bytes: reason.reason), measures: measures, amounts: amounts)
  }

  private static func rows(_ noSignal: NoSignalLine, abandoned: Int) -> [[ReportValue]] {
    let shares: [ReportValue] = [.count(noSignal.carts), .rate(noSignal.carts, of: abandoned)]
    return rows(
      name: .own("no_signal"), measures: blanks(2) + shares + blanks(7),
      amounts: amountRows(value: noSignal.value, lostValue: []))
  }

  /// The measures stand in the first row only.
  private static func rows(
    name: ReportValue, measures: [ReportValue], amounts: [[ReportValue]]
  ) -> [[ReportValue]] {
    guard let first = amounts.first else { return [[name] + measures + blanks(3)] }
    let further = amounts.dropFirst().map { [name] + blanks(measures.count) + $0 }
    return [[name] + measures + first] + further
  }

  /// Currency, value and lost value; a currency of which nothing was lost has an empty lost value.
  private static func amountRows(value: [Money], lostValue: [Money]) -> [[ReportValue]] {
    let lostOnly = lostValue.filter { lost in !value.contains { $0.currency == lost.currency } }
    let both = value.map { money in
      let lost = lostValue.first { $0.currency == money.currency }
      return [money.currencyValue, money.amountValue, lost?.amountValue ?? .null]
    }
    return both + lostOnly.map { [$0.currencyValue, .null, $0.amountValue] }
  }
}
