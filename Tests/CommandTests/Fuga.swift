import Foundation

/// What one run of the command came to.
struct CommandResult {
  var status: Int32
  var output: [UInt8]
  var error: String

  var text: String { String(decoding: output, as: UTF8.self) }
  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}

/// The command under test, and where the project lies.
enum Fuga {
  /// The root of the project.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The command under test: what FUGA_BINARY names, else what was built beside the test runner.
  static let binary: URL = {
    guard let path = ProcessInfo.processInfo.environment["FUGA_BINARY"] else {
      return URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("fuga")
    }
    let binary = URL(fileURLWithPath: path)
    // Lines of shell find it by this name.
    precondition(binary.lastPathComponent == "fuga", "FUGA_BINARY: not named fuga: \(path)")
    return binary
  }()

  /// The environment of every run: nothing of the machine's settings shows in an output.
  private static let environment = [
    "PATH": binary.deletingLastPathComponent().path + ":/usr/bin:/bin", "LANG": "C",
    "HOME": "/nonexistent",
  ]

  /// Runs `fuga` with arguments, in a folder.
  static func run(
    _ arguments: [String], in folder: String = root, input: [UInt8] = []
  ) throws -> CommandResult {
    try start(binary.path, arguments, in: folder, input: input)
  }

  /// Runs a line of shell in which `fuga` is the command under test.
  static func shell(_ line: String, in folder: String) throws -> CommandResult {
    try start("/bin/sh", ["-c", line], in: folder, input: [])
  }

  private static func start(
    _ executable: String, _ arguments: [String], in folder: String, input: [UInt8]
  ) throws -> CommandResult {
    // Files instead of pipes: no output is large enough to block, and none is lost.
    let scratch = NSTemporaryDirectory() + "fuga-run-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    for (name, bytes) in [("in", input), ("out", []), ("err", [])] {
      try Data(bytes).write(to: URL(fileURLWithPath: scratch + "/" + name))
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle(forReadingAtPath: scratch + "/in")
    process.standardOutput = FileHandle(forWritingAtPath: scratch + "/out")
    process.standardError = FileHandle(forWritingAtPath: scratch + "/err")
    try process.run()
    process.waitUntilExit()
    let output = try Data(contentsOf: URL(fileURLWithPath: scratch + "/out"))
    let error = try Data(contentsOf: URL(fileURLWithPath: scratch + "/err"))
    return CommandResult(
      status: process.terminationStatus, output: Array(output),
      error: String(decoding: error, as: UTF8.self))
  }
}
