import Clickstream
import Testing

@testable import RowReader

/// Every layout of docs/layouts.md finds its roles with no configuration.
@Suite struct LayoutTests {
  @Test(arguments: Layout.all) func headerFindsItsRoles(_ layout: Layout) {
    let map = columnMap(layout.header)
    for role in Role.allCases {
      let name = map.columns[role].map { String(decoding: map.names[$0], as: UTF8.self) }
      #expect(name == layout.roles[role], "\(role.rawValue)")
    }
    #expect(map.missingRoles(hasPageRules: layout.needsPageRules).isEmpty)
    #expect(map.missingRoles(hasPageRules: false).isEmpty == !layout.needsPageRules)
    #expect(map.doubledRole == nil)
    #expect(map.valueIsItemPrice == layout.isItemPrice)
  }

  @Test(arguments: Layout.all) func spellingOfNamesDoesNotMatter(_ layout: Layout) {
    let expected = columnMap(layout.header).columns
    #expect(columnMap(layout.header.uppercased()).columns == expected)
    #expect(columnMap(layout.header.replacing("_", with: " ")).columns == expected)
    #expect(columnMap(layout.header.replacing("_", with: "-")).columns == expected)
  }
}

/// A map of comma-separated names, with overrides by role.
func columnMap(_ names: String, _ overrides: [Role: String] = [:]) -> ColumnMap {
  let split = names.split(separator: ",", omittingEmptySubsequences: false).map { Array($0.utf8) }
  return ColumnMap(
    header: Header(delimiter: UInt8(ascii: ","), names: split),
    overrides: overrides.mapValues { Array($0.utf8) })
}

/// One export's header and the name each role is to be found under.
struct Layout: CustomTestStringConvertible, Sendable {
  var name: String
  var header: String
  var roles: [Role: String]
  var needsPageRules = false
  var isItemPrice = false

  var testDescription: String { name }

  static let all: [Layout] = [
    Layout(
      name: "1 REES46",
      header:
        "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session",
      roles: [
        .time: "event_time", .user: "user_id", .event: "event_type", .session: "user_session",
        .value: "price", .item: "product_id",
      ], isItemPrice: true),
    Layout(
      name: "2 RetailRocket", header: "timestamp,visitorid,event,itemid,transactionid",
      roles: [
        .time: "timestamp", .user: "visitorid", .event: "event", .item: "itemid",
        .order: "transactionid",
      ]),
    Layout(
      name: "2 RetailRocket, other order", header: "timestamp,visitorid,itemid,event,transactionid",
      roles: [
        .time: "timestamp", .user: "visitorid", .event: "event", .item: "itemid",
        .order: "transactionid",
      ]),
    Layout(
      name: "3 GA4, flattened",
      header: "event_date,event_timestamp,event_name,event_params,event_previous_timestamp,"
        + "event_value_in_usd,user_id,user_pseudo_id,ga_session_id,page_location,page_title,"
        + "device.category,geo.country,traffic_source.source,traffic_source.medium,"
        + "ecommerce.purchase_revenue,ecommerce.transaction_id,items.item_id,items.price,"
        + "items.quantity,platform",
      roles: [
        .time: "event_timestamp", .user: "user_pseudo_id", .event: "event_name",
        .customer: "user_id", .session: "ga_session_id", .page: "page_location",
        .channel: "traffic_source.medium", .device: "device.category",
        .value: "ecommerce.purchase_revenue", .order: "ecommerce.transaction_id",
        .item: "items.item_id", .quantity: "items.quantity",
      ]),
    Layout(
      name: "4 Snowplow, with an index column",
      header: ",app_id,platform,etl_tstamp,collector_tstamp,dvce_created_tstamp,event,event_id,"
        + "txn_id,user_id,domain_userid,network_userid,domain_sessionid,page_url,page_urlpath,"
        + "refr_medium,mkt_medium,mkt_source,dvce_type,tr_orderid,tr_total,tr_currency,ti_sku,"
        + "ti_price,ti_quantity,derived_tstamp,event_name",
      roles: [
        .time: "derived_tstamp", .user: "domain_userid", .event: "event_name",
        .customer: "user_id", .session: "domain_sessionid", .page: "page_urlpath",
        .channel: "mkt_medium", .device: "dvce_type", .value: "tr_total",
        .currency: "tr_currency", .order: "tr_orderid", .item: "ti_sku",
        .quantity: "ti_quantity",
      ]),
    Layout(
      name: "5 Segment tracks",
      header: "id,anonymous_id,user_id,received_at,sent_at,original_timestamp,timestamp,event,"
        + "event_text,context_ip,price,currency,product_id,product_name",
      roles: [
        .time: "timestamp", .user: "anonymous_id", .event: "event", .customer: "user_id",
        .value: "price", .currency: "currency", .item: "product_id",
      ], isItemPrice: true),
    Layout(
      name: "5 Segment pages",
      header: "id,anonymous_id,user_id,received_at,sent_at,timestamp,url,path,title,search,"
        + "referrer,context_campaign_source,context_campaign_medium,context_campaign_name",
      roles: [
        .time: "timestamp", .user: "anonymous_id", .customer: "user_id", .page: "path",
        .channel: "context_campaign_medium",
      ], needsPageRules: true),
    Layout(
      name: "6 PostHog",
      header: "uuid,event,properties,timestamp,distinct_id,$session_id,person_id",
      roles: [
        .time: "timestamp", .user: "distinct_id", .event: "event", .session: "$session_id",
      ]),
    Layout(
      name: "6 PostHog, properties flattened",
      header: "event,timestamp,distinct_id,session_id,$current_url,$pathname,$device_type,"
        + "utm_source,revenue",
      roles: [
        .time: "timestamp", .user: "distinct_id", .event: "event", .session: "session_id",
        .page: "$pathname", .device: "$device_type", .channel: "utm_source", .value: "revenue",
      ]),
    Layout(
      name: "7 Mixpanel",
      header: "device_id,distinct_id,event_name,insert_id,properties,time,user_id",
      roles: [
        .time: "time", .user: "distinct_id", .event: "event_name", .customer: "user_id",
      ]),
    Layout(
      name: "8 Amplitude",
      header: "server_received_time,app,user_id,uuid,event_time,platform,amplitude_id,$insert_id,"
        + "event_type,device_type,event_id,event_properties,device_id,session_id,device_family,"
        + "client_event_time",
      roles: [
        .time: "event_time", .user: "device_id", .event: "event_type", .customer: "user_id",
        .session: "session_id", .device: "device_type",
      ]),
    Layout(
      name: "9 Matomo, joined",
      header: "idvisit,idvisitor,user_id,server_time,url,idaction_name,pageview_position",
      roles: [
        .time: "server_time", .user: "idvisitor", .customer: "user_id", .session: "idvisit",
        .page: "url",
      ], needsPageRules: true),
    Layout(
      name: "10 Shopify pixel",
      header: "id,name,type,clientId,seq,timestamp,context.document.location.href,"
        + "data.checkout.totalPrice.amount",
      roles: [
        .time: "timestamp", .user: "clientId", .event: "name", .sequence: "seq",
        .page: "context.document.location.href",
      ]),
  ]
}
