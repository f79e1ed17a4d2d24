import EvidenceTruth

/// Prints how evidence does where the truth is known, as a Markdown table.
///
/// ```
/// evidence-truth USERS SEEDS [CASE]        CASE: part of a case's name
/// ```
@main struct EvidenceTruthRun {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    let numbers = arguments.compactMap { Int($0) }
    let wanted = arguments.first { Int($0) == nil }
    print(TruthRow.head)
    for truthCase in TruthCase.all where wanted.map({ truthCase.name.contains($0) }) ?? true {
      for row in try truthCase.rows(
        users: numbers.first ?? 2500, seeds: numbers.dropFirst().first ?? 40)
      {
        print(row.line)
      }
    }
  }
}
