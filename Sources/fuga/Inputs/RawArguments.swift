/// The arguments as the system gave them: a path need not be UTF-8, but a String is.
enum RawArguments {
  /// The bytes behind an argument that was parsed as a String; those of the String if none match.
  static func bytes(of argument: String) -> [UInt8] {
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let pointer = CommandLine.unsafeArgv[index] else { continue }
      // Arguments are zero-terminated and live as long as the process.
      let raw = Array(UnsafeBufferPointer(start: pointer, count: length(of: pointer)))
        .map { UInt8(bitPattern: $0) }
      if String(decoding: raw, as: UTF8.self) == argument { return raw }
    }
    return Array(argument.utf8)
  }

  private static func length(of pointer: UnsafePointer<CChar>) -> Int {
    var length = 0
    while pointer[length] != 0 { length += 1 }
    return length
  }
}
