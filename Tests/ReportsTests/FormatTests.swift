import Foundation
import Testing

@testable import Reports

/// What each format says about the sample shop, and about a shop without any data.
@Suite struct FormatTests {
  private static let formats: [any ReportFormat] = [
    JSONFormat(), TidyCSVFormat(), MarkdownFormat(), TextFormat(width: 80, color: false),
    TextFormat(width: 120, color: true),
  ]

  @Test func sameReportGivesSameBytes() {
    for format in FormatTests.formats {
      #expect(format.bytes(of: SampleReport.report) == format.bytes(of: SampleReport.report))
      #expect(format.bytes(of: SampleReport.report).last == UInt8(ascii: "\n"))
      #expect(format.bytes(of: Report()).last == UInt8(ascii: "\n"))
    }
  }

  @Test func reasonsAndNoSignalAddUpInWords() {
    let sum = "340 with a reason + 803 without a signal = 1,143 abandoned."
    #expect(MarkdownFormat().string(SampleReport.report).contains(sum))
    #expect(TextFormat().string(SampleReport.report).contains(sum))
  }

  @Test func rowsAddUpInWords() {
    let sum = "12,020 rows = 12,000 events + 12 rejected + 1 repeated header + 7 duplicates."
    #expect(MarkdownFormat().string(SampleReport.report).contains(sum))
  }

  @Test(arguments: [60, 80, 120])
  func noTextLineIsTooWide(width: Int) {
    expectNoLine(of: TextFormat(width: width).string(SampleReport.report), widerThan: width)
    expectNoLine(of: TextFormat(width: width).string(Report()), widerThan: width)
  }

  @Test func textWithoutColorHasNoEscapeByte() {
    #expect(!TextFormat(color: false).bytes(of: SampleReport.report).contains(0x1B))
    let colored = TextFormat(color: true).string(SampleReport.report)
    #expect(colored.contains("\u{1B}[1mWhere the funnel leaks\u{1B}[0m"))
    let plain = colored.replacing(/\u{1B}\[[0-9]+m/, with: "")
    #expect(plain == TextFormat(color: false).string(SampleReport.report))
  }

  @Test func widthHasAFloor() {
    #expect(TextFormat(width: 10).width == 60)
  }

  @Test func verdictSpeaksOfCartsFirst() {
    let verdict =
      "1,143 of 1,775 carts were abandoned (64.4 %); 912 were lost for good, 80,412.00 EUR."
      + " About 75 (61–88) more than among comparable carts left after a declined card, 6,020.00 EUR"
      + " (4,880–7,160)."
    #expect(MarkdownFormat().string(SampleReport.report).contains(verdict))
  }

  @Test func verdictWithoutProof() {
    var report = SampleReport.report
    report.abandonment.fixFirst.removeFirst()
    let verdict =
      " The most common last sign of trouble: a declined card, 310 of 1,143 carts (27.1 %)."
      + " No sign of trouble is proven to have cost carts. Of"
    #expect(MarkdownFormat().string(report).contains(verdict))
  }

  @Test(
    arguments: [
      (1.5, 2.5, .proven), (-1.5, 2.5, .unproven), (0, 2.5, .unproven), (-2.5, -0.5, .notMore),
      (nil, nil, .unproven),
    ] as [(Double?, Double?, Finding)])
  func findingFollowsTheInterval(low: Double?, high: Double?, finding: Finding) {
    var evidence = EvidenceLine()
    #expect(evidence.finding == .cannotBeJudged)
    evidence.excess = 1
    evidence.low = low
    evidence.high = high
    #expect(evidence.finding == finding)
  }

  @Test func withoutAmountsThereAreNoColumnsForThem() {
    var report = SampleReport.report
    let withAmounts = MarkdownFormat().string(report)
    #expect(withAmounts.contains("| finding  | excess value | 95 % interval | unjudged |\n"))
    for index in report.abandonment.fixFirst.indices {
      report.abandonment.fixFirst[index].evidence.value = []
    }
    #expect(MarkdownFormat().string(report).contains("| finding  | unjudged |\n"))
  }

  @Test func whatCannotBeJudgedIsSaid() {
    var report = SampleReport.report
    report.abandonment.fixFirst[1].evidence = EvidenceLine()
    let text = TextFormat(width: 80).string(report)
    #expect(text.contains("\nslow page cannot be judged: no comparable cart without it.\n"))
    #expect(!text.contains("unproven"))
    #expect(TidyCSVFormat().string(report).contains("fix_first,slow_page,,,,excess,\n"))
  }

  @Test func verdictWithoutCarts() {
    var report = Report()
    report.sessions.count = 1
    #expect(MarkdownFormat().string(report).contains("No cart was begun in 1 session.\n"))
  }

  @Test func verdictWithoutFinishedCarts() {
    var report = Report()
    report.abandonment.carts = 3
    report.abandonment.open = 2
    report.abandonment.emptied = 1
    let verdict = "3 carts, none of which is purchased or abandoned so far: 2 open, 1 emptied."
    #expect(MarkdownFormat().string(report).contains(verdict))
  }

  @Test func verdictWithoutLoss() {
    var report = Report()
    report.abandonment.carts = 1
    report.abandonment.purchased = 1
    report.kpis.cartAbandonment.n = 1
    #expect(
      MarkdownFormat().string(report).contains("0 of 1 cart was abandoned (0.0 %).\n"))
  }

  @Test func journeyCartsHaveNoRecovery() {
    var report = SampleReport.report
    report.abandonment.unit = "journey"
    report.abandonment.recovered = nil
    report.abandonment.recoveryOpen = nil
    report.abandonment.lost = nil
    report.abandonment.lostValue = nil
    let verdict = "1,143 of 1,775 carts were abandoned (64.4 %). About 75 (61–88)"
    #expect(MarkdownFormat().string(report).contains(verdict))
    #expect(JSONFormat().string(report).contains("\"lost_value\": null"))
    #expect(TidyCSVFormat().string(report).contains("\nabandonment,,,,,lost_value,\n"))
  }

  @Test func longListsSayWhatTheyLeaveOut() {
    var report = SampleReport.report
    report.input.files = Array(repeating: report.input.files[0], count: 23)
    report.days = Array(repeating: report.days[0], count: 40)
    let transition = report.journeys.channelTransitions[0]
    report.journeys.channelTransitions = Array(repeating: transition, count: 12)
    let output = MarkdownFormat().string(report)
    #expect(output.contains("… and 3 more files."))
    #expect(output.contains("The last 31 of 40 days."))
    #expect(output.contains("… and 2 more channel transitions."))
    #expect(output.components(separatedBy: "dumps/may").count == 21)
  }

  @Test func barsAreDrawnOnlyWhileCountsNeverGrow() {
    var report = SampleReport.report
    #expect(TextFormat().string(report).contains("█"))
    report.funnels[0].steps[2].count = 2_000
    #expect(!TextFormat().string(report).contains("█"))
  }

  @Test func severalCurrenciesAreNeverAdded() {
    let amounts = ["CHF", "EUR", "GBP", "USD"].map {
      Money(currency: text($0), millionths: 1_000_000)
    }
    #expect(
      Phrase.money(amounts).text(MarkdownEscaping.self)
        == "1.00 CHF, 1.00 EUR, 1.00 GBP and 1 more")
    #expect(Phrase.money([]).text(MarkdownEscaping.self) == "–")
    let unknown = [Money(currency: nil, millionths: 1_500_000)]
    #expect(Phrase.money(unknown).text(MarkdownEscaping.self) == "1.50")
  }
}
