/// What the text in a code column tells of.
package enum ErrorCode: UInt8, Sendable {
  /// Nothing: empty, an approval, or a word that no table knows.
  case none
  /// A payment was declined.
  case decline
  /// A request failed: a three-digit 4xx or 5xx, or a timeout.
  case failure
  /// 402 Payment Required: a decline on a payment, a failed request anywhere else.
  case paymentRequired

  /// Number of cases.
  static let count = 4

  /// Reads a code as it stands in a row; case does not matter.
  package init(_ text: [UInt8]) {
    let code = String(decoding: normalizedName(text), as: UTF8.self)
    if code == "402" {
      self = .paymentRequired
    } else if DeclineCodes.approvals.contains(code) {
      self = .none
    } else if ErrorCode.isFailure(code) {
      self = .failure
    } else {
      self = DeclineCodes.isDecline(code) ? .decline : .none
    }
  }

  /// Whether a code says yes, or nothing at all: then it is no code.
  package static func isApproval(_ text: [UInt8]) -> Bool {
    let code = String(decoding: normalizedName(text), as: UTF8.self)
    let digits = Array(code.utf8)
    let isSuccessStatus =
      digits.count == 3 && (digits[0] == UInt8(ascii: "2") || digits[0] == UInt8(ascii: "3"))
      && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return isSuccessStatus || DeclineCodes.approvals.contains(code)
  }

  private static func isFailure(_ code: String) -> Bool {
    if code == "timeout" { return true }
    let digits = Array(code.utf8)
    return digits.count == 3 && (digits[0] == UInt8(ascii: "4") || digits[0] == UInt8(ascii: "5"))
      && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
