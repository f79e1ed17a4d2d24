/// What one call of an inflater did.
///
/// Two inflaters have the same face, and a build has one of them: zlib's, or ISA-L's with the package
/// trait `ISAL`. Both only decode raw deflate (RFC 1951); headers, checksums and lengths are checked by
/// `GzipStream`, so that both give the same errors.
struct InflateStep {
  enum Status {
    /// The deflate stream has ended.
    case ended
    /// More output is waiting for room.
    case more
    /// All input is used up.
    case needsInput
    /// The stream breaks its format; the library's words.
    case damaged(String)
  }

  var status: Status
  /// Input bytes taken.
  var consumed: Int
  /// Output bytes given.
  var produced: Int
  /// Bytes that were taken but lie behind the stream's end, at most eight: they must be handed back.
  var overread: [UInt8] = []
}

/// The library that inflates, for `--version`.
public var inflaterName: String { Inflater.libraryName }
