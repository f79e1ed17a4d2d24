/// Why one row was rejected, in the order in which the checks run: the first that fails is the reason.
public enum RejectReason: UInt8, CaseIterable, Sendable {
  case recordTooLong, unterminatedQuote, quoteError, nulByte, invalidUTF8, tooFewFields,
    tooManyFields
  case invalidTime, timeOutOfRange, emptyUserID, emptyEvent, keyTooLong, invalidNumber

  /// Whether the row could not be read at all; the others are about its values.
  public var isStructural: Bool { self.rawValue <= RejectReason.tooManyFields.rawValue }

  /// The name used in reports and in the rejects file.
  public var name: String {
    switch self {
    case .recordTooLong: "record_too_long"
    case .unterminatedQuote: "unterminated_quote"
    case .quoteError: "quote_error"
    case .nulByte: "nul_byte"
    case .invalidUTF8: "invalid_utf8"
    case .tooFewFields: "too_few_fields"
    case .tooManyFields: "too_many_fields"
    case .invalidTime: "invalid_time"
    case .timeOutOfRange: "time_out_of_range"
    case .emptyUserID: "empty_user_id"
    case .emptyEvent: "empty_event"
    case .keyTooLong: "key_too_long"
    case .invalidNumber: "invalid_number"
    }
  }
}

/// One rejected row and where it lies.
public struct Rejection: Equatable, Sendable {
  /// Why.
  public var reason: RejectReason
  /// Physical line on which the record begins, from 1, header included.
  public var line: Int
  /// Offset of the record's first byte in the decompressed stream, from 0.
  public var byteOffset: Int
  /// Index of the column at fault, from 0; nil when the row as a whole is.
  public var column: Int?
  /// The beginning of the record, unmasked: never print it as it is.
  public var excerpt: [UInt8]

  /// Longest excerpt kept, in bytes.
  public static let excerptLimit = 160

  /// Makes a rejection; see the properties.
  public init(
    reason: RejectReason, line: Int, byteOffset: Int, column: Int?, excerpt: [UInt8]
  ) {
    self.reason = reason
    self.line = line
    self.byteOffset = byteOffset
    self.column = column
    self.excerpt = excerpt
  }
}
