import Foundation
import TestSupport
import Testing

/// `--list`: the units behind a count of the report, a row each.
@Suite struct ListTests {
  static let header = "user,session,start,last_event,level,value,currency,reason,stale"

  static let visits = """
    time,user,event,session_id,value,currency
    2026-11-01T10:00:00Z,u2,view_item,s2,,
    2026-11-01T10:01:00Z,u2,add_to_cart,s2,12.50,EUR
    2026-11-01T10:02:00Z,u2,card_declined,s2,,
    2026-11-01T09:00:00Z,u1,view_item,s1,,
    2026-11-01T11:00:00Z,u3,view_item,s3,,
    2026-11-01T11:01:00Z,u3,add_to_cart,s3,7,EUR
    2026-11-01T11:02:00Z,u3,purchase,s3,7,EUR
    2026-11-01T12:00:00Z,"=u4",view_item,"a,b",,
    2026-11-01T12:01:00Z,"=u4",add_to_cart,"a,b",3,

    """

  struct Case: CustomTestStringConvertible, Sendable {
    var list: String
    var more: [String] = []
    var rows: [String]

    var testDescription: String { ([list] + more).joined(separator: " ") }
  }

  static let cases = [
    Case(
      list: "dropped:view_item",
      rows: ["u1,s1,2026-11-01T09:00:00.000Z,2026-11-01T09:00:00.000Z,view_item,,,,"]),
    Case(
      list: "dropped:add_to_cart",
      rows: [
        "u2,s2,2026-11-01T10:00:00.000Z,2026-11-01T10:02:00.000Z,add_to_cart,12.50,EUR,"
          + "card_declined,false",
        "'=u4,\"a,b\",2026-11-01T12:00:00.000Z,2026-11-01T12:01:00.000Z,add_to_cart,3.00,,"
          + "no_signal,",
      ]),
    Case(
      list: "stages/converted",
      rows: [
        "u3,s3,2026-11-01T11:00:00.000Z,2026-11-01T11:02:00.000Z,purchase,7.00,EUR,,"
      ]),
    Case(list: "excluded", rows: []),
    Case(
      list: "lost", more: ["--end-of-data", "2026-12-01T00:00:00Z"],
      rows: [
        "u2,s2,2026-11-01T10:00:00.000Z,2026-11-01T10:02:00.000Z,,12.50,EUR,card_declined,false",
        "'=u4,\"a,b\",2026-11-01T12:00:00.000Z,2026-11-01T12:01:00.000Z,,3.00,,no_signal,",
      ]),
    // printf %s u1 | sha256sum
    Case(
      list: "dropped:view_item", more: ["--mask-users"],
      rows: [
        "bb82030dbc2bcaba,e8bc163c82eee187,2026-11-01T09:00:00.000Z,2026-11-01T09:00:00.000Z,"
          + "view_item,,,,"
      ]),
  ]

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try folder.write("visits.csv", Array(ListTests.visits.utf8))
    return folder
  }

  @Test(arguments: cases) func rowsAreTheUnitsBehindTheCount(_ test: Case) throws {
    let folder = try folder()
    let result = try Fuga.run(
      ["visits.csv", "--assume-complete", "--quiet", "--list", test.list] + test.more,
      in: folder.path)
    #expect(result.status == 0, "\(result.error)")
    #expect(result.text == ([ListTests.header] + test.rows).map { $0 + "\n" }.joined())
  }

  @Test func theReportGoesToItsFolderAllTheSame() throws {
    let folder = try folder()
    let result = try Fuga.run(
      ["visits.csv", "--quiet", "--list", "converted", "-o", "out"], in: folder.path)
    #expect(result.lines.first.map(String.init) == ListTests.header)
    #expect(FileManager.default.fileExists(atPath: folder.path + "/out/report.json"))
  }

  @Test(arguments: ["dropped:view_item", "dropped:add_to_cart", "converted", "lost"])
  func threadsMemoryAndOrderOfFilesNeverShow(list: String) throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Fuga.root + "/SampleData/shop")
      .filter { $0.hasSuffix(".gz") }.sorted().map { "SampleData/shop/" + $0 }
    let expected = try Fuga.run(files + ["--quiet", "--list", list, "--threads", "1"])
    #expect(expected.lines.count > 20)
    for more in [["--threads", "8"], ["--threads", "2", "--memory", "64MB"]] {
      let result = try Fuga.run(files.reversed() + ["--quiet", "--list", list] + more)
      #expect(result.output == expected.output, "\(more)")
    }
  }

  @Test func noRawIDIsPrintedWhenMasked() throws {
    let plain = try Fuga.run(["SampleData/shop", "--quiet", "--list", "lost"])
    let masked = try Fuga.run(["SampleData/shop", "--quiet", "--list", "lost", "--mask-users"])
    #expect(masked.lines.count == plain.lines.count)
    for line in plain.lines.dropFirst() where !line.isEmpty {
      let user = String(line.prefix { $0 != "," })
      #expect(!masked.text.contains(user))
    }
  }
}
