import Foundation
import TestSupport
import Testing

/// Runs that may not keep all events in memory: same report, no trace on the disk, and a sentence when that is full.
@Suite struct MemoryTests {
  /// Prints events with texts so long that few fill the memory: about `kilobytes` each.
  private static func events(_ count: Int, kilobytes: Int, prefix: String = "x") -> String {
    """
    awk -v count=\(count) -v kilobytes=\(kilobytes) -v prefix=\(prefix) 'BEGIN {
      pad = prefix sprintf("%900s", ""); gsub(/ /, "x", pad)
      for (i = 2; i < kilobytes; i++) page = page pad
      split("view_item add_to_cart begin_checkout purchase", names, " ")
      print "time,user,event,session_id,page"
      for (i = 0; i < count; i++) {
        user = i * 7 % (count / 4)
        print 1793534400 + i "," pad user "," names[1 + i % 7 % 4] "," pad "s" user + i % 3 "," page i
      }
    }'
    """
  }

  struct Size: CustomTestStringConvertible, Sendable {
    var text: String
    var status: Int32
    var words: String
    var testDescription: String { text }
  }

  @Test(arguments: [
    Size(text: "32M", status: 0, words: "ok files=1"),
    Size(text: "2G", status: 0, words: "ok files=1"),
    Size(text: "31M", status: 64, words: "at least 32M"),
    Size(text: "1", status: 64, words: "at least 32M"),
    Size(text: "lots", status: 64, words: "\"lots\" is no size"),
    Size(text: "2P", status: 64, words: "is no size"),
    Size(text: "1048577G", status: 64, words: "out of range"),
  ])
  func sizesAreChecked(size: Size) throws {
    let folder = try ExitCodeTests.folder()
    let result = try Fuga.run(["good.csv", "--memory", size.text], in: folder.path)
    #expect(result.status == size.status && result.error.contains(size.words), "\(result.error)")
    guard size.status == 0 else { return }
    #expect(try result.output == Fuga.run(["good.csv"], in: folder.path).output)
  }

  /// 28,000 events of 12 kB each: ten times what the run may take.
  @Test func littleMemoryGivesTheSameReport() throws {
    let folder = try TemporaryFolder()
    let events = MemoryTests.events(28_000, kilobytes: 13)
    let report = "fuga - --quiet --by event --format json --temp-dir ."
    let script = """
      \(events) | \(report) >one.json; \(events) | \(report) --memory 32M --threads 1 >other.json
      cmp one.json other.json && grep -c '"events": 28000,' other.json && ls -A
      """
    let result = try Fuga.shell(script, in: folder.path)
    #expect(result.text == "1\none.json\nother.json\n", "\(result.text)\(result.error)")
  }

  /// The first spill writes 3 MB of the first file, which stays, and 3 MB of the second: the disk may be full anywhere.
  @Test(arguments: [100, 1000, 2500, 3500, 5500, 7000])
  func fullDiskIsSaidAndLeavesNothing(kilobytes: Int) throws {
    let folder = try TemporaryFolder()
    let script = """
      \(MemoryTests.events(1000, kilobytes: 3)) >a.csv
      \(MemoryTests.events(4000, kilobytes: 3, prefix: "y")) >b.csv
      mkdir temp; ulimit -f \(kilobytes * 2)
      fuga a.csv b.csv --memory 32M --threads 1 --temp-dir temp --keep-going; echo $?; ls -A temp
      """
    let result = try Fuga.shell(script, in: folder.path)
    #expect(result.text == "73\n")
    #expect(
      result.error.hasPrefix("fuga: temp: no room for events beside memory: File too large\n"),
      "\(result.error)")
    #expect(result.error.contains("--temp-dir DIR"), "\(result.error)")
  }

  @Test(arguments: ["missing", "a.csv"]) func unusableFolderIsSaid(name: String) throws {
    let folder = try TemporaryFolder()
    let script = """
      \(MemoryTests.events(4000, kilobytes: 3)) >a.csv
      fuga a.csv --memory 32M --threads 1 --temp-dir \(name); echo $?
      """
    let result = try Fuga.shell(script, in: folder.path)
    #expect(result.text == "73\n" && result.error.contains("fuga: \(name): no room for events"))
  }

  /// What fits needs no folder.
  @Test func folderIsNotTouchedWithoutNeed() throws {
    let folder = try ExitCodeTests.folder()
    #expect(try Fuga.run(["good.csv", "--temp-dir", "missing"], in: folder.path).status == 0)
  }

  #if os(Linux)
    /// While a run goes on, its file has no name, and only its owner may open it through the process.
    @Test func temporaryFileIsInvisibleAndPrivate() throws {
      let folder = try TemporaryFolder()
      let script = """
        mkdir temp; mkfifo pipe; fuga - --memory 32M --threads 1 --temp-dir temp --quiet <pipe >out &
        exec 3>pipe; \(MemoryTests.events(4000, kilobytes: 3)) >&3
        for try in 1 2 3 4 5 6 7 8 9 10; do
          for file in /proc/$!/fd/*; do
            case $(readlink $file) in */temp/fuga-*deleted*) stat -L -c %a $file; break 2 ;; esac
          done
          sleep 0.5
        done
        ls -A temp; exec 3>&-; wait $!; echo $?
        """
      let result = try Fuga.shell(script, in: folder.path)
      #expect(result.text == "600\n0\n", "\(result.text)\(result.error)")
    }
  #endif
}
