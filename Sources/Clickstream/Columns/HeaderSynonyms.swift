/// Which header names stand for which role, best first; all in normalised form.
///
/// The names of time, session and event are those of common exports (docs/definitions.md, "Roles and
/// headers"); the others were chosen from columns met in such exports.
public enum HeaderSynonyms {
  /// Ids that exist before a login: they are the user, and a login id beside them is the customer.
  public static let anonymousUser = [
    "visitorid", "visitor_id", "domain_userid", "user_pseudo_id", "distinct_id", "anonymous_id",
    "clientid", "client_id", "device_id", "idvisitor",
  ]

  /// The user where there is no anonymous id.
  public static let knownUser = ["user_id", "user", "customer"]

  /// The customer beside an anonymous id.
  public static let customerBesideAnonymous = ["user_id", "customer_id", "customer"]

  /// The customer beside a known user.
  public static let customerBesideKnown = ["customer_id"]

  /// Synonyms of every role but user and customer.
  public static func names(of role: Role) -> [String] {
    switch role {
    case .user: anonymousUser + knownUser
    case .customer: customerBesideAnonymous
    case .time: time
    case .session: session
    case .event: ["event_name", "event_type", "event", "action", "name", "event_text"]
    case .page: page
    case .channel: channel
    case .device:
      ["device", "device_category", "dvce_type", "device_type", "platform"]
    case .value:
      [
        "value", "order_value", "revenue", "price", "unit_price", "ecommerce_purchase_revenue",
        "tr_total", "event_value_in_usd",
      ]
    case .currency: ["currency", "tr_currency"]
    case .item: ["product_id", "itemid", "item_id", "items_item_id", "ti_sku", "sku", "item"]
    case .sequence: ["seq", "sequence"]
    case .order:
      [
        "order_id", "transactionid", "transaction_id", "ecommerce_transaction_id", "tr_orderid",
        "order",
      ]
    case .quantity: ["quantity", "ti_quantity", "items_quantity", "qty"]
    case .code: ["error_code", "decline_code", "code"]
    case .rating: ["rating", "score", "stars"]
    }
  }

  private static let time = [
    "timestamp", "event_time", "event_timestamp", "derived_tstamp", "collector_tstamp",
    "created_at", "server_time", "time", "ts",
    "original_timestamp", "client_event_time", "dvce_created_tstamp", "received_at",
    "server_received_time",
  ]

  private static let session = [
    "user_session", "session_id", "sessionid", "domain_sessionid", "ga_session_id",
    "website_session_id", "idvisit", "visit_id", "context_session_id", "session",
  ]

  private static let page = [
    "page_urlpath", "page_location", "page_url", "pageview_url", "pathname", "current_url",
    "url_path", "path", "url", "page", "context_document_location_href",
  ]

  private static let channel = [
    "channel", "acquisition_channel", "mkt_medium", "traffic_source_medium", "utm_medium",
    "context_campaign_medium", "refr_medium",
    "acquisition_source", "mkt_source", "traffic_source_source", "utm_source",
    "context_campaign_source", "refr_source",
  ]

  /// Value columns that hold the price of one item, not of a cart or order.
  static let itemPrices: Set<String> = ["price", "unit_price"]
}
