import RowReader
import Testing

@testable import Clickstream

/// What is remembered of rows shows nowhere: rows that look alike but mean something else are read anew.
@Suite struct KnownRowsTests {
  private func plan() -> ReadingPlan {
    var plan = ReadingPlan()
    plan.breakdownFields = [.property(Array("p".utf8))]
    plan.rowCondition = .field(.property(Array("test".utf8)), .oneOf([Array("0".utf8), []]))
    return plan
  }

  /// All files by one collector, and each by a collector of its own: the events must be the same.
  private func expectSameEvents(_ files: [String]) throws {
    let (plan, key) = (plan(), KeyedHash())
    var shared = EventCollector(plan: plan, key: key)
    var alone: [CollectedEvents] = []
    for file in files {
      TestFile(text: Array(file.utf8)).read(into: &shared)
      var own = EventCollector(plan: plan, key: key)
      TestFile(text: Array(file.utf8)).read(into: &own)
      alone.append(own.finish())
    }
    let one = try ResolvedEvents(
      EventArchive(merging: [shared.finish()], plan: plan, resolveFunnels: { _ in [] }))
    let other = try ResolvedEvents(
      EventArchive(merging: alone, plan: plan, resolveFunnels: { _ in [] }))
    #expect(one.rowsByUser.values.joined().isEmpty == false)
    #expect(one == other)
  }

  private static let rows = """
    1793534400,a,b,c,d,1,e,0
    1793534401,a,b,c,d,1,e,0
    1793534402,a,b,c,d,,e,1
    1793534403,a,"b",c,d,1,e,0
    1793534404,a,b,c,d,2,e,0

    """

  @Test(
    arguments: [
      ["user_id,event,page,channel,value,p,test", "event,user_id,page,channel,value,p,test"],
      ["user_id,event,page,channel,value,p,test", "user_id,event,channel,page,value,p,test"],
      ["user_id,event,page,channel,value,p,test", "user_id,event,page,channel,quantity,p,test"],
      ["user_id,event,page,channel,value,p,test", "user_id,event,page,channel,value,test,p"],
      ["user_id,event,page,channel,value,p,test", "user_id,event,page,channel,x,y,z"],
      [
        "user_id,session_id,event,channel,value,p,test",
        "session_id,user_id,event,device,value,p,x",
      ],
      ["visitor_id,user_id,event,channel,value,p,test", "user_id,x,event,channel,value,p,test"],
    ])
  func equalBytesUnderAnotherHeaderMeanSomethingElse(headers: [String]) throws {
    try expectSameEvents(headers.map { "time," + $0 + "\n" + KnownRowsTests.rows })
  }

  @Test func equalBytesUnderAnotherDelimiterMeanSomethingElse() throws {
    let header = "time,user_id,event,page,channel,value,p,test"
    let comma = header + "\n1793534400,a|b,c,d,e,1,f,0\n"
    let bar =
      header.replacing(",", with: "|")
      + "\n1793534400|a|b|c,d,e,1,f|d|1|f|0\n1793534400|a|b,c|d|e|1|f|0\n"
    try expectSameEvents([comma, bar, comma])
  }

  /// A row that was refused is refused again; what it shares with good rows is not.
  @Test func refusedRowsAreNotRemembered() {
    var collector = EventCollector(plan: ReadingPlan(), key: KeyedHash())
    let bad = ["1793534400,u,view,x", "x,u,view,1", "1793534400,,view,1", "1793534400,u,,1"]
    let good = "1793534400,u,view,1"
    let rows = (bad + [good] + bad + [good, good] + bad).joined(separator: "\n")
    TestFile(text: Array("time,user_id,event,value\n\(rows)\n".utf8)).read(into: &collector)
    #expect(collector.file.events == 3)
    let reasons: [RejectReason] = [.invalidNumber, .invalidTime, .emptyUserID, .emptyEvent]
    #expect(collector.file.rejections.map(\.reason) == reasons + reasons + reasons)
  }

  /// Far more sessions and pages than are remembered, in turn and in bursts.
  @Test func forgottenRowsAreReadAnew() throws {
    var lines = ["time,user_id,event,session_id,page,value,p,test"]
    for index in 0..<60_000 {
      let user = index * 7919 % 20_000
      let page = index % 3 == 0 ? "/\(index * 31 % 30_000)" : "/a"
      lines.append("\(1_793_534_400 + index),u\(user),view,s\(user)-\(index / 20_000),\(page),,x,0")
      if index % 10 == 0 { lines.append(lines[lines.count - 1]) }
    }
    var collector = EventCollector(plan: plan(), key: KeyedHash())
    let text = lines.joined(separator: "\n")
    TestFile(text: Array(text.utf8)).read(into: &collector)
    let archive = try EventArchive(
      merging: [collector.finish()], plan: plan(), resolveFunnels: { _ in [] })
    let rows = try ResolvedEvents(archive).rowsByUser.values.joined()
    let found = rows.map { row in
      "\(row.timeMilliseconds / 1000),\(String(decoding: row.origin[0], as: UTF8.self)),"
        + "\(String(decoding: row.origin[1], as: UTF8.self)),"
        + String(decoding: row.details[DetailSlot.page.rawValue], as: UTF8.self)
    }
    let expected = lines.dropFirst().map { line in
      let parts = line.split(separator: ",", omittingEmptySubsequences: false)
      return "\(parts[0]),\(parts[1]),\(parts[3]),\(parts[4])"
    }
    #expect(found.sorted() == expected.sorted())
  }
}
