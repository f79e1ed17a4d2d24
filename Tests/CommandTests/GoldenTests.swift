import Foundation
import Testing

/// The reports of SampleData, byte for byte.
///
/// `RECORD=1` writes them anew, and fails, so that recording never passes.
@Suite struct GoldenTests {
  struct Golden: CustomTestStringConvertible, Sendable {
    var file: String
    var arguments: [String]
    var testDescription: String { file }
  }

  static let goldens = [
    Golden(
      file: "shop.md", arguments: ["SampleData/shop", "--by", "device", "--format", "markdown"]),
    Golden(file: "shop.txt", arguments: ["SampleData/shop", "--by", "device", "--format", "text"]),
    Golden(
      file: "shop.html",
      arguments: ["SampleData/shop", "--by", "device", "--trend", "week", "--format", "html"]),
    Golden(file: "shop.csv", arguments: ["SampleData/shop", "--by", "device", "--format", "csv"]),
    Golden(
      file: "shop.json", arguments: ["SampleData/shop", "--by", "device", "--format", "json"]),
    Golden(file: "rees46.md", arguments: ["SampleData/rees46", "--format", "markdown"]),
    Golden(
      file: "retailrocket.md", arguments: ["SampleData/retailrocket", "--format", "markdown"]),
    Golden(file: "shop.inspect.txt", arguments: ["inspect", "SampleData/shop"]),
    Golden(file: "vocabulary.txt", arguments: ["vocabulary"]),
  ]

  @Test(arguments: goldens) func outputIsUnchanged(_ golden: Golden) throws {
    let result = try Fuga.run(golden.arguments)
    #expect(result.status == 0, "\(result.error)")
    let path = Fuga.root + "/SampleData/reports/" + golden.file
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try Data(result.output).write(to: URL(fileURLWithPath: path))
      Issue.record("recorded \(golden.file): look at it, then run without RECORD")
      return
    }
    let expected = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(result.output == expected, "\(firstDifference(expected, result.output))")
  }

  private func firstDifference(_ expected: [UInt8], _ found: [UInt8]) -> String {
    let one = String(decoding: expected, as: UTF8.self).components(separatedBy: "\n")
    let other = String(decoding: found, as: UTF8.self).components(separatedBy: "\n")
    for (index, pair) in zip(one, other).enumerated() where pair.0 != pair.1 {
      return "line \(index + 1)\n---- expected\n\(pair.0)\n---- found\n\(pair.1)"
    }
    return "\(one.count) lines expected, \(other.count) found"
  }
}
