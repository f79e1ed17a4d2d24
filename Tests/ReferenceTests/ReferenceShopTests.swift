import Reference
import Testing

@Suite struct ReferenceShopTests {
  @Test(arguments: 0..<40 as Range<UInt64>)
  func countsAddUpAndOrderDoesNotMatter(seed: UInt64) {
    let events = randomShop(seed: seed)
    var random = SplitMix64(seed: seed)
    var settings = ReferenceSettings()
    settings.deriveFee = seed % 2 == 0
    settings.valueOfItem = seed % 3 == 0
    settings.abandonmentUnit = seed % 5 == 0 ? .journey : .session
    settings.sessionsFrom = seed % 7 == 0 ? .gap : .auto
    let report = referenceReport(events, settings)
    let shuffled = referenceReport(events.shuffled(using: &random), settings)
    #expect(differences(report, shuffled) == [], "seed \(seed)")
    let abandonment = report["abandonment"] ?? .null
    let states = ["purchased", "open", "emptied", "abandoned"]
    #expect(count(abandonment["carts"]) == states.map { count(abandonment[$0]) }.reduce(0, +))
    var reasons = count(abandonment["no_signal"]?["carts"])
    if case .array(let list) = abandonment["reasons"] {
      reasons += list.map { count($0["carts"]) }.reduce(0, +)
    }
    #expect(count(abandonment["abandoned"]) == reasons, "seed \(seed)")
  }

  @Test func csvQuotesWhatNeedsIt() {
    let event = ReferenceEvent(1_793_491_200_001, "u", "view", ["page": "/\"a\",b", "code": "05"])
    let header =
      "event_time,user_id,session_id,event,page,channel,device,value,quantity,currency,item,"
      + "order_id,error_code\n"
    let text = String(decoding: csv([event]), as: UTF8.self)
    #expect(text == header + "2026-11-01T00:00:00.001Z,u,,view,\"/\"\"a\"\",b\",,,,,,,,05\n")
  }

  @Test func theSameSeedGivesTheSameShop() {
    #expect(randomShop(seed: 7) == randomShop(seed: 7))
    #expect(randomShop(seed: 7) != randomShop(seed: 8))
  }

  private func count(_ value: JSONValue?) -> Int {
    guard case .number(let text) = value else { return -1 }
    return Int(text) ?? -1
  }
}
