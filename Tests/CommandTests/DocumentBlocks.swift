import Foundation

/// A fenced block of a Markdown document.
struct FencedBlock {
  /// The words behind the fence: `csv`, `example.csv`.
  var words: [String]
  var lines: [String]
  /// Line of the fence, from 1.
  var line: Int
}

/// All fenced blocks of a document in the project.
func fencedBlocks(of path: String) throws -> [FencedBlock] {
  let text = try String(contentsOfFile: Fuga.root + "/" + path, encoding: .utf8)
  var blocks: [FencedBlock] = []
  var open: FencedBlock?
  for (index, line) in text.components(separatedBy: "\n").enumerated() {
    if line.hasPrefix("```") {
      if let block = open {
        blocks.append(block)
        open = nil
      } else {
        let words = line.dropFirst(3).split(separator: " ").map(String.init)
        open = FencedBlock(words: words, lines: [], line: index + 1)
      }
    } else {
      open?.lines.append(line)
    }
  }
  return blocks
}
