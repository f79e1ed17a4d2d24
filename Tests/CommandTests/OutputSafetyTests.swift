import Foundation
import TestSupport
import Testing

/// What a run must never do to files, and which files it must find.
@Suite struct OutputSafetyTests {
  @Test func rejectsNeverReplaceAnInput() throws {
    let folder = try ExitCodeTests.folder()
    let before = try String(contentsOfFile: folder.path + "/good.csv", encoding: .utf8)
    #expect(try Fuga.run(["good.csv", "--rejects", "good.csv"], in: folder.path).status == 73)
    #expect(try String(contentsOfFile: folder.path + "/good.csv", encoding: .utf8) == before)
  }

  @Test func reportNeverReplacesAnInput() throws {
    let folder = try TemporaryFolder()
    let dump = try folder.write("data/funnel.csv", ExitCodeTests.good)
    #expect(try Fuga.run(["data/funnel.csv", "-o", "data"], in: folder.path).status == 73)
    #expect(try String(contentsOfFile: dump, encoding: .utf8) == ExitCodeTests.good)
  }

  @Test func rejectsAreNoFileOfTheReport() throws {
    let folder = try ExitCodeTests.folder()
    let result = try Fuga.run(
      ["good.csv", "-o", "out", "--rejects", "out/funnel.csv"], in: folder.path)
    #expect(result.status == 64)
  }

  @Test func rejectsNeverReplaceWhatIsNoFile() throws {
    let folder = try ExitCodeTests.folder()
    let result = try Fuga.shell("mkfifo pipe; fuga good.csv --rejects pipe", in: folder.path)
    #expect(result.status == 73)
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/pipe")
    #expect(attributes[.type] as? FileAttributeType != .typeRegular)
  }

  @Test func failedRenameLeavesNothingBehind() throws {
    let folder = try ExitCodeTests.folder()
    let result = try Fuga.shell(
      "mkdir -p out/segments.csv; fuga good.csv -o out; echo $?; ls -A out", in: folder.path)
    #expect(result.text == "73\nsegments.csv\n", "\(result.text)")
  }

  @Test func fileNameNeedNotBeText() throws {
    let folder = try ExitCodeTests.folder()
    let script = #"""
      mkdir in; cp good.csv "$(printf 'in/a\377b.csv')"
      fuga in --format csv; fuga in/*.csv --format csv; fuga 'in/*.csv' --format csv
      """#
    let result = try Fuga.shell(script, in: folder.path)
    #expect(result.lines.count { $0 == "input,,,,,rows,2" } == 3, "\(result.error)")
  }

  @Test func walkedFoldersGiveRegularFilesOnly() throws {
    let folder = try ExitCodeTests.folder()
    let script = "mkdir in; cp good.csv in; mkfifo in/pipe.csv; fuga in --format csv"
    let result = try Fuga.shell(script, in: folder.path)
    #expect(result.lines.contains("input,,,,,rows,2"))
    #expect(result.error.contains("no regular file"))
  }

  @Test func danglingLinkIsAMissingInput() throws {
    let folder = try ExitCodeTests.folder()
    let script = "mkdir in; cp good.csv in; ln -s nowhere in/x.csv; fuga in"
    #expect(try Fuga.shell(script, in: folder.path).status == 66)
  }

  @Test func folderNamedTwiceIsReadOnce() throws {
    let folder = try TemporaryFolder()
    try folder.write("in/sub/good.csv", ExitCodeTests.good)
    let result = try Fuga.run(["in", "in/sub", "--format", "csv"], in: folder.path)
    #expect(result.lines.contains("input,,,,,rows,2"), "\(result.error)")
  }

  @Test func ownOutputsAreNoInputs() throws {
    let folder = try ExitCodeTests.folder()
    let script = """
      mkdir in; cp good.csv in; cd in
      fuga . --rejects rejects.csv --format csv >all.csv && fuga . --rejects rejects.csv --format csv >all.csv
      """
    #expect(try Fuga.shell(script, in: folder.path).status == 0)
  }

  @Test func messagesCannotActOnATerminal() throws {
    let folder = try ExitCodeTests.folder()
    for arguments in [["--\u{1b}[2Jfoo"], ["good.csv", "--format", "\u{1b}[2J"]] {
      let result = try Fuga.run(arguments, in: folder.path)
      #expect(result.status == 64)
      #expect(!result.error.contains("\u{1b}"))
    }
  }

  @Test func okIsSaidOnlyAfterTheReportIsOut() throws {
    let folder = try ExitCodeTests.folder()
    let result = try Fuga.shell("fuga good.csv >/dev/full", in: folder.path)
    #expect(result.status == 73)
    #expect(!result.error.contains("ok files"))
  }

  @Test func manyPurchasesOfOnePersonTakeLinearTime() throws {
    let folder = try TemporaryFolder()
    var text = "time,user,event\n"
    for second in 0..<60_000 {
      let clock = [second / 3600, second / 60 % 60, second % 60].map {
        $0 < 10 ? "0\($0)" : "\($0)"
      }
      text += "2026-11-01T\(clock.joined(separator: ":"))Z,u,"
      text += second % 2 == 0 ? "add_to_cart\n" : "purchase\n"
    }
    try folder.write("bot.csv", text)
    // A debug build takes under two seconds; a quadratic one, minutes.
    let result = try Fuga.shell(
      "timeout 30 fuga bot.csv --assume-complete --format csv", in: folder.path)
    #expect(result.lines.contains("kpis,orders,,,,count,30000"), "\(result.error)")
  }
}

/// What a folder that is both read and written to must not lose.
@Suite struct SharedFolderTests {
  @Test func rejectsNeverReplaceAnInputOfAFolder() throws {
    let folder = try TemporaryFolder()
    let dump = try folder.write("in/a.csv", ExitCodeTests.good)
    try folder.write("in/b.csv", ExitCodeTests.good)
    #expect(try Fuga.run(["in", "--rejects", "in/a.csv"], in: folder.path).status == 73)
    #expect(try String(contentsOfFile: dump, encoding: .utf8) == ExitCodeTests.good)
  }

  @Test func reportNeverReplacesAStrangersTable() throws {
    let folder = try ExitCodeTests.folder()
    let table = try folder.write("out/kpis.csv", "mine\n")
    let result = try Fuga.run(["good.csv", "-o", "out"], in: folder.path)
    #expect(result.status == 73)
    #expect(result.error.contains("fuga did not write it"))
    #expect(try String(contentsOfFile: table, encoding: .utf8) == "mine\n")
  }

  @Test func stepThatNoEventMeetsIsSaid() throws {
    let folder = try ExitCodeTests.folder()
    let result = try Fuga.run(["good.csv", "--funnel", "view_item,ad_to_cart"], in: folder.path)
    #expect(result.error.contains("no event in the input meets step \"ad_to_cart\""))
  }

  @Test func inspectRefusesAMappingToNoColumn() throws {
    let folder = try ExitCodeTests.folder()
    let result = try Fuga.run(["inspect", "good.csv", "--map", "device=nosuch"], in: folder.path)
    #expect(result.status == 78)
  }
}
