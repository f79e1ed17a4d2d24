import ArgumentParser
import Clickstream
import Foundation

/// Prints the table of event names.
struct VocabularyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vocabulary",
    abstract: "Prints canonical events, signals, and what else they are called.",
    discussion: "Names match without case; space, hyphen and dot count as underscore.")

  mutating func run() throws {
    var text = ""
    for (title, entries) in groups {
      text += "\(title)\n"
      for entry in entries {
        let name = entry.name.padding(toLength: 24, withPad: " ", startingAt: 0)
        text += "  \(name)\(wrapped(note(entry) + entry.synonyms.joined(separator: ", ")))\n"
      }
      text += "\n"
    }
    try StandardOutput.write(Array((text + declines).utf8))
  }

  /// Decline codes by group.
  private var declines: String {
    var text = "Decline codes: what they say\n"
    for group in DeclineGroup.allCases {
      text += "  \(group.rawValue): \(group.meaning)\n"
      for line in DeclineCodes.table where line.group == group {
        let source = "  \(line.source)".padding(toLength: 24, withPad: " ", startingAt: 0)
        text += "  \(source)\(wrapped(line.codes.joined(separator: ", ")))\n"
      }
    }
    return text
  }

  private var groups: [(String, [Vocabulary.Entry])] {
    let titles: [(String, (CanonicalEvent) -> Bool)] = [
      ("Stages, in order", { $0.stage != nil }),
      ("Signals: class and kind", { $0.signal != nil }),
      ("Cart", { $0 == .removeFromCart || $0 == .viewCart }),
      ("Before the purchase", { $0 == .other }),
      ("After the purchase", { $0 == .after }),
      ("Automatic: in no rate, bounce, events per session or touchpoint", { $0 == .automatic }),
    ]
    return titles.map { title, belongs in
      (title, Vocabulary.entries.filter { belongs($0.meaning) })
    }
  }

  /// Wraps behind commas, so that a line fits 80 columns.
  private func wrapped(_ text: String) -> String {
    var lines = [""]
    for word in text.split(separator: " ") {
      let line = lines[lines.count - 1]
      if line.count + word.count > 52 { lines.append("") }
      let isFirst = lines[lines.count - 1].isEmpty
      lines[lines.count - 1] += (isFirst ? "" : " ") + word
    }
    return lines.joined(separator: "\n" + String(repeating: " ", count: 26))
  }

  private func note(_ entry: Vocabulary.Entry) -> String {
    guard let signal = entry.meaning.signal else { return "" }
    return "(\(signal.signalClass), \(signal.kind.rawValue)) "
  }
}
