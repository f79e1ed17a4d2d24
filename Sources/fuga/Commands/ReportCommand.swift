import Analysis
import ArgumentParser
import Foundation
import Reports
import RowReader

/// Reads dumps and writes the report.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Reads dumps and says where the funnel leaks (the default command).",
    discussion: """
      Examples:
        fuga report SampleData/shop
        fuga report SampleData/shop --by device --format markdown
        fuga report SampleData/shop --funnel view_item,add_to_cart,purchase --where device=mobile
        fuga report SampleData/shop --list dropped:add_to_cart --mask-users
        fuga report "SampleData/shop/*.csv.gz" -o out --rejects rejects.csv --quiet
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Analysis") var analysis: AnalysisOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  mutating func run() throws {
    let start = DispatchTime.now().uptimeNanoseconds
    var settings = try input.settings()
    try analysis.apply(to: &settings)
    settings.threads = output.threads ?? ProcessInfo.processInfo.activeProcessorCount
    settings.memory = try output.memory.plan()
    settings.keepsGoing = output.keepGoing
    settings.listsRejections = output.rejects != nil
    settings.list = try output.listRequest()
    _ = try output.isExceeded(rejected: 0, rows: 0)
    let discovered = try input.discover(
      outputs: output.paths, keepsGoing: output.keepGoing)
    let inputs = Set(discovered.files.compactMap(\.identity) + input.configurationIdentity)

    let result: AnalysisResult
    if let path = output.output {
      let folder = try OutputFolder(path: RawArguments.bytes(of: path))
      do {
        try folder.refuseStrangers(["report.html", "report.md", "report.json"] + WideTables.names)
        result = try analyse(discovered.files, settings)
        try folder.replace(reportFiles(result.report), sparing: inputs)
      } catch {
        folder.removeIfEmpty()
        throw error
      }
    } else {
      result = try analyse(discovered.files, settings)
    }
    try writeRejects(result, sparing: inputs)
    if let format = output.outputFormat {
      try StandardOutput.write(format.bytes(of: result.report))
    }
    if let listed = result.listed { try write(listed) }
    let status = try finish(result, discovered, since: start)
    if status != .done { throw ExitCode(status.rawValue) }
  }

  /// Writes a list in pieces, so that its text is never held as a whole.
  private func write(_ listed: ListedUnits) throws {
    var piece: [UInt8] = []
    try listed.forEachLine { line in
      piece += line.utf8
      guard piece.count >= ReportCommand.pieceBytes else { return }
      try StandardOutput.write(piece)
      piece.removeAll(keepingCapacity: true)
    }
    try StandardOutput.write(piece)
  }

  private static let pieceBytes = 1 << 16

  private func analyse(
    _ files: [InputFile], _ settings: AnalysisSettings
  ) throws -> AnalysisResult {
    do throws(AnalysisError) {
      let result = try Analysis(settings: settings).run(files)
      if result.failures.count == files.count, let first = result.failures.first {
        // An empty report would replace a good one.
        throw AnalysisError.input(first.input, first.error)
      }
      return result
    } catch {
      throw CommandFailure(error)
    }
  }

  private func reportFiles(_ report: Report) -> [WideTables.File] {
    // In the order in which they are put into place: who finds a new report.json finds all of it new.
    WideTables.files(of: report) + [
      WideTables.File(name: "report.html", bytes: HTMLFormat().bytes(of: report)),
      WideTables.File(name: "report.md", bytes: MarkdownFormat().bytes(of: report)),
      WideTables.File(name: "report.json", bytes: JSONFormat().bytes(of: report)),
    ]
  }

  private func writeRejects(
    _ result: AnalysisResult, sparing inputs: Set<FileStatus.Identity>
  ) throws {
    guard let path = output.rejects else { return }
    let rows = result.rejections.map { input, columns, rejection in
      RejectsTable.Row(
        file: input.name, line: rejection.line, byteOffset: rejection.byteOffset,
        column: rejection.column.map { columns[$0] } ?? [], reason: rejection.reason.name,
        excerpt: rejection.excerpt)
    }
    let table = RejectsTable(rows: rows, total: result.report.input.rejected)
    let (parent, name) = OutputOptions.split(path)
    let folder = try OutputFolder(path: parent, locks: false)
    try folder.replace(
      [WideTables.File(name: name, bytes: table.bytes)], mode: 0o600, sparing: inputs)
  }

  /// Says on standard error what a person or cron must know; gives the exit code.
  private func finish(
    _ result: AnalysisResult, _ discovered: DiscoveredInputs, since start: UInt64
  ) throws -> ExitStatus {
    let summary = result.report.input
    let tooMany = try output.isExceeded(rejected: summary.rejected, rows: summary.rows)
    var messages = StandardError()
    for (input, error) in result.failures {
      messages.say(CommandFailure(input, error).message)
    }
    if tooMany {
      messages.say(
        "fuga: \(summary.rejected) of \(summary.rows) rows were rejected, more than"
          + " \(output.maxRejects ?? "1%"): exit code 4\n"
          + "  to go on  --rejects FILE to see them, --max-rejects to allow more")
    }
    if !input.quiet {
      for warning in discovered.warnings + result.warnings {
        messages.say("fuga: \(MessageText.line(warning))")
      }
    }
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
    let last =
      "ok files=\(summary.files.count) rows=\(summary.rows) rejected=\(summary.rejected)"
      + " seconds=\((seconds * 100).rounded() / 100)"
    messages.finish(input.quiet ? nil : last)
    let isDamaged = tooMany || !result.failures.isEmpty || discovered.isIncomplete
    return isDamaged ? .doneWithDamage : .done
  }
}
