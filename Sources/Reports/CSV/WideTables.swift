/// The tables `-o` writes beside the report: one file a subject, a row a thing, JSON keys as columns.
package enum WideTables {
  /// One file's name and content.
  package struct File: Sendable {
    /// Fixed; never made from input text.
    package var name: String
    package var bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// The files' names.
  package static var names: [String] { files(of: Report()).map(\.name) }

  /// All tables, in the order of the report; a table without rows has its header only.
  package static func files(of report: Report) -> [File] {
    [
      file("funnel.csv", funnelTable(report.funnels)),
      file("segments.csv", segmentTable(report.funnels)),
      file("reasons.csv", reasonTable(report.abandonment)),
      file("kpis.csv", kpiTable(report.kpis)),
      file("days.csv", dayTable(report.days)),
    ]
  }

  private static func file(_ name: String, _ table: CSVTable) -> File {
    var text = ReportText()
    table.write(to: &text)
    return File(name: name, bytes: text.bytes)
  }

  /// One row a step.
  private static func funnelTable(_ funnels: [FunnelSection]) -> CSVTable {
    var table = CSVTable([
      "funnel", "name", "count", "share_of_first", "share_of_previous", "dropped",
      "seconds_from_previous.p50", "seconds_from_previous.p90",
    ])
    for funnel in funnels {
      for (index, step) in funnel.steps.enumerated() {
        let names: [ReportValue] = [.text(funnel.name), .text(bytes: step.name)]
        table.rows.append(names + funnel.measures(step: index).flattened.map(\.value))
      }
    }
    return table
  }

  /// One row a segment and step.
  private static func segmentTable(_ funnels: [FunnelSection]) -> CSVTable {
    var table = CSVTable(["funnel", "by", "value", "name", "count"])
    for funnel in funnels {
      for segment in funnel.segments {
        let place: [ReportValue] = [
          .text(funnel.name), .text(bytes: segment.by), .text(bytes: segment.value),
        ]
        table.rows += funnel.stepCounts(of: segment).map { place + [$0.name, $0.count] }
      }
    }
    return table
  }

  /// One row a rate, and one a currency for each amount.
  private static func kpiTable(_ kpis: KPISection) -> CSVTable {
    var table = CSVTable([
      "name", "x", "n", "rate", "low", "high", "design_effect", "count", "currency", "amount",
    ])
    for (name, rate) in kpis.rates {
      table.rows.append([.own(name)] + rate.members.map(\.value) + blanks(3))
    }
    table.rows.append([.own("orders")] + blanks(6) + [.count(kpis.orders)] + blanks(2))
    for (name, amounts) in kpis.amounts {
      table.rows += amounts.map { [.own(name)] + blanks(7) + $0.members.map(\.value) }
    }
    return table
  }

  private static func dayTable(_ days: [DaySection]) -> CSVTable {
    var table = CSVTable([
      "day", "sessions", "converted", "carts", "purchased", "abandoned", "orders",
    ])
    table.rows = days.map { $0.members.map(\.value) }
    return table
  }

  static func blanks(_ count: Int) -> [ReportValue] {
    Array(repeating: .null, count: count)
  }
}
