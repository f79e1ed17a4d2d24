import Foundation
import Testing

@testable import Reports

@Suite struct JSONFormatTests {
  private static func object(_ report: Report) throws -> [String: Any] {
    let data = Data(JSONFormat().bytes(of: report))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// The keys at one indentation, in the order they are printed.
  private static func keys(indentedBy spaces: Int, in json: String) -> [String] {
    json.split(separator: "\n").compactMap { line in
      guard line.hasPrefix(String(repeating: " ", count: spaces) + "\"") else { return nil }
      return line.split(separator: "\"").dropFirst().first.map(String.init)
    }
  }

  @Test func topLevelKeysAreInTheOrderOfTheSchema() {
    let json = JSONFormat().string(SampleReport.report)
    #expect(
      JSONFormatTests.keys(indentedBy: 2, in: json) == [
        "schema", "input", "sessions", "journeys", "kpis", "funnels", "abandonment", "days",
        "rules", "notes",
      ])
  }

  @Test func reasonKeysAreInTheOrderOfTheSchema() throws {
    let json = JSONFormat().string(SampleReport.report)
    let start = try #require(json.range(of: "\"reason\": \"card_declined\""))
    let end = try #require(json.range(of: "\"reason\": \"slow_page\""))
    let keys = JSONFormatTests.keys(
      indentedBy: 8, in: String(json[start.upperBound..<end.lowerBound]))
    #expect(
      keys == [
        "class", "kind", "carts", "share", "any", "stale", "resolved", "recovered", "lost",
        "value", "lost_value", "seconds_to_leaving", "codes", "stages", "evidence", "devices",
        "channels",
      ])
  }

  @Test func valuesAreThoseOfTheReport() throws {
    let object = try JSONFormatTests.object(SampleReport.report)
    #expect(object["schema"] as? String == "fuga.report/1")
    let kpis = try #require(object["kpis"] as? [String: Any])
    let rate = try #require(kpis["cart_abandonment_rate"] as? [String: Any])
    #expect(rate["x"] as? Int == 1_143)
    #expect(rate["rate"] as? Double == 0.643944)
    let revenue = try #require(kpis["revenue"] as? [[String: Any]])
    #expect(revenue.first?["amount"] as? String == "51200.00")
    let rules = try #require(object["rules"] as? [String: String])
    #expect(rules["session gap"] == "30m")
  }

  @Test func emptyReportParses() throws {
    let object = try JSONFormatTests.object(Report())
    let sessions = try #require(object["sessions"] as? [String: Any])
    #expect(sessions["bounce_rate"] is NSNull)
    #expect((object["funnels"] as? [Any])?.isEmpty == true)
  }

  @Test func rateByJourneyNeedsFollowUp() {
    var report = Report()
    report.journeys.count = 1_001
    report.journeys.ripe = 500
    #expect(JSONFormat().string(report).contains("\"reason\": \"too little follow-up\""))
    report.journeys.count = 1_000
    report.journeys.ripeConverted = 125
    #expect(JSONFormat().string(report).contains("\"rate\": 0.25\n"))
  }

  @Test func scalarsInAListShareALine() {
    var report = Report()
    report.notes = ["one", "two"]
    let json = JSONFormat().string(report)
    #expect(json.contains("  \"notes\": [\"one\", \"two\"]\n}\n"))
    #expect(json.contains("  \"rules\": {},\n"))
  }

  @Test func invalidPathBytesAreReplaced() throws {
    var report = SampleReport.report
    report.input.files[0].path = [0x61, 0xFF]
    let input = try JSONFormatTests.object(report)["input"] as? [String: Any]
    let files = input?["files"] as? [[String: Any]]
    #expect(files?.first?["path"] as? String == "a\u{FFFD}")
  }
}
