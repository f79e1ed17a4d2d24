/// Why a configuration file cannot be used: where, what was seen, and what to do.
package struct ConfigurationError: Error, Equatable, Sendable {
  /// The file, as it was named by the user.
  package var file: String
  /// 1-based; nil when the error belongs to no line.
  package var line: Int?
  /// Keys from the top to the place, such as `funnels[0].steps[2]`; empty at the top.
  package var keyPath: String
  /// What is wrong, with what was seen; lower-case, without the place.
  package var message: String
  /// What the user can do; nil when the message says it all.
  package var toGoOn: String?
}

extension ConfigurationError: CustomStringConvertible {
  /// The error as the command prints it, without a newline at the end.
  package var description: String {
    let lineText = line.map { ":\($0)" } ?? ""
    let placeText = keyPath.isEmpty ? "" : " in \(keyPath)"
    let hint = toGoOn.map { "\n  to go on  \($0)" } ?? ""
    return "fuga: \(ShownText.plain(file))\(lineText): \(message)\(placeText)\(hint)"
  }
}
