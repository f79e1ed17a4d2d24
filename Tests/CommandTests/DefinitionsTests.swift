import Foundation
import TestSupport
import Testing

/// Every example of docs/definitions.md, run as it stands there.
@Suite struct DefinitionsTests {
  /// One command with its files and the lines it must print.
  struct Example: CustomTestStringConvertible {
    var files: [(name: String, text: String)]
    var arguments: [String]
    var expected: [String]
    var line: Int

    var testDescription: String { "line \(line): fuga \(arguments.joined(separator: " "))" }
  }

  static let document = "docs/definitions.md"

  static func examples() throws -> [Example] {
    var files: [(String, String)] = []
    var examples: [Example] = []
    for block in try fencedBlocks(of: document) {
      switch block.words.first {
      case "csv", "yaml":
        let name = block.words.dropFirst().first ?? ""
        // A new CSV begins a new example; a configuration belongs to the one before it.
        if block.words.first == "csv" { files = [] }
        files.append((name, block.lines.joined(separator: "\n") + "\n"))
      case "console":
        let commands = block.lines.split(omittingEmptySubsequences: true) { $0.isEmpty }
        for lines in commands {
          let command = lines.first ?? ""
          examples.append(
            Example(
              files: files, arguments: command.split(separator: " ").dropFirst(2).map(String.init),
              expected: Array(lines.dropFirst()), line: block.line))
        }
      default: continue
      }
    }
    return examples
  }

  @Test func documentHoldsExamples() throws {
    #expect(try DefinitionsTests.examples().count >= 45)
  }

  @Test(arguments: try DefinitionsTests.examples()) func exampleHolds(_ example: Example) throws {
    let folder = try TemporaryFolder()
    for (name, text) in example.files { try folder.write(name, text) }
    let result = try Fuga.run(example.arguments, in: folder.path)
    let status = example.expected.first { $0.hasPrefix("exit ") }.flatMap { Int32($0.dropFirst(5)) }
    #expect(result.status == status ?? 0, "\(result.error)")
    let lines = Set(result.lines.map(String.init))
    for expected in example.expected where !expected.hasPrefix("exit ") {
      if expected.hasPrefix("! ") {
        #expect(!lines.contains(String(expected.dropFirst(2))), "must not appear: \(expected)")
      } else {
        #expect(lines.contains(expected), "missing: \(expected)\n\(nearest(expected, lines))")
      }
    }
  }

  /// Lines that agree with the expected one in all but the value.
  private func nearest(_ expected: String, _ lines: Set<String>) -> String {
    let stem = expected.split(separator: ",", omittingEmptySubsequences: false).dropLast()
      .joined(separator: ",")
    return "found: " + lines.filter { $0.hasPrefix(stem + ",") }.sorted().joined(separator: " | ")
  }
}
