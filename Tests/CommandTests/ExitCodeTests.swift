import Foundation
import TestSupport
import Testing

/// Exit codes and what stands on standard error, from the outside.
@Suite struct ExitCodeTests {
  static let good = """
    time,user,event
    2026-11-01T10:00:00Z,u1,view_item
    2026-11-01T10:01:00Z,u1,add_to_cart

    """

  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var arguments: [String]
    var status: Int32
    /// Words that standard error must hold.
    var words: [String] = []
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "a good file", arguments: ["good.csv"], status: 0, words: ["ok files=1 rows=2"]),
    Case(name: "an unknown flag", arguments: ["good.csv", "--funel", "a,b"], status: 64),
    Case(name: "a funnel of one step", arguments: ["good.csv", "--funnel", "a"], status: 64),
    Case(name: "HTML", arguments: ["good.csv", "--format", "html"], status: 0),
    Case(
      name: "no such trend", arguments: ["good.csv", "--trend", "year"], status: 64,
      words: ["day, week or month"]),
    Case(
      name: "a list with a format", arguments: ["good.csv", "--list", "lost", "--format", "csv"],
      status: 64, words: ["--format"]),
    Case(
      name: "a list of nothing known", arguments: ["good.csv", "--list", "gone"], status: 64,
      words: ["[FUNNEL/]dropped:STEP"]),
    Case(
      name: "a list of a step that is not there",
      arguments: ["good.csv", "--list", "dropped:purchase"], status: 64,
      words: ["purchase", "seen", "view_item, add_to_cart"]),
    Case(
      name: "a list of a funnel that is not there",
      arguments: ["good.csv", "--list", "mine/converted"], status: 64, words: ["mine", "stages"]),
    Case(
      name: "masked users without a list", arguments: ["good.csv", "--mask-users"], status: 64,
      words: ["--list"]),
    Case(
      name: "lost carts of journeys",
      arguments: ["good.csv", "--list", "lost", "-c", "journey.yaml"],
      status: 64, words: ["journey"]),
    Case(name: "no such file", arguments: ["missing.csv"], status: 66, words: ["missing.csv"]),
    Case(name: "a glob without a match", arguments: ["*.tsv"], status: 66),
    Case(
      name: "a missing column", arguments: ["nouser.csv"], status: 65,
      words: ["no column for the role \"user\"", "seen", "visitor", "--map user=COLUMN"]),
    Case(
      name: "the same with --map", arguments: ["nouser.csv", "--map", "user=visitor_name"],
      status: 0),
    Case(name: "an empty file", arguments: ["empty.csv"], status: 65, words: ["empty_input"]),
    Case(
      name: "sessions from a column that is not there",
      arguments: ["good.csv", "-c", "column.yaml"], status: 65, words: ["--map session="]),
    Case(
      name: "a configuration with an unknown key", arguments: ["good.csv", "-c", "bad.yaml"],
      status: 78, words: ["bad.yaml:2", "gap"]),
    Case(
      name: "a breakdown by no column", arguments: ["good.csv", "--by", "colour"], status: 78,
      words: ["colour", "time, user, event"]),
    Case(name: "too many rejects", arguments: ["rejects.csv"], status: 4, words: ["1 of 3"]),
    Case(name: "as many as allowed", arguments: ["rejects.csv", "--max-rejects", "1"], status: 0),
    Case(name: "an unwritable folder", arguments: ["good.csv", "-o", "good.csv/out"], status: 73),
    Case(name: "only background events", arguments: ["background.csv"], status: 0),
    Case(name: "quiet", arguments: ["good.csv", "--quiet"], status: 0),
    Case(name: "the version", arguments: ["--version"], status: 0),
    Case(name: "help", arguments: ["report", "--help"], status: 0),
  ]

  static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("good.csv", good)
    try folder.write("nouser.csv", good.replacingOccurrences(of: "user", with: "visitor_name"))
    try folder.write("empty.csv", "")
    try folder.write("column.yaml", "sessions: {from: column}\n")
    try folder.write("journey.yaml", "abandonment: {unit: journey}\n")
    try folder.write("bad.yaml", "sessions:\n  gpa: 30m\n")
    try folder.write("rejects.csv", good + "2026-11-01,u1,view_item\n")
    try folder.write("background.csv", "time,user,event\n2026-11-01T10:00:00Z,u1,newsletter\n")
    return folder
  }

  @Test(arguments: cases) func exitCode(_ test: Case) throws {
    let folder = try ExitCodeTests.folder()
    let result = try Fuga.run(test.arguments, in: folder.path)
    #expect(result.status == test.status, "\(result.error)")
    for word in test.words { #expect(result.error.contains(word), "\(result.error)") }
  }

  @Test func quietSaysNothing() throws {
    let folder = try ExitCodeTests.folder()
    #expect(try Fuga.run(["good.csv", "--quiet"], in: folder.path).error.isEmpty)
  }

  @Test func truncatedFileLeavesTheOldReportUntouched() throws {
    let folder = try TemporaryFolder()
    try folder.write("in/good.csv", ExitCodeTests.good)
    #expect(try Fuga.run(["in", "-o", "out"], in: folder.path).status == 0)
    let before = try contents(of: folder.path + "/out")
    let dump = Fuga.root + "/SampleData/shop/events-2026-11-01.csv.gz"
    let whole = try Data(contentsOf: URL(fileURLWithPath: dump))
    try folder.write("in/night.csv.gz", Array(whole.dropLast(100)))

    let result = try Fuga.run(["in", "-o", "out"], in: folder.path)
    #expect(result.status == 65)
    #expect(result.error.contains("in/night.csv.gz: damaged: gzip_truncated"), "\(result.error)")
    #expect(result.error.contains("at byte \(whole.count - 100)"), "\(result.error)")
    #expect(try contents(of: folder.path + "/out") == before)

    let kept = try Fuga.run(["in", "-o", "out2", "--keep-going"], in: folder.path)
    #expect(kept.status == 4)
    let report = try contents(of: folder.path + "/out2")["report.json"] ?? Data()
    #expect(String(decoding: report, as: UTF8.self).contains("\"status\": \"error\""))
  }

  @Test func outputFolderHoldsEveryTable() throws {
    let folder = try ExitCodeTests.folder()
    let result = try Fuga.run(["good.csv", "-o", "out"], in: folder.path)
    #expect(result.output.isEmpty)
    #expect(
      try contents(of: folder.path + "/out").keys.sorted() == [
        "days.csv", "funnel.csv", "kpis.csv", "reasons.csv", "report.html", "report.json",
        "report.md",
        "segments.csv",
      ])
    let both = try Fuga.run(["good.csv", "-o", "out", "--format", "csv"], in: folder.path)
    #expect(both.text.hasPrefix("section,name,"))
  }

  @Test func folderWithAReportIsNoInput() throws {
    let folder = try ExitCodeTests.folder()
    try folder.write("in/good.csv", ExitCodeTests.good)
    #expect(try Fuga.run(["in", "-o", "in/out"], in: folder.path).status == 0)
    let again = try Fuga.run(["in", "--format", "csv"], in: folder.path)
    #expect(again.lines.contains("input,,,,,rows,2"), "\(again.error)")
  }

  @Test func linkInPlaceOfAReportIsRefused() throws {
    let folder = try ExitCodeTests.folder()
    try FileManager.default.createDirectory(
      atPath: folder.path + "/out", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/out/report.md", withDestinationPath: folder.path + "/good.csv")
    #expect(try Fuga.run(["good.csv", "-o", "out"], in: folder.path).status == 73)
    #expect(try contents(of: folder.path + "/out").count == 1)
  }

  @Test func rejectsFileIsMaskedAndPrivate() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "in.csv",
      """
      time,user,event
      2026-11-01T10:00:00Z,u1,view_item
      yesterday,anna.lopez@example.com,"4111 1111 1111 1111"

      """)
    _ = try Fuga.run(["in.csv", "--rejects", "rejects.csv"], in: folder.path)
    let text = try String(contentsOfFile: folder.path + "/rejects.csv", encoding: .utf8)
    let lines = [
      "file,line,byte_offset,column,reason,excerpt",
      #"in.csv,3,50,time,invalid_time,"yesterday,a***@example.com,""4111 11** **** 1111""""#, "",
    ]
    #expect(text == lines.joined(separator: "\n"))
    let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/rejects.csv")
    #expect(mode[.posixPermissions] as? Int == 0o600)
  }

  @Test func closedPipeIsSuccess() throws {
    let folder = try ExitCodeTests.folder()
    let result = try Fuga.shell("fuga good.csv --quiet --format json | head -c 1", in: folder.path)
    #expect(result.status == 0 && result.text == "{")
  }

  @Test func standardInputIsRead() throws {
    let folder = try ExitCodeTests.folder()
    for line in ["fuga --format csv <good.csv", "gzip -c good.csv | fuga - --format csv"] {
      #expect(try Fuga.shell(line, in: folder.path).lines.contains("input,,,,,rows,2"), "\(line)")
    }
  }

  @Test func sameFileTwiceIsReadOnce() throws {
    let folder = try ExitCodeTests.folder()
    let result = try Fuga.shell(
      "ln -s good.csv alias.csv; fuga good.csv alias.csv --format csv", in: folder.path)
    #expect(result.lines.contains("input,,,,,rows,2"))
    #expect(result.error.contains("reached twice"))
  }

  private func contents(of folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      files[name] = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
    }
    return files
  }
}
