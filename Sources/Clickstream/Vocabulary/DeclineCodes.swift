/// What a decline means for the shopper.
public enum DeclineGroup: String, Sendable, CaseIterable {
  /// The same card may be accepted later, or after another step.
  case soft
  /// This card will not be accepted.
  case hard
  /// The card is reported, or the payment suspected.
  case fraud
  /// The code does not say why.
  case unknown

  /// What it means, in a few words.
  public var meaning: String {
    switch self {
    case .soft: "another try may succeed"
    case .hard: "this card will not be accepted"
    case .fraud: "a reported card or a suspected payment"
    case .unknown: "the code does not say why; so do codes that no table knows"
    }
  }
}

/// Codes with which card networks and payment gateways answer a payment.
public enum DeclineCodes {
  /// Codes that say yes: ISO 8583 approvals and the usual words; 2xx and 3xx are no declines either.
  static let approvals: Set<String> = [
    "", "00", "000", "0", "08", "10", "11", "85", "approved", "success", "succeeded", "ok",
  ]

  /// Whether a normalised code, known to be no approval, declines a payment.
  static func isDecline(_ code: String) -> Bool {
    groups[code] != nil || isResponseCode(code) || isProcessorCode(code)
  }

  /// The group of a code as it stands in a row; nil for one that is no decline.
  package static func group(of text: [UInt8]) -> DeclineGroup? {
    switch ErrorCode(text) {
    case .none, .failure: nil
    case .paymentRequired: .unknown
    case .decline: groups[String(decoding: normalizedName(text), as: UTF8.self)] ?? .unknown
    }
  }

  /// ISO 8583 field 39: two digits, or a letter and a digit.
  private static func isResponseCode(_ code: String) -> Bool {
    let bytes = Array(code.utf8)
    guard bytes.count == 2, isDigit(bytes[1]) else { return false }
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

  private static let groups: [String: DeclineGroup] = table.reduce(into: [:]) { groups, line in
    for code in line.codes { groups[code] = line.group }
  }

  /// The table, normalised: ISO 8583 field 39, Braintree's processor responses, and the words of the common gateways.
  ///
  /// Facts from their public documentation.
  public static let table: [(group: DeclineGroup, source: String, codes: [String])] = [
    (
      .soft, "ISO 8583",
      ["01", "02", "09", "19", "1a", "51", "55", "61", "65", "68", "75", "90", "91", "92", "96"]
    ),
    (
      .soft, "Braintree",
      ["2001", "2002", "2003", "2011", "2016", "2025", "2026", "2041", "2092", "2099"]
    ),
    (
      .soft, "gateways",
      [
        "insufficient_funds", "not_sufficient_funds", "not_enough_balance", "insufficient_balance",
        "withdrawal_count_limit_exceeded", "withdrawal_amount_exceeded", "credit_limit_exceeded",
        "card_velocity_exceeded", "amount_limit_exceeded", "limit_exceeded", "exceeds_limit",
        "issuer_not_available", "issuer_unavailable", "acquirer_error", "processing_error",
        "reenter_transaction", "try_again_later", "approve_with_id", "duplicate_transaction",
        "payer_cannot_pay", "payer_action_required", "incorrect_cvc", "invalid_cvc",
        "cvc_declined", "cvv_failure", "incorrect_zip", "avs_failure", "avs_declined",
        "invalid_pin", "incorrect_pin", "pin_try_exceeded", "pin_tries_exceeded",
        "authentication_required", "authentication_failed", "3ds_authentication_failed",
        "three_d_secure_failed", "3d_not_authenticated", "online_or_offline_pin_required",
        "offline_pin_required", "shopper_cancelled", "cancelled_by_shopper",
      ]
    ),
    (
      .hard, "ISO 8583",
      [
        "03", "12", "13", "14", "15", "30", "31", "33", "39", "42", "46", "52", "53", "54", "56",
        "57", "58", "62", "78", "6p", "n7", "r0", "r1", "r3",
      ]
    ),
    (
      .hard, "Braintree",
      [
        "2004", "2005", "2006", "2007", "2008", "2009", "2010", "2015", "2017", "2018", "2019",
        "2022", "2023", "2024", "2057",
      ]
    ),
    (
      .hard, "gateways",
      [
        "expired_card", "card_expired", "incorrect_number", "invalid_number",
        "invalid_card_number", "invalid_card", "invalid_account", "invalid_expiry_month",
        "invalid_expiry_year", "invalid_amount", "new_account_information_available",
        "account_closed", "closed_account", "no_such_card", "transaction_not_allowed",
        "transaction_not_permitted", "service_not_allowed", "not_permitted", "not_supported",
        "not_supported_by_issuer", "card_not_supported", "currency_not_supported",
        "revocation_of_all_authorizations", "revocation_of_authorization", "restricted_card",
        "blocked_card", "instrument_declined", "stop_payment_order",
      ]
    ),
    (.fraud, "ISO 8583", ["04", "07", "34", "35", "36", "37", "38", "41", "43", "59", "63"]),
    (.fraud, "Braintree", ["2012", "2013", "2014", "2021", "2047", "2053"]),
    (
      .fraud, "gateways",
      [
        "fraud", "fraudulent", "suspected_fraud", "issuer_suspected_fraud", "fraud_cancelled",
        "lost_card", "stolen_card", "pickup_card", "pick_up_card", "merchant_blacklist",
        "high_risk", "security_violation",
      ]
    ),
    (.unknown, "ISO 8583", ["05", "06", "20", "21"]),
    (.unknown, "Braintree", ["2000", "2038", "2044", "2046"]),
    (
      .unknown, "gateways",
      [
        "declined", "card_declined", "decline", "refused", "rejected", "payment_declined",
        "payment_failed", "not_authorized", "denied", "failed", "do_not_honor", "do_not_honour",
        "generic_decline", "call_issuer", "issuer_declined", "no_action_taken",
        "processor_declined",
      ]
    ),
  ]
}
