import Abandonment
import Analysis
import Clickstream
import Reference
import Reports
import TestSupport
import Testing

/// Own reasons where docs/definitions.md has no example.
@Suite struct OwnReasonTests {
  /// A reason by event name, under a name of its own.
  private func reason(_ name: String, on event: String, signalClass: Int = 2) -> OwnReason {
    OwnReason(
      name: Array(name.utf8), condition: .field(.role(.event), .oneOf([Array(event.utf8)])),
      signalClass: signalClass)
  }

  private func run(
    _ events: [ReferenceEvent], _ reasons: [OwnReason]
  ) throws -> (report: JSONValue, warnings: [String]) {
    var settings = AnalysisSettings()
    settings.sessions.assumesComplete = true
    settings.abandonment.ownReasons = reasons
    let folder = try TemporaryFolder()
    let path = try folder.write("in.csv", csv(events))
    let result = try Analysis(settings: settings).run([.path(Array(path.utf8))])
    return (try JSONValue(parsing: JSONFormat().bytes(of: result.report)), result.warnings)
  }

  @Test func theFirstReasonThatHoldsIsTheSignal() throws {
    let events = [ReferenceEvent(0, "u", "begin_checkout"), ReferenceEvent(1000, "u", "chat")]
      .map(later)
    let reasons = [reason("first", on: "chat"), reason("second", on: "chat", signalClass: 1)]
    let report = try run(events, reasons).report
    #expect(report["abandonment"]?["reasons"]?[0]?["reason"] == .string("first"))
    #expect(report["abandonment"]?["reasons"]?[1] == nil)
  }

  @Test func aReasonThatNoEventMeetsIsWarnedOf() throws {
    let events = [later(ReferenceEvent(0, "u", "begin_checkout"))]
    let reasons = [reason("used", on: "begin_checkout"), reason("typo", on: "chatt")]
    #expect(
      try run(events, reasons).warnings == [
        "reason typo: no event in the input meets its condition"
      ]
    )
  }

  @Test func asManyAsThereMayBe() throws {
    let events = [ReferenceEvent(0, "u", "begin_checkout"), ReferenceEvent(1000, "u", "e53")]
      .map(later)
    let reasons = (0..<OwnReason.limit).map { reason("r\($0)", on: "e\($0)") }
    let report = try run(events, reasons).report
    #expect(report["abandonment"]?["reasons"]?[0]?["reason"] == .string("r53"))
    #expect(report["abandonment"]?["reasons"]?[0]?["evidence"]?["exposed"] == .integer(1))
  }

  /// Times before 2000 are out of range.
  private func later(_ event: ReferenceEvent) -> ReferenceEvent {
    var event = event
    event.timeMilliseconds += 1_793_491_200_000
    return event
  }
}
