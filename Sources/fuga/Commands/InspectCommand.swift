import Analysis
import ArgumentParser
import Clickstream
import Foundation
import Reports
import RowReader

/// Says what fuga takes an input for.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Says what each column is taken for, and what the rows hold.",
    discussion: """
      Columns and roles, time formats, event names and what they map to, rejected rows by reason.

      Examples:
        fuga inspect SampleData/shop
        fuga inspect dump.csv.gz --map user=visitor
      """)

  @OptionGroup var input: InputOptions

  mutating func run() throws {
    let settings = try input.settings()
    let discovered = try input.discover(outputs: [], keepsGoing: false)
    let inspection = Inspection(of: discovered.files, settings: settings)
    try checkMappings(settings, inspection)
    let text = InspectionText(inspection: inspection).text
    try StandardOutput.write(Array(text.utf8))
    if !input.quiet {
      var messages = StandardError()
      for warning in discovered.warnings + inspection.warnings {
        messages.say("fuga: \(MessageText.line(warning))")
      }
      messages.finish(nil)
    }
    if let failed = inspection.files.first(where: { $0.error != nil }), let error = failed.error {
      throw CommandFailure(failed.input, error)
    }
  }
}

extension InspectCommand {
  /// A mapping to a column that no file has is a mistake here as in a report.
  private func checkMappings(_ settings: AnalysisSettings, _ inspection: Inspection) throws {
    let usable = inspection.files.filter { $0.error == nil }
    guard let first = usable.first else { return }
    for (role, header) in settings.columns {
      guard usable.contains(where: { $0.columns.contains { $0.role == role } }) else {
        throw CommandFailure(
          AnalysisError.unknownColumn(header, seen: first.columns.map(\.header)))
      }
    }
  }
}

/// An inspection as text; headers are shown once for all files that share them.
struct InspectionText {
  let inspection: Inspection
  /// Event names listed; the rest is counted.
  private static let eventLimit = 60

  init(inspection: Inspection) { self.inspection = inspection }

  var text: String {
    let usable = inspection.files.filter { $0.error == nil }
    let layouts = Dictionary(grouping: usable) { $0.columns.map(\.header) }.values
      .sorted { $0[0].input.name.lexicographicallyPrecedes($1[0].input.name) }
    return (layouts.map(layoutText) + [eventsText, rejectsText(usable)])
      .filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func layoutText(_ files: [FileFinding]) -> String {
    let rows = files.reduce(0) { $0 + $1.summary.rows }
    let more = files.count > 1 ? " and \(counted(files.count - 1, "more file")) like it" : ""
    var text = "\(MessageText.shown(files[0].input.name))\(more): \(counted(rows, "row")), "
    text += "delimiter \(delimiterName(files[0].delimiter))\n"
    let width = files[0].columns.map { MessageText.shown($0.header).count }.max() ?? 0
    for column in files[0].columns {
      let header = MessageText.shown(column.header)
      let role = column.role?.rawValue ?? "-"
      text += "  \(padded(header, width))  \(padded(role, 8))  \(column.reason)\n"
    }
    let formats = Dictionary(
      files.flatMap(\.timeFormats).map { ($0.format, $0.rows) }, uniquingKeysWith: +)
    for (format, count) in formats.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      text += "  time: \(format): \(counted(count, "row"))\n"
    }
    return text
  }

  private func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  private func delimiterName(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\t"): "tab"
    case UInt8(ascii: ","): "comma"
    case UInt8(ascii: ";"): "semicolon"
    default: "bar"
    }
  }

  private var eventsText: String {
    guard !inspection.events.isEmpty else { return "" }
    var text = "events\n"
    let shown = inspection.events.prefix(InspectionText.eventLimit)
    let width = shown.map { MessageText.shown($0.rawName).count }.max() ?? 0
    for event in shown {
      let name = padded(MessageText.shown(event.rawName), width)
      let count =
        String(repeating: " ", count: max(0, 10 - String(event.rows).count)) + String(event.rows)
      text += "  \(name)  \(count)  \(meaning(event))\n"
    }
    let rest = inspection.events.count - shown.count
    if rest > 0 { text += "  and \(rest) more event names\n" }
    return text
  }

  private func meaning(_ event: EventFinding) -> String {
    let name = MessageText.shown(event.canonicalName)
    let target = event.canonicalName == event.rawName ? "" : "-> \(name)  "
    switch event.meaning {
    case .stage: return "\(target)stage"
    case .signal(let signal): return "\(target)signal, class \(signal.signalClass)"
    case .removeFromCart, .viewCart: return "\(target)cart"
    case .after: return "\(target)after the purchase"
    case .automatic: return "\(target)automatic"
    case .other: return target.isEmpty ? "-" : target
    }
  }

  private func rejectsText(_ files: [FileFinding]) -> String {
    if files.isEmpty { return "" }
    var text = ""
    for reason in RejectReason.allCases {
      let count = files.reduce(0) { $0 + $1.yield.rejected[Int(reason.rawValue)] }
      if count > 0 { text += "  \(reason.name): \(counted(count, "row"))\n" }
    }
    let first = files.flatMap { file in file.yield.rejections.map { (file, $0) } }.prefix(5)
    for (file, rejection) in first {
      let column =
        rejection.column.map { " column \(MessageText.shown(file.columns[$0].header))" } ?? ""
      text +=
        "  \(MessageText.shown(file.input.name)):\(rejection.line):\(column) \(rejection.reason.name)\n"
    }
    return text.isEmpty ? "no row was rejected\n" : "rejected\n" + text
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
