/// What the exit code of a run means (docs/definitions.md has none of this: see README, "Exit codes").
enum ExitStatus: Int32 {
  case done = 0
  /// Done, but too many rows were rejected or an input was left out.
  case doneWithDamage = 4
  case usage = 64
  case unusableInput = 65
  case noInput = 66
  case cannotWrite = 73
  case cannotRead = 74
  case locked = 75
  case configuration = 78
}

/// Why a command ended without doing its work: a code for scripts and a sentence for people.
struct CommandFailure: Error {
  var code: ExitStatus
  /// Without `fuga: ` in front and without a line end behind.
  var message: String

  /// - Parameters:
  ///   - what: where and what, in one line.
  ///   - seen: what was found instead.
  ///   - toGoOn: what to type or do.
  init(_ code: ExitStatus, _ what: String, seen: String? = nil, toGoOn: String? = nil) {
    self.code = code
    message = "fuga: \(what)"
    if let seen { message += "\n  seen      \(seen)" }
    if let toGoOn { message += "\n  to go on  \(toGoOn)" }
  }

  init(_ code: ExitStatus, text: String) {
    self.code = code
    message = text
  }
}
