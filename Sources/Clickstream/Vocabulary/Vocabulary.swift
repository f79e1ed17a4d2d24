/// The one table of event names: what each canonical name means and what else it is called.
public struct Vocabulary: Sendable {
  /// One canonical event name.
  public struct Entry: Sendable {
    /// The name in reports.
    public var name: String
    /// What it means.
    public var meaning: CanonicalEvent
    /// Other names for it, in normalised form.
    public var synonyms: [String]
  }

  /// All entries, in the order of a visit.
  public static let entries: [Entry] = stages + cart + signals + before + after + automatic

  private let byName: [[UInt8]: (name: [UInt8], meaning: CanonicalEvent)]

  /// The built-in table.
  public static let builtIn = Vocabulary()

  private init() {
    var table: [[UInt8]: (name: [UInt8], meaning: CanonicalEvent)] = [:]
    for entry in Vocabulary.entries {
      for name in [entry.name] + entry.synonyms {
        table[Array(name.utf8)] = (Array(entry.name.utf8), entry.meaning)
      }
    }
    byName = table
  }

  /// Canonical name and meaning of an event name as it stands in a row; unknown names stay as they are.
  public func look(up name: [UInt8]) -> (name: [UInt8], meaning: CanonicalEvent) {
    byName[normalizedName(name)] ?? (name, .other)
  }

  /// Whether a name, in whatever spelling, is in the table.
  public func knows(_ name: [UInt8]) -> Bool { byName[normalizedName(name)] != nil }

  // MARK: The table

  private static func entry(
    _ name: String, _ meaning: CanonicalEvent, _ synonyms: String...
  ) -> Entry {
    Entry(name: name, meaning: meaning, synonyms: synonyms)
  }

  private static let stages = [
    entry(
      "view_item", .stage(.viewItem), "view", "product_view", "product_viewed", "viewed_product",
      "item_view", "item_viewed", "view_product", "viewcontent", "view_content"),
    entry(
      "add_to_cart", .stage(.addToCart), "cart", "addtocart", "product_added", "added_to_cart",
      "product_added_to_cart", "add_to_basket", "cart_add", "add_cart"),
    entry(
      "begin_checkout", .stage(.beginCheckout), "checkout", "checkout_started", "checkout_start",
      "initiate_checkout", "initiatecheckout", "start_checkout", "started_checkout",
      "checkout_begin", "checkout_step"),
    entry(
      "add_shipping_info", .stage(.addShippingInfo), "shipping_details", "shipping_info",
      "checkout_shipping_info_submitted", "shipping_info_submitted", "shipping_info_entered",
      "shipping_method_selected"),
    entry(
      "add_payment_info", .stage(.addPaymentInfo), "payment_details", "payment_info",
      "payment_info_submitted", "payment_info_entered", "addpaymentinfo", "payment_submitted"),
    entry(
      "purchase", .stage(.purchase), "transaction", "order_completed", "checkout_completed",
      "completed_order", "order_complete", "purchased", "ecommerceorder", "order_placed",
      "placed_order", "ecommerce_purchase"),
  ]

  private static let cart = [
    entry(
      "remove_from_cart", .removeFromCart, "product_removed", "product_removed_from_cart",
      "removed_from_cart", "removefromcart", "cart_remove", "remove_from_basket"),
    entry("view_cart", .viewCart, "cart_viewed", "viewed_cart", "cart_view", "viewcart"),
  ]

  private static let signals = [
    entry(
      "card_declined", .signal(.cardDeclined), "payment_declined", "payment_failed",
      "payment_error", "card_decline", "payment_failure"),
    entry(
      "checkout_error", .signal(.checkoutError), "error_page", "checkout_bug", "exception",
      "alert_displayed", "checkout_failed"),
    entry(
      "payment_redirect", .signal(.paymentRedirect), "redirect_to_payment", "payment_redirected"),
    entry(
      "surprise_fee", .signal(.surpriseFee), "fee_shown", "shipping_fee_shown", "unexpected_fee",
      "fee_displayed", "extra_fee_shown"),
    entry(
      "login_required", .signal(.loginRequired), "login_wall", "login_prompt", "account_required",
      "signup_required"),
    entry(
      "out_of_stock", .signal(.outOfStock), "item_out_of_stock", "product_out_of_stock",
      "stock_out", "sold_out"),
    entry(
      "delivery_too_slow", .signal(.deliveryTooSlow), "slow_delivery_shown", "delivery_slow",
      "long_delivery_shown"),
    entry(
      "payment_method_missing", .signal(.paymentMethodMissing), "payment_method_unavailable",
      "no_payment_method"),
    entry("slow_page", .signal(.slowPage), "page_slow", "slow_load", "slow_page_load"),
    entry(
      "coupon_rejected", .signal(.couponRejected), "coupon_denied", "coupon_invalid",
      "invalid_coupon", "promo_code_rejected", "coupon_error"),
  ]

  private static let before = [
    entry("page_view", .other, "pageview", "page_viewed", "screen_view"),
    entry("view_item_list", .other, "list_view", "collection_viewed", "product_list_viewed"),
    entry("select_item", .other, "list_click", "product_clicked"),
    entry("search", .other, "search_submitted", "products_searched", "view_search_results"),
    entry("view_promotion", .other, "promo_view", "promotion_viewed"),
    entry("select_promotion", .other, "promo_click", "promotion_clicked"),
    entry("add_to_wishlist", .other, "product_added_to_wishlist", "wishlist_add"),
    entry("login", .other, "logged_in", "signed_in"),
    entry("sign_up", .other, "signup", "signed_up", "registration"),
  ]

  private static let after = [
    entry("support_contact", .after, "support_chat", "support_ticket", "contact_support"),
    entry("support_reply", .after, "support_answer", "support_answered"),
    entry("review", .after, "product_reviewed", "review_submitted", "write_review"),
    entry("survey", .after, "survey_sent", "survey_answered", "nps_response"),
    entry("return", .after, "return_requested", "product_returned", "order_returned"),
    entry("refund", .after, "order_refunded", "refunded"),
    entry("newsletter", .after, "newsletter_open", "newsletter_click", "newsletter_sign_up"),
    entry("loyalty", .after, "loyalty_points", "loyalty_joined", "points_redeemed"),
    entry("order_shipped", .after, "shipped"),
    entry("order_delivered", .after, "delivered"),
    entry("order_cancelled", .after, "order_canceled", "cancel_order"),
  ]

  private static let automatic = [
    entry("session_start", .automatic, "session_started"),
    entry("session_end", .automatic, "session_ended"),
    entry("first_visit", .automatic, "first_open"),
    entry("user_engagement", .automatic),
    entry("page_ping", .automatic, "heartbeat"),
    entry("page_leave", .automatic, "pageleave", "page_unload"),
    entry("identify", .automatic, "identified"),
    entry("scroll", .automatic, "scroll_depth"),
    entry("autocapture", .automatic),
    entry("web_vitals", .automatic),
    entry("feature_flag_called", .automatic),
  ]
}
