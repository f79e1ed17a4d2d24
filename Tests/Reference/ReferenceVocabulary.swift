/// SPEC §3 and LAYOUTS.md, "What their event names mean", as one table.
enum Vocabulary {
  static let stages: [Text] = [
    "view_item", "add_to_cart", "begin_checkout", "add_shipping_info", "add_payment_info",
    "purchase",
  ]

  static let signals: [Text: (signalClass: Int, kind: String)] = [
    "card_declined": (1, "answer"),
    "checkout_error": (1, "answer"),
    "payment_redirect": (1, "answer"),
    "surprise_fee": (2, "shown"),
    "login_required": (2, "shown"),
    "out_of_stock": (2, "shown"),
    "delivery_too_slow": (2, "shown"),
    "payment_method_missing": (2, "shown"),
    "slow_page": (3, "shown"),
    "coupon_rejected": (3, "answer"),
  ]

  static let afterPhase: Set<Text> = [
    "support_contact", "support_reply", "review", "survey", "return", "refund", "newsletter",
    "loyalty",
  ]

  static let automatic: Set<Text> = [
    "session_start", "first_visit", "user_engagement", "page_ping", "page_leave", "identify",
    "scroll",
  ]

  static let others: Set<Text> = ["page_view", "search", "remove_from_cart", "view_cart"]

  static let synonyms: [Text: Text] = [
    "view": "view_item", "product_view": "view_item", "product_viewed": "view_item",
    "cart": "add_to_cart", "addtocart": "add_to_cart", "product_added_to_cart": "add_to_cart",
    "product_removed_from_cart": "remove_from_cart", "cart_viewed": "view_cart",
    "checkout": "begin_checkout", "checkout_started": "begin_checkout",
    "shipping_details": "add_shipping_info",
    "checkout_shipping_info_submitted": "add_shipping_info",
    "payment_details": "add_payment_info", "payment_info_submitted": "add_payment_info",
    "transaction": "purchase", "order_completed": "purchase", "checkout_completed": "purchase",
    "ecommerceorder": "purchase", "$pageview": "page_view", "page_viewed": "page_view",
    "payment_declined": "card_declined", "payment_failed": "card_declined",
    "payment_error": "card_declined", "fee_shown": "surprise_fee",
    "shipping_fee_shown": "surprise_fee", "unexpected_fee": "surprise_fee",
    "error_page": "checkout_error", "checkout_bug": "checkout_error",
    "exception": "checkout_error", "$exception": "checkout_error",
    "alert_displayed": "checkout_error", "support_chat": "support_contact",
  ]

  static let ranks: [Text] = [
    "", "view_item", "add_to_cart", "remove_from_cart", "out_of_stock", "view_cart",
    "begin_checkout", "login_required", "add_shipping_info", "delivery_too_slow",
    "surprise_fee", "coupon_rejected", "add_payment_info", "payment_method_missing",
    "payment_redirect", "slow_page", "checkout_error", "card_declined", "purchase",
  ]

  /// Lower case (ASCII), with ` `, `-` and `.` equal to `_`.
  static func normalised(_ text: Text) -> Text {
    Text(
      bytes: text.bytes.map { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."): UInt8(ascii: "_")
        default: byte
        }
      })
  }

  /// The canonical name; an unknown name as it stands.
  static func canonical(_ name: Text) -> Text {
    let key = normalised(name)
    if let canonical = synonyms[key] { return canonical }
    return isKnown(key) ? key : name
  }

  /// Whether a name in canonical form is in the table.
  static func isKnown(_ key: Text) -> Bool {
    stages.contains(key) || signals[key] != nil || afterPhase.contains(key)
      || automatic.contains(key) || others.contains(key)
  }

  /// The place of a canonical name among rows of equal time.
  static func rank(_ name: Text) -> Int {
    if afterPhase.contains(name) { return ranks.count }
    return ranks.firstIndex(of: name) ?? 0
  }

  /// 0 for view_item … 5 for purchase; nil for what is no stage.
  static func stage(_ name: Text) -> Int? { stages.firstIndex(of: name) }

  static func isCartStage(_ name: Text) -> Bool { (stage(name) ?? 0) >= 1 }

  static func isCheckoutStage(_ name: Text) -> Bool { (2...4).contains(stage(name) ?? 0) }
}

/// What a code says (SPEC §3, "Codes").
enum Codes {
  static let approvals: Set<Text> = [
    "00", "000", "0", "08", "10", "11", "85", "approved", "success", "succeeded", "ok",
  ]

  static let declineWords: Set<Text> = [
    "insufficient_funds", "do_not_honor", "expired_card", "lost_card", "stolen_card",
    "card_declined", "declined", "generic_decline", "incorrect_cvc", "incorrect_number",
    "invalid_cvc", "invalid_expiry_year", "pickup_card", "restricted_card", "fraudulent",
    "processing_error", "not_enough_balance", "refused", "blocked_card", "invalid_card_number",
    "issuer_unavailable", "processor_declined", "call_issuer", "transaction_not_allowed",
  ]

  static func isDigits(_ text: Text, count: Int) -> Bool {
    text.bytes.count == count
      && text.bytes.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// Whether a code is there and is no approval.
  static func isCode(_ code: Text) -> Bool {
    let key = Vocabulary.normalised(code)
    if key.isEmpty || approvals.contains(key) { return false }
    let isHTTP = isDigits(key, count: 3)
    return !(isHTTP && [UInt8(ascii: "2"), UInt8(ascii: "3")].contains(key.bytes[0]))
  }

  /// Whether a payment with this code was declined.
  static func isDecline(_ code: Text) -> Bool {
    let key = Vocabulary.normalised(code)
    return isCode(code) && (isDigits(key, count: 2) || declineWords.contains(key) || key == "402")
  }

  /// Whether this is a three-digit 4xx or 5xx, or `timeout`.
  static func isError(_ code: Text) -> Bool {
    let key = Vocabulary.normalised(code)
    if key == "timeout" { return true }
    return isDigits(key, count: 3) && [UInt8(ascii: "4"), UInt8(ascii: "5")].contains(key.bytes[0])
  }
}
