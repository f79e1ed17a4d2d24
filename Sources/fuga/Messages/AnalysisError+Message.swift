import Analysis
import Clickstream
import Reports
import RowReader

extension CommandFailure {
  /// The sentence and code for an analysis that gave no report.
  init(_ error: AnalysisError) {
    switch error {
    case .input(let input, let readError): self.init(input, readError)
    case .cannotSpill(let folder, let words):
      self.init(
        .cannotWrite, "\(MessageText.shown(folder)): no room for events beside memory: \(words)",
        toGoOn: "--temp-dir DIR with free space, or --memory SIZE for more in memory")
    case .noSessionColumn:
      self.init(
        .unusableInput, "sessions are to come from a column, and no input has one",
        toGoOn: "--map session=COLUMN, or sessions: {from: gap} in the configuration")
    case .unknownColumn(let name, let seen):
      self.init(
        .configuration, "no input has a column \"\(MessageText.shown(name))\"",
        seen: CommandFailure.list(seen), toGoOn: "check --map, --by, --where and the configuration")
    case .tooManyEventNames(let limit):
      self.init(
        .unusableInput, "more than \(limit) distinct event names",
        toGoOn: "--map event=COLUMN with a column of names, not of ids")
    case .timeInCondition:
      self.init(
        .configuration, "a condition cannot test the time of an event",
        toGoOn: "--since and --until choose a period")
    case .noBreakdown(let name):
      self.init(
        .configuration, "\"\(MessageText.shown(name))\" cannot break a funnel down",
        toGoOn: "name a property of events, such as device or channel")
    case .nothingToList(let kind, let name, let seen):
      self.init(
        .usage,
        name.isEmpty
          ? "--list: there is no \(kind)"
          : "--list: no \(kind) with the name \"\(MessageText.shown(Array(name.utf8)))\"",
        seen: seen.isEmpty ? nil : CommandFailure.list(seen.map { Array($0.utf8) }),
        toGoOn: "--list [FUNNEL/]dropped:STEP, converted, excluded or lost")
    case .noLostCarts:
      self.init(
        .usage, "--list lost: carts by journey are never lost",
        toGoOn: "abandonment: {unit: session} in the configuration")
    case .tooManySegments(let name, let limit):
      self.init(
        .unusableInput, "\"\(MessageText.shown(name))\" has more than \(limit) distinct values",
        toGoOn: "break down by a column with fewer values")
    }
  }

  /// The sentence and code for one unusable input.
  init(_ input: InputFile, _ error: ReadError) {
    let name = MessageText.shown(input.name)
    self.init(
      CommandFailure.code(error.reason), "\(name): \(CommandFailure.sentence(error))",
      seen: error.headers.isEmpty ? nil : CommandFailure.list(error.headers),
      toGoOn: CommandFailure.advice(error))
  }

  private static func code(_ reason: ReadError.Reason) -> ExitStatus {
    switch reason {
    case .notFound: .noInput
    case .readFailed: .cannotRead
    default: .unusableInput
    }
  }

  private static func list(_ names: [[UInt8]]) -> String {
    let shown = names.prefix(20).map(MessageText.shown).joined(separator: ", ")
    return names.count > 20 ? "\(shown), and \(names.count - 20) more" : shown
  }

  private static func sentence(_ error: ReadError) -> String {
    switch error.reason {
    case .missingColumn:
      "no column for the role\(error.detail.contains(",") ? "s" : "") "
        + error.detail.split(separator: ",").map { "\"\($0)\"" }.joined(separator: ", ")
    case .duplicateColumn, .headerQuoteError, .headerTooLong, .emptyInput, .binaryInput:
      "\(error.reason.rawValue): \(error.detail)"
    case .unsupportedFormat, .unsupportedEncoding:
      "\(error.reason.rawValue): \(error.detail)"
    case .notFound: "no such input: \(error.detail)"
    case .readFailed: "cannot be read: \(error.detail)"
    default: "damaged: \(error.reason.rawValue): \(error.detail)\(place(error))"
    }
  }

  private static func place(_ error: ReadError) -> String {
    var place = ""
    if let member = error.memberOffset { place += " in the gzip member at byte \(member)" }
    if let byte = error.byteOffset { place += ", at byte \(byte) of the file" }
    return place
  }

  private static func advice(_ error: ReadError) -> String {
    switch error.reason {
    case .missingColumn:
      error.detail.split(separator: ",").map { "--map \($0)=COLUMN" }.joined(separator: " ")
    case .duplicateColumn: "--map ROLE=COLUMN with a name that stands in the header once"
    case .unsupportedEncoding: "iconv -f \(error.detail) -t UTF-8 FILE"
    case .unsupportedFormat: "unpack it first; gzip and plain CSV are read"
    case .binaryInput: "this is no CSV: if it is a tar archive, unpack it first"
    case .headerTooLong, .headerQuoteError, .emptyInput:
      "repair or remove the file, or --keep-going to use the other inputs (exit code 4)"
    case .notFound, .readFailed: "check the path and its permissions"
    default: "fetch the file again, or --keep-going to use the other inputs (exit code 4)"
    }
  }
}
