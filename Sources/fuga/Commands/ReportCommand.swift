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
    settings.keepsGoing = output.keepGoing
    _ = try output.isExceeded(rejected: 0, rows: 0)
    let (files, warnings) = try input.discover(skipping: output.output)

    let result: AnalysisResult
    if let path = output.output {
      let folder = try OutputFolder(path: path)
      do {
        result = try analyse(files, settings)
      } catch {
        folder.removeIfEmpty()
        throw error
      }
      try folder.replace(reportFiles(result.report))
    } else {
      result = try analyse(files, settings)
    }
    try writeRejects(result)
    let status = try finish(result, warnings: warnings, since: start)
    if let format = output.outputFormat {
      try StandardOutput.write(format.bytes(of: result.report))
    }
    if status != .done { throw ExitCode(status.rawValue) }
  }

  private func analyse(
    _ files: [InputFile], _ settings: AnalysisSettings
  ) throws -> AnalysisResult {
    do throws(AnalysisError) {
      return try Analysis(settings: settings).run(files)
    } catch {
      throw CommandFailure(error)
    }
  }

  private func reportFiles(_ report: Report) -> [WideTables.File] {
    [
      WideTables.File(name: "report.md", bytes: MarkdownFormat().bytes(of: report)),
      WideTables.File(name: "report.json", bytes: JSONFormat().bytes(of: report)),
    ] + WideTables.files(of: report)
  }

  private func writeRejects(_ result: AnalysisResult) throws {
    guard let path = output.rejects else { return }
    let rows = result.rejections.map { input, columns, rejection in
      RejectsTable.Row(
        file: input.name, line: rejection.line, byteOffset: rejection.byteOffset,
        column: rejection.column.map { columns[$0] } ?? [], reason: rejection.reason.name,
        excerpt: rejection.excerpt)
    }
    let table = RejectsTable(rows: rows, total: result.report.input.rejected)
    let url = URL(fileURLWithPath: path)
    let folder = try OutputFolder(path: url.deletingLastPathComponent().path, locks: false)
    try folder.replace(
      [WideTables.File(name: url.lastPathComponent, bytes: table.bytes)], mode: 0o600)
  }

  /// Says on standard error what a person or cron must know; gives the exit code.
  private func finish(
    _ result: AnalysisResult, warnings: [String], since start: UInt64
  ) throws -> ExitStatus {
    let summary = result.report.input
    let tooMany = try output.isExceeded(rejected: summary.rejected, rows: summary.rows)
    for (input, error) in result.failures.prefix(5) {
      StandardError.write(CommandFailure(input, error).message)
    }
    if tooMany {
      StandardError.write(
        "fuga: \(summary.rejected) of \(summary.rows) rows were rejected, more than"
          + " \(output.maxRejects ?? "1%"): exit code 4\n"
          + "  to go on  --rejects FILE to see them, --max-rejects to allow more")
    }
    if !input.quiet {
      StandardError.write(warnings: warnings + result.warnings)
      let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
      StandardError.write(
        "ok files=\(summary.files.count) rows=\(summary.rows) rejected=\(summary.rejected)"
          + " seconds=\((seconds * 100).rounded() / 100)")
    }
    return tooMany || !result.failures.isEmpty ? .doneWithDamage : .done
  }
}
