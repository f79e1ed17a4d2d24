/// Why a whole file could not be used.
public struct ReadError: Error, Equatable, Sendable {
  /// What is wrong; the raw value is the reason's name in messages and tests.
  public enum Reason: String, Sendable, CaseIterable {
    case emptyInput = "empty_input"
    case missingColumn = "missing_column"
    case duplicateColumn = "duplicate_column"
    case headerQuoteError = "header_quote_error"
    case headerTooLong = "header_too_long"
    case unsupportedFormat = "unsupported_format"
    case unsupportedEncoding = "unsupported_encoding"
    case binaryInput = "binary_input"
    case gzipBadHeader = "gzip_bad_header"
    case gzipBadDeflate = "gzip_bad_deflate"
    case gzipBadCRC = "gzip_bad_crc"
    case gzipBadLength = "gzip_bad_length"
    case gzipTruncated = "gzip_truncated"
    case gzipTrailingGarbage = "gzip_trailing_garbage"
    case bgzfNoEnd = "bgzf_no_eof"
    /// The input could not be opened: it is not there.
    case notFound = "not_found"
    /// The operating system refused a read.
    case readFailed = "read_failed"
    /// The receiver of the rows gave up.
    case sinkFailed = "sink_failed"
  }

  /// What is wrong.
  public var reason: Reason
  /// A few words for people: a format's name, the missing roles, the system's own words.
  public var detail: String
  /// Offset in the file as it lies on disk, from 0; nil where no single place is to blame.
  public var byteOffset: Int?
  /// Offset of the gzip member at fault, from 0; nil outside gzip.
  public var memberOffset: Int?
  /// Header names as they were seen, for a missing or doubled column.
  public var headers: [[UInt8]]

  /// Makes an error; see the properties.
  public init(
    _ reason: Reason, detail: String = "", byteOffset: Int? = nil, memberOffset: Int? = nil,
    headers: [[UInt8]] = []
  ) {
    self.reason = reason
    self.detail = detail
    self.byteOffset = byteOffset
    self.memberOffset = memberOffset
    self.headers = headers
  }
}
