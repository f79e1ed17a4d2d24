import Foundation

/// Sentences for people and cron, at most twenty lines a run.
enum StandardError {
  static let lineLimit = 20

  /// Writes a message and a line end; a closed standard error is no reason to stop.
  static func write(_ message: String) {
    let bytes = Array((message + "\n").utf8)
    _ = bytes.withUnsafeBytes { Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  /// Writes messages, and how many were left out.
  static func write(warnings: [String]) {
    let room = lineLimit - 2
    for warning in warnings.prefix(room) { write("fuga: \(warning)") }
    if warnings.count > room { write("fuga: and \(warnings.count - room) more warnings") }
  }
}
