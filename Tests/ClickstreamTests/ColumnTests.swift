import Clickstream
import Testing

/// Users beside customers, overrides, and headers that cannot be used.
@Suite struct ColumnTests {
  private func name(_ role: Role, _ map: ColumnMap) -> String? {
    map.columns[role].map { String(decoding: map.names[$0], as: UTF8.self) }
  }

  @Test(
    arguments: [
      ("user_id", "user_id", nil), ("visitorid,user_id", "visitorid", "user_id"),
      ("user_id,visitorid", "visitorid", "user_id"),
      ("user_id,customer_id", "user_id", "customer_id"), ("user,customer", "user", nil),
      ("customer", "customer", nil), ("device_id,customer", "device_id", "customer"),
      ("anonymous_id,customer_id", "anonymous_id", "customer_id"),
      ("anonymous_id,distinct_id,user_id", "distinct_id", "user_id"),
      ("session_id", "session_id", nil), ("user_id,session_id", "user_id", nil), ("uuid", nil, nil),
      ("customer_id", nil, "customer_id"),
    ] as [(String, String?, String?)])
  func userAndCustomer(columns: String, user: String?, customer: String?) {
    let map = columnMap("time,event," + columns)
    #expect(name(.user, map) == user)
    #expect(name(.customer, map) == customer)
    #expect(map.missingRoles(hasPageRules: false) == (user ?? customer == nil ? [.user] : []))
  }

  @Test func aSessionThatStandsInForTheUserIsNoSession() {
    #expect(name(.session, columnMap("time,event,session_id")) == nil)
    #expect(name(.session, columnMap("time,event,user_id,session_id")) == "session_id")
  }

  @Test(
    arguments: [
      (.user, "visitor", "visitor"), (.user, "VISITOR", "visitor"),
      (.event, "Other Name", "other.name"),
      (.event, "other.name", "other.name"), (.user, "nothing", nil), (.time, "event", "event"),
    ] as [(Role, String, String?)])
  func overridesComeFirst(role: Role, wanted: String, found: String?) {
    let map = columnMap("time,event,user_id,visitor,other.name", [role: wanted])
    #expect(name(role, map) == found)
    // A column has one role: as the time it is no event.
    let missing: [Role] = found == nil ? [role] : role == .time ? [.event] : []
    #expect(map.missingRoles(hasPageRules: false) == missing)
  }

  @Test func anExactNameWinsOverASpelling() {
    #expect(columnMap("time,event,User_ID,user_id", [.user: "user_id"]).columns[.user] == 3)
    #expect(columnMap("time,event,User_ID,user_id", [.user: "User_ID"]).columns[.user] == 2)
  }

  @Test func overridingTheUserDecidesWhatACustomerIs() {
    let anonymous = columnMap("time,event,clientid,user_id", [.user: "clientid"])
    #expect(name(.customer, anonymous) == "user_id")
    let own = columnMap("time,event,visitor,user_id,customer_id", [.user: "visitor"])
    #expect(name(.customer, own) == "customer_id")
    let mapped = columnMap("time,event,clientid,user_id,account", [.customer: "account"])
    #expect(name(.customer, mapped) == "account")
  }

  @Test(
    arguments: [
      ("time,event,user_id", nil), ("time,event,user_id,x,x", nil), ("time,event,user_id,,", nil),
      ("time,event,user_id,time", .time), ("time,event,user_id,User ID", .user),
      ("time,event,event,user_id", .event), ("time,timestamp,event,user_id", nil),
      ("time,event,user_id,page,page", nil), ("ts,TS,time,event,user", nil),
    ] as [(String, Role?)])
  func aNeededColumnNamedTwiceIsTold(names: String, doubled: Role?) {
    #expect(columnMap(names).doubledRole == doubled)
  }

  @Test func anExactOverrideSettlesTwoSpellings() {
    #expect(columnMap("time,event,user_id,User ID", [.user: "User ID"]).doubledRole == nil)
    #expect(columnMap("time,event,user_id,user_id", [.user: "user_id"]).doubledRole == .user)
  }

  @Test(arguments: [
    ("$Current URL", "current_url"), ("device.category", "device_category"), ("$$x", "$x"),
    ("a-b.c d_e", "a_b_c_d_e"), ("Ärger", "Ärger"), ("", ""), ("$", ""),
  ])
  func namesAreNormalised(name: String, expected: String) {
    #expect(normalizedName(Array(name.utf8)) == Array(expected.utf8))
  }

  @Test func aRoleNeedsPageRulesAndAPage() {
    #expect(columnMap("time,user_id,page").missingRoles(hasPageRules: true).isEmpty)
    #expect(columnMap("time,user_id,page").missingRoles(hasPageRules: false) == [.event])
    #expect(columnMap("time,user_id").missingRoles(hasPageRules: true) == [.event])
    #expect(columnMap("a,b").missingRoles(hasPageRules: true) == [.time, .user, .event])
  }
}
