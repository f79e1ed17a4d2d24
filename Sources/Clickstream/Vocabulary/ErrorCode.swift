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

/// Words with which card networks and payment gateways say no.
package enum DeclineCodes {
  /// Codes that say yes: ISO 8583 approvals and the usual words; 2xx and 3xx are no declines either.
  static let approvals: Set<String> = [
    "", "00", "000", "0", "08", "10", "11", "85", "approved", "success", "succeeded", "ok",
  ]

  /// Whether a normalised code, known to be no approval, declines a payment.
  static func isDecline(_ code: String) -> Bool {
    words.contains(code) || isResponseCode(code) || isProcessorCode(code)
  }

  /// ISO 8583 field 39: two digits, or a letter and a digit.
  private static func isResponseCode(_ code: String) -> Bool {
    let bytes = Array(code.utf8)
    guard bytes.count == 2, isDigit(bytes[1]) else {
      return ["1a", "6p"].contains(code)
    }
    return isDigit(bytes[0])
      || [UInt8(ascii: "n"), UInt8(ascii: "q"), UInt8(ascii: "r")].contains(bytes[0])
  }

  /// Braintree's processor responses: 2000 to 2999 are declines.
  private static func isProcessorCode(_ code: String) -> Bool {
    let bytes = Array(code.utf8)
    return bytes.count == 4 && bytes[0] == UInt8(ascii: "2") && bytes.allSatisfy(isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Decline words of the common gateways, normalised.
  ///
  /// Facts from their public documentation.
  private static let words: Set<String> = [
    // Any gateway
    "declined", "card_declined", "decline", "refused", "rejected", "payment_declined",
    "payment_failed", "not_authorized", "denied", "failed",
    // Money and limits
    "insufficient_funds", "not_sufficient_funds", "not_enough_balance", "insufficient_balance",
    "withdrawal_count_limit_exceeded", "withdrawal_amount_exceeded", "credit_limit_exceeded",
    "card_velocity_exceeded", "amount_limit_exceeded", "limit_exceeded", "exceeds_limit",
    // The bank
    "do_not_honor", "do_not_honour", "generic_decline", "call_issuer", "issuer_declined",
    "issuer_not_available", "issuer_unavailable", "issuer_suspected_fraud", "no_action_taken",
    "transaction_not_allowed", "transaction_not_permitted", "service_not_allowed", "not_permitted",
    "not_supported", "not_supported_by_issuer", "revocation_of_all_authorizations",
    "revocation_of_authorization", "security_violation", "restricted_card", "blocked_card",
    "card_not_supported", "currency_not_supported", "acquirer_error", "processing_error",
    "reenter_transaction", "try_again_later", "approve_with_id", "duplicate_transaction",
    "instrument_declined", "processor_declined", "payer_cannot_pay", "payer_action_required",
    // The card's data
    "expired_card", "card_expired", "incorrect_cvc", "invalid_cvc", "cvc_declined", "cvv_failure",
    "incorrect_number", "invalid_number", "invalid_card_number", "invalid_card", "invalid_account",
    "invalid_expiry_month", "invalid_expiry_year", "incorrect_zip", "avs_failure", "avs_declined",
    "invalid_pin", "incorrect_pin", "pin_try_exceeded", "pin_tries_exceeded", "invalid_amount",
    "new_account_information_available", "account_closed", "closed_account", "no_such_card",
    // Fraud
    "fraud", "fraudulent", "suspected_fraud", "fraud_cancelled", "lost_card", "stolen_card",
    "pickup_card", "pick_up_card", "merchant_blacklist", "stop_payment_order", "high_risk",
    // Strong customer authentication
    "authentication_required", "authentication_failed", "3ds_authentication_failed",
    "three_d_secure_failed", "3d_not_authenticated", "online_or_offline_pin_required",
    "offline_pin_required", "shopper_cancelled", "cancelled_by_shopper",
  ]
}
