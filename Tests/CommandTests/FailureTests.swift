import Foundation
import Reference
import TestSupport
import Testing

/// What a run says and leaves behind when the machine lets it down.
@Suite struct FailureTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    /// A line of shell in a folder with good.csv; its last command is fuga.
    var status: Int32
    var line: String
    var words: String
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "standard output is full", status: 73, line: "fuga good.csv >/dev/full",
      words: "standard output: No space left on device"),
    Case(
      name: "standard error is closed", status: 0, line: "fuga good.csv --format csv 2>&-",
      words: ""),
    Case(
      name: "a read fails", status: 74, line: "fuga /proc/self/mem",
      words: "/proc/self/mem: cannot be read: Input/output error"),
    Case(
      name: "a read fails beside a good file", status: 4,
      line: "fuga good.csv /proc/self/mem --keep-going", words: "Input/output error"),
    Case(
      name: "a folder may not be made", status: 73, line: "fuga good.csv -o /proc/fuga",
      words: "/proc/fuga: cannot be created"),
    Case(
      name: "no file may be made in a folder", status: 73,
      line: "fuga good.csv --rejects /proc/rejects.csv",
      words: "/proc/rejects.csv: cannot be created"),
    Case(
      name: "files may not be large", status: 73,
      line: "ulimit -f 1; fuga '\(Fuga.root)/SampleData/shop' -o out",
      words: "cannot be written: File too large"),
    Case(
      name: "a folder has the name of a dump", status: 0,
      line: "mkdir x.csv.gz; cp good.csv x.csv.gz; fuga x.csv.gz", words: "ok files=1 rows=2"),
    Case(
      name: "an empty folder has the name of a dump", status: 66,
      line: "mkdir x.csv.gz; fuga x.csv.gz",
      words: "no dumps in it"),
    Case(
      name: "a named pipe is read", status: 0, line: "mkfifo pipe; cat good.csv >pipe & fuga pipe",
      words: "ok files=1 rows=2"),
    Case(
      name: "few files may be open, and there are many", status: 0,
      line: """
        mkdir many; n=0
        while [ $n -lt 2000 ]; do n=$((n + 1)); cp good.csv many/$n.csv; done
        ulimit -n 24; fuga many
        """, words: "ok files=2000 rows=4000"),
    Case(
      name: "there is no folder for temporary files, and none is needed", status: 0,
      line: "TMPDIR=/nonexistent; export TMPDIR; fuga good.csv", words: "ok files=1 rows=2"),
    Case(
      name: "the process may take little memory", status: 0,
      line: "ulimit -v 180000; fuga '\(Fuga.root)/SampleData/shop'", words: "ok files=35"),
  ]

  @Test(arguments: cases) func faultHasItsCodeAndSentence(_ test: Case) throws {
    let folder = try ExitCodeTests.folder()
    let result = try Fuga.shell(test.line, in: folder.path)
    #expect(result.status == test.status, "\(result.error)")
    #expect(test.words.isEmpty || result.error.contains(test.words), "\(result.error)")
    #expect(result.error.split(separator: "\n").count <= 20)
    let left = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    #expect(!left.contains { $0.contains("fuga-new") } && !left.contains("out"), "\(left)")
  }

  /// A dump that its writer cuts or lengthens meanwhile: whole or refused, and never a crash.
  @Test func aFileThatChangesWhileItIsReadIsNeverUsedInPart() throws {
    let folder = try ExitCodeTests.folder()
    let script = """
      awk 'BEGIN { print "time,user,event"; for (i = 0; i < 20000; i++) print 1793534400 + i ",u" i % 97 ",view" }' |
        gzip -c >whole.gz
      size=$(wc -c <whole.gz); n=0
      while [ $n -lt 20 ]; do
        n=$((n + 1)); cp whole.gz a.csv.gz
        { sleep 0.0$n
          if [ $((n % 2)) = 0 ]; then truncate -s $((size * n / 40)) a.csv.gz; else echo x >>a.csv.gz; fi
        } &
        fuga a.csv.gz --format csv 2>/dev/null >out; echo $? $(grep input,,,,,rows out)
        wait
      done
      """
    let result = try Fuga.shell(script, in: folder.path)
    let allowed: Set<Substring> = ["0 input,,,,,rows,20000", "65"]
    #expect(result.lines.count == 21 && result.lines.dropLast().allSatisfy(allowed.contains))
  }

  /// Killed at any moment: each file is whole, the old one or the new one, and the next run leaves nothing behind but its
  /// report.
  @Test func aKilledRunLeavesWholeFiles() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<300).map { "\(1_793_534_400 + $0),u\($0 % 7),view_item\n" }
    try folder.write("in/a.csv", "time,user,event\n" + rows.joined())
    try folder.write("other/a.csv", "time,user,event\n" + rows.dropLast(100).joined())
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SplitMix64(seed: seed)
    let outputs = try ["in", "other"].map { input in
      #expect(try Fuga.run([input, "-o", "out"], in: folder.path).status == 0)
      return try contents(of: folder.path + "/out")
    }
    var interrupted = 0
    for round in 0..<200 {
      let process = try start(round % 2 == 0 ? "in" : "other", in: folder.path)
      usleep(UInt32.random(in: 0..<60_000, using: &generator))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      if process.terminationReason == .uncaughtSignal { interrupted += 1 }
      let found = try contents(of: folder.path + "/out").filter { !$0.key.hasSuffix(".fuga-new") }
      #expect(found.keys.sorted() == outputs[0].keys.sorted(), "seed \(seed), round \(round)")
      for (name, bytes) in found {
        #expect(outputs.contains { $0[name] == bytes }, "seed \(seed), round \(round): \(name)")
      }
    }
    #expect(interrupted > 20)
    #expect(try Fuga.run(["in", "-o", "out"], in: folder.path).status == 0)
    #expect(try contents(of: folder.path + "/out") == outputs[0])
  }

  private func start(_ input: String, in folder: String) throws -> Process {
    let process = Process()
    process.executableURL = Fuga.binary
    process.arguments = [input, "-o", "out", "--quiet"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  private func contents(of folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      files[name] = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
    }
    return files
  }
}
