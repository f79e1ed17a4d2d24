import Analysis
import Testing

@testable import Configuration

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere for a seed.
private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

private let mutatedFile = bytes(
  contractExample + """

    x: &a {page: {matches: '^/p/(\\d+|[a-z]{2,3})$', not: [a, ~], above: 1.5}}
    y: [*a, {<<: *a, exists: yes}]
    """)

@Suite struct MutationTests {
  /// No damage to a file ends the program: it is read, or refused with a line inside the file.
  @Test(arguments: 0..<8 as Range<UInt64>)
  func damagedFilesAreReadOrRefused(seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    for _ in 0..<250 {
      var file = mutatedFile
      for _ in 0..<Int.random(in: 1...6, using: &generator) { mutate(&file, &generator) }
      var settings = AnalysisSettings()
      do {
        try ConfigurationFile.load(file, file: "shop.yaml", into: &settings)
      } catch {
        let lines = file.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } + 2
        #expect((error.line ?? 1) <= lines, "seed \(seed)")
        #expect(!error.message.isEmpty)
      }
    }
  }

  private func mutate(_ file: inout [UInt8], _ generator: inout SeededGenerator) {
    guard !file.isEmpty else { return }
    let place = Int.random(in: file.indices, using: &generator)
    let end = min(file.count, place + Int.random(in: 1...12, using: &generator))
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: file.removeSubrange(place..<end)
    case 1: file.insert(contentsOf: file[place..<end], at: place)
    case 2: file[place] = UInt8.random(in: 0...127, using: &generator)
    case 3:
      let marks = bytes("{}[]:,*&?!|>'\"#-~<% \n\t\r\\(")
      file.insert(marks.randomElement(using: &generator) ?? 0, at: place)
    default:
      let other = Int.random(in: file.indices, using: &generator)
      file.swapAt(place, other)
    }
  }
}
