import Analysis
import ArgumentParser
import Configuration
import Foundation
import Reports

/// Ways to print a report.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, markdown, csv, json, html
}

/// When to colour.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

/// Where the report goes and what counts as trouble.
struct OutputOptions: ParsableArguments {
  @Option(
    name: [.short, .customLong("output")],
    help: "Folder for report.html, report.md, report.json and the CSV tables.")
  var output: String?

  @Option(help: "text, markdown, csv, json or html (default: text on a terminal, else markdown).")
  var format: OutputFormat?

  @Option(
    help: ArgumentHelp(
      "The units behind a count as CSV on standard output, instead of the report:"
        + " [FUNNEL/]dropped:STEP, converted, excluded, or lost carts.",
      valueName: "count"))
  var list: String?

  @Flag(help: "Replace user and session ids in the list by tokens.")
  var maskUsers = false

  @Option(help: "Worker threads (default: one a processor).")
  var threads: Int?

  @OptionGroup var memory: MemoryOptions

  @Option(help: "CSV file for rejected rows, masked; mode 0600.")
  var rejects: String?

  @Option(help: "Most rejected rows, as N or P%; more is exit code 4 (default: 1%).")
  var maxRejects: String?

  @Flag(help: "Leave unusable inputs out instead of stopping; exit code 4.")
  var keepGoing = false

  @Option(help: ArgumentHelp("Progress on standard error.", visibility: .hidden))
  var progress: String?

  @Option(help: "auto, always or never.")
  var color: ColorChoice = .auto

  func validate() throws {
    if progress != nil && progress != "never" && progress != "auto" {
      throw ValidationError("--progress: not yet; only auto and never, which show nothing")
    }
    if list != nil && format != nil {
      throw ValidationError("--list: it goes to standard output, so --format has no place there")
    }
    if maskUsers && list == nil { throw ValidationError("--mask-users: only with --list") }
    if let rejects, rejects.isEmpty || rejects == "-" || rejects.hasSuffix("/") {
      throw ValidationError("--rejects: a file to write")
    }
    if let output, let rejects, OutputOptions.isReportFile(rejects, in: output) {
      throw ValidationError("--rejects: this is a file of the report itself")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads: a number from 1 to 1024")
    }
  }

  /// Which units to list; nil for none.
  func listRequest() throws -> ListRequest? {
    guard let list else { return nil }
    guard var request = ListRequest(list) else {
      throw ValidationError(
        "--list: \"\(list)\" where [FUNNEL/]dropped:STEP, converted, excluded or lost is expected")
    }
    request.masksUsers = maskUsers
    return request
  }

  /// Paths that the run writes to.
  var paths: [[UInt8]] { [output, rejects].compactMap { $0.map(RawArguments.bytes) } }

  /// A path's folder and its last part.
  static func split(_ path: String) -> (folder: [UInt8], name: String) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().joined(separator: "/")
    let parent = parts.count == 1 ? "." : folder.isEmpty ? "/" : folder
    return (RawArguments.bytes(of: parent), String(parts.last ?? ""))
  }

  private static func isReportFile(_ path: String, in output: String) -> Bool {
    let (folder, name) = split(path)
    let names = ["report.md", "report.json", "report.html"] + WideTables.names
    guard names.contains(name) else { return false }
    let target = URL(fileURLWithPath: String(decoding: folder, as: UTF8.self))
    return target.standardizedFileURL.path == URL(fileURLWithPath: output).standardizedFileURL.path
  }

  /// The format for standard output; nil when `-o` says it all, or a list goes there.
  var outputFormat: (any ReportFormat)? {
    if (output != nil && format == nil) || list != nil { return nil }
    switch format ?? (StandardOutput.isTerminal ? .text : .markdown) {
    case .text: return TextFormat(width: StandardOutput.width, color: usesColor)
    case .csv: return TidyCSVFormat()
    case .json: return JSONFormat()
    case .markdown: return MarkdownFormat()
    case .html: return HTMLFormat()
    }
  }

  private var usesColor: Bool {
    switch color {
    case .always: return true
    case .never: return false
    case .auto:
      let environment = ProcessInfo.processInfo.environment
      if !(environment["NO_COLOR"] ?? "").isEmpty { return false }
      if !(environment["FORCE_COLOR"] ?? "").isEmpty { return true }
      return StandardOutput.isTerminal && environment["TERM"] != "dumb"
    }
  }

  /// Whether so many rejected rows are too many.
  func isExceeded(rejected: Int, rows: Int) throws -> Bool {
    let limit = try flag("--max-rejects") { () throws(FlagValueError) in
      try FlagValues.rejectLimit(maxRejects ?? "1%")
    }
    return limit.isExceeded(rejected: rejected, rows: rows)
  }
}
