import Testing

@testable import Reports

@Suite struct CSVFormatTests {
  private let lines = TidyCSVFormat().string(SampleReport.report).split(separator: "\n")

  @Test func tidyTableBeginsWithItsHeader() {
    #expect(lines.first == "section,name,segment_by,segment,step,metric,value")
  }

  @Test(arguments: [
    "input,,,,,rows,12020", "input,,,,,rejected_by_reason.invalid_time,10",
    "input,,file,dumps/june.csv,,rows,3020", "sessions,,,,,duration_seconds.p50,61.5",
    "journeys,,transition,web > app,,count,40", "journeys,,,,,conversion_rate.rate,0.41",
    "kpis,conversion_rate,,,,rate,0.235119", "kpis,checkout_abandonment_rate,,,,rate,",
    "kpis,orders,,,,count,640", "kpis,revenue,currency,EUR,,amount,51200.00",
    "funnels,checkout,,,,excluded,4", "funnels,checkout,,,view_item,count,2500",
    "funnels,checkout,,,purchase,seconds_from_previous.p90,3900",
    "funnels,checkout,next_event,(left),view_item,count,500",
    "funnels,checkout,device,mobile,purchase,count,232", "abandonment,,,,,abandoned,1143",
    "abandonment,,currency,EUR,,lost_value,80412.00", "reasons,card_declined,,,,class,1",
    "reasons,card_declined,,,,seconds_to_leaving.p50,12.345",
    "reasons,card_declined,code,insufficient_funds,,carts,210",
    "reasons,card_declined,channel,web,,carts,310", "no_signal,,,,,carts,803",
    "no_signal,,stage,add_to_cart,,carts,700", "days,2026-11-01,,,,sessions,1500",
    "rules,,,,,session gap,30m",
  ])
  func tidyTableHoldsTheLineOnce(line: String) {
    #expect(lines.count { $0 == line } == 1)
  }

  @Test func everyTidyLineHasSevenCells() {
    for line in lines { #expect(CSVCells.cells(line + "\n").count == 7, "\(line)") }
  }

  @Test func wideTablesAreNamedAndRectangular() {
    let files = WideTables.files(of: SampleReport.report)
    #expect(
      files.map(\.name) == ["funnel.csv", "segments.csv", "reasons.csv", "kpis.csv", "days.csv"])
    for file in files {
      let widths = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n")
        .map { CSVCells.cells($0 + "\n").count }
      #expect(Set(widths).count == 1, "\(file.name)")
    }
  }

  @Test func cartsOfTheReasonTableAddUpToTheAbandoned() {
    var report = SampleReport.report
    // A second currency takes a further row, which must not count the carts again.
    report.abandonment.reasons[0].value.append(Money(currency: text("USD"), millionths: 7_000_000))
    let table = WideTables.reasonTable(report.abandonment)
    let carts = table.rows.compactMap { row -> Int? in
      guard case .number(let number) = row[3] else { return nil }
      return Int(number)
    }
    #expect(table.rows.count == 4)
    #expect(carts.reduce(0, +) == 1_143)
  }

  @Test func emptyTablesHaveTheirHeader() {
    for file in WideTables.files(of: Report()) where file.name == "days.csv" {
      #expect(
        String(decoding: file.bytes, as: UTF8.self)
          == "day,sessions,converted,carts,purchased,abandoned,orders\n")
    }
  }
}
