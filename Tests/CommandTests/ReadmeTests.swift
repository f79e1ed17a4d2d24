import Foundation
import TestSupport
import Testing

/// The commands of README.md, run as they stand there, and the output that it shows.
@Suite struct ReadmeTests {
  struct Shown: CustomTestStringConvertible, Sendable {
    var command: String
    /// Lines that the README shows of the output, up to an ellipsis.
    var output: [String]
    var testDescription: String { command }
  }

  static func shown() throws -> [Shown] {
    var all: [Shown] = []
    for block in try fencedBlocks(of: "README.md") where block.words.first == "console" {
      for line in block.lines {
        if line.hasPrefix("$ ") {
          all.append(Shown(command: String(line.dropFirst(2)), output: []))
        } else if !all.isEmpty {
          all[all.count - 1].output.append(line)
        }
      }
    }
    return all
  }

  @Test(arguments: try ReadmeTests.shown()) func commandWorks(_ shown: Shown) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/SampleData", withDestinationPath: Fuga.root + "/SampleData")
    let result = try Fuga.shell(shown.command, in: folder.path)
    #expect(result.status == 0, "\(result.error)")
    let expected = shown.output.prefix { $0 != "…" }
    #expect(Array(result.lines.prefix(expected.count)) == expected.map { Substring($0) })
  }

  @Test func readmeHoldsCommands() throws {
    #expect(try ReadmeTests.shown().count >= 9)
  }

  @Test(arguments: ["README.md", "docs/configuration.md"])
  func everyExampleOfTheConfigurationLoads(document: String) throws {
    for block in try fencedBlocks(of: document) where block.words.first == "yaml" {
      let folder = try TemporaryFolder()
      try folder.write("shop.yaml", block.lines.joined(separator: "\n"))
      try folder.write(
        "in.csv",
        "event_time,visitor,user_id,event,page,channel,device\n"
          + "2026-11-01 10:00:00,u,u,view_item,/,a,mobile\n")
      let result = try Fuga.run(["in.csv", "-c", "shop.yaml"], in: folder.path)
      #expect(result.status == 0, "\(result.error)")
    }
  }
}
