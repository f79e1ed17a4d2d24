import Foundation
import Testing

/// Which layers may use what.
@Suite struct LayerTests {
  static let outerLayers: Set<String> = ["Configuration", "fuga"]

  @Test func engineIsFreeOfFoundation() throws {
    let sources = Fuga.root + "/Sources"
    let paths = try FileManager.default.subpathsOfDirectory(atPath: sources)
      .filter { $0.hasSuffix(".swift") }
    #expect(paths.count > 100)
    for path in paths where !LayerTests.outerLayers.contains(String(path.prefix { $0 != "/" })) {
      let text = try String(contentsOfFile: sources + "/" + path, encoding: .utf8)
      for module in ["Foundation", "FoundationEssentials", "Yams", "ArgumentParser"] {
        #expect(!text.contains("import \(module)\n"), "\(path) imports \(module)")
      }
    }
  }
}
