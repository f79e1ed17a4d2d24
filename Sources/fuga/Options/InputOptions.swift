import Analysis
import ArgumentParser
import Clickstream
import Configuration
import Foundation
import Reports
import RowReader

/// What to read and how to take its columns: shared by report and inspect.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Files, folders, quoted globs, or - for standard input; gzip or plain.",
      valueName: "input"))
  var inputs: [String] = []

  @Option(name: [.short, .customLong("config")], help: "YAML configuration; flags win over it.")
  var config: String?

  @Option(help: "Take COLUMN for ROLE, as role=column; repeatable.")
  var map: [String] = []

  @Option(help: "Zone of times without one, and of days (default: UTC).")
  var timeZone: String?

  @Flag(name: .shortAndLong, help: "Nothing on standard error but failures.")
  var quiet = false

  /// The settings of the configuration file with the flags of this group laid over them.
  func settings() throws -> AnalysisSettings {
    var settings = AnalysisSettings()
    if let config { try load(config, into: &settings) }
    var mapped: [Role: String] = [:]
    for text in map {
      let (role, header) = try flag("--map") { () throws(FlagValueError) in
        try FlagValues.mapping(text)
      }
      if let other = mapped.updateValue(text, forKey: role) {
        throw ValidationError("--map: one column for a role, not both \(other) and \(text)")
      }
      settings.columns[role] = header
    }
    if let timeZone {
      settings.timeZone = try flag("--time-zone") { () throws(FlagValueError) in
        try FlagValues.timeZone(timeZone)
      }
    }
    return settings
  }

  private func load(_ file: String, into settings: inout AnalysisSettings) throws {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw CommandFailure(
        .noInput,
        "\(MessageText.shown(Array(file.utf8))): no such configuration, or it cannot be read",
        toGoOn: "check the path behind -c")
    }
    do throws(ConfigurationError) {
      try ConfigurationFile.load(Array(data), file: file, into: &settings)
    } catch {
      throw CommandFailure(.configuration, text: error.description)
    }
  }

  /// The files behind the arguments; standard input when nothing is named and something is piped in.
  ///
  /// - Parameter outputs: paths that the run writes to: they are no inputs.
  func discover(outputs: [[UInt8]], keepsGoing: Bool) throws -> DiscoveredInputs {
    if inputs.isEmpty {
      guard isatty(STDIN_FILENO) == 0 else { throw CleanExit.helpRequest() }
      return DiscoveredInputs(files: [.standardInput])
    }
    var discovery = InputDiscovery(outputs: outputs, keepsGoing: keepsGoing)
    let files = try discovery.inputs(for: inputs)
    return DiscoveredInputs(
      files: files, warnings: discovery.warnings, isIncomplete: discovery.isIncomplete)
  }

  /// The configuration file, which no output may replace.
  var configurationIdentity: [FileStatus.Identity] {
    config.flatMap { FileStatus(path: RawArguments.bytes(of: $0)) }.map { [$0.identity] } ?? []
  }
}

/// The inputs of a run and what is to be said of finding them.
struct DiscoveredInputs {
  var files: [InputFile]
  var warnings: [String] = []
  /// Something could not be looked at and was left out.
  var isIncomplete = false
}

extension InputFile {
  /// The file behind the path, if there is one.
  var identity: FileStatus.Identity? {
    if case .path(let path) = self { FileStatus(path: path)?.identity } else { nil }
  }
}

/// Runs a reading of a flag's value; what is wrong with it becomes a usage error that names the flag.
func flag<Value>(_ name: String, _ read: () throws(FlagValueError) -> Value) throws -> Value {
  do throws(FlagValueError) {
    return try read()
  } catch {
    let advice = error.toGoOn.map { "\n  to go on  \($0)" } ?? ""
    throw ValidationError("\(name): \(error.message)\(advice)")
  }
}
