import Foundation

/// Sentences for people and cron, at most twenty lines a run.
struct StandardError {
  /// Lines of one run, the last one of which says how many are missing or what was read.
  private static let lineLimit = 20

  private var lines = 0
  private var leftOut = 0

  /// Writes a message unless the run has said enough; messages left out are counted.
  mutating func say(_ message: String) {
    let count = message.split(separator: "\n").count
    guard lines + count <= StandardError.lineLimit - 2 else {
      leftOut += 1
      return
    }
    lines += count
    StandardError.write(message)
  }

  /// Ends a run's messages.
  mutating func finish(_ last: String?) {
    if leftOut > 0 { StandardError.write("fuga: and \(leftOut) more messages") }
    if let last { StandardError.write(last) }
  }

  /// Writes a message and a line end; a closed standard error is no reason to stop.
  static func write(_ message: String) {
    let bytes = Array((message + "\n").utf8)
    _ = bytes.withUnsafeBytes { Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
