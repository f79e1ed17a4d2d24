import Foundation
import Reference
import TestSupport
import Testing

/// The corpus from the outside: what a person sees of a good, a dirty and an unusable file.
@Suite struct CorpusCommandTests {
  @Test(arguments: CorpusFile.all.filter { $0.error != nil })
  func anUnusableFileIsNamedAndGivesNoReport(_ file: CorpusFile) throws {
    let folder = try TemporaryFolder()
    let result = try Fuga.run(
      [file.path, "-o", "out", "--format", "csv", "--rejects", "rejects.csv"], in: folder.path)
    #expect(result.status == 65 && result.output.isEmpty)
    #expect(result.error.hasPrefix("fuga: \(file.path): "), "\(result.error)")
    #expect(result.error.contains("\n  to go on  "), "\(result.error)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test(arguments: CorpusFile.all.filter { !$0.secrets.isEmpty || $0.outcome == "rejects" })
  func dirtyFilesAreToldInTwentyLinesAndWithoutSecrets(_ file: CorpusFile) throws {
    let folder = try TemporaryFolder()
    let script = """
      fuga '\(file.path)' --max-rejects 100% -o out --rejects rejects.csv --format text
      fuga inspect '\(file.path)'
      """
    let result = try Fuga.shell(script, in: folder.path)
    #expect(result.error.split(separator: "\n").count <= 40, "two commands")
    var texts = [result.text, result.error]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out") {
      texts.append(try String(contentsOfFile: folder.path + "/out/" + name, encoding: .utf8))
    }
    texts.append(try String(contentsOfFile: folder.path + "/rejects.csv", encoding: .utf8))
    #expect(texts.count >= 9)
    for (text, secret) in texts.flatMap({ text in file.secrets.map { (text, $0) } }) {
      #expect(!text.contains(secret), "\(secret)")
    }
  }

  /// 5,000 bad rows are counted, 1,000 are listed, and standard error stays short.
  @Test func rejectsAreListedUpToTheLimit() throws {
    let folder = try TemporaryFolder()
    let path = CorpusFile.folder + "/csv_5000_rejects.csv.gz"
    let result = try Fuga.run([path, "--rejects", "rejects.csv"], in: folder.path)
    #expect(result.status == 4 && result.error.contains("5000 of 5010 rows were rejected"))
    let text = try String(contentsOfFile: folder.path + "/rejects.csv", encoding: .utf8)
    let lines = text.split(separator: "\n")
    #expect(lines.count == 1 + 1000 + 1 && lines.last == ",,,,not_listed,4000 more rejects")
  }
}
