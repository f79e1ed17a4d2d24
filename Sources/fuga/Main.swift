import ArgumentParser
import Foundation
import Reports
import RowReader

/// Starts the command and turns whatever ends it into an exit code.
@main
enum Main {
  static func main() {
    // A closed pipe is noticed where output is written, not by a signal.
    signal(SIGPIPE, SIG_IGN)
    // A file size limit is a full disk to us: the write fails, and says so.
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try Fuga.parseAsRoot()
      try command.run()
    } catch let failure as CommandFailure {
      StandardError.write(failure.message)
      exit(failure.code.rawValue)
    } catch {
      end(with: error)
    }
  }

  /// Help and version go out as they are; a complaint may quote an argument, which must not act on
  /// a terminal.
  private static func end(with error: any Error) -> Never {
    let code = Fuga.exitCode(for: error)
    if code == .success { Fuga.exit(withError: error) }
    let lines = Fuga.fullMessage(for: error).split(
      separator: "\n", omittingEmptySubsequences: false)
    let message = lines.map { MessageText.line(String($0)) }.joined(separator: "\n")
    if !message.isEmpty { StandardError.write(message) }
    Foundation.exit(code.rawValue)
  }
}

/// The command as a whole.
struct Fuga: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuga",
    abstract: "Says where a web shop's funnel leaks, and why.",
    discussion: """
      Examples:
        fuga SampleData/shop                        a report on all dumps in a folder
        fuga SampleData/shop --by device,channel    broken down
        fuga inspect SampleData/shop                what each column is taken for
        fuga SampleData/shop -o out                 report.md, report.json and CSV tables in out/
        zcat dump.csv.gz | fuga --funnel view_item,add_to_cart,purchase
      """,
    version: "fuga 0.1.0 (inflates with \(inflaterName))",
    subcommands: [
      ReportCommand.self, InspectCommand.self, SampleCommand.self, VocabularyCommand.self,
    ],
    defaultSubcommand: ReportCommand.self)
}
