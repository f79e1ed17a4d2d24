import RowReader
import Testing

@testable import Clickstream

/// A worker's collector over several files, good and damaged.
@Suite struct CollectorTests {
  private static let first = """
    time,user_id,event,session_id,customer_id,page,channel,device,value,quantity,code,order_id,p
    1793534400,u1,view,s1,,/a,web,mobile,,,,,x
    1793534401,u2,cart,s2,c2,/b,web,mobile,9.99,2,,,y
    1793534402,,purchase,s2,c2,/c,app,desktop,9.99,1,approved,o1,

    """

  /// New users, names, codes, amounts (good and bad ones) and columns before its end turns out bad.
  private static let damaged = """
    user_id,time,event,code,value,quantity,device,visitor_id,page,p
    u1,1793534400,view,51,1.00,1,tablet,v1,/a,x
    u9,1793534500,brand_new,402,x,1,watch,v9,/z,z
    u9,1793534501,brand_new,402,7.00,seven,watch,v9,/z,z
    u8,1793534502,brand_new,declined,8.00,7,watch,v8,/zz,zz
    u8,1793534503,,declined,8.00,7,watch,v8,/zz,zz

    """

  private static let second = """
    time;user_id;event;code;value;page;p
    1793534410;u3;purchase;declined;8.00;/zz;zz
    1793534411;u3;brand_new;51;x;/z;z
    1793534412;u1;view;;1.00;/a;

    """

  private func plan(duplicates: Bool) -> ReadingPlan {
    var plan = ReadingPlan()
    plan.breakdownFields = [.property(Array("p".utf8))]
    plan.dropsDuplicates = duplicates
    return plan
  }

  private func read(_ text: String, into collector: inout EventCollector) {
    collector.beginFile()
    do throws(ReadError) {
      let source = MemoryByteSource(Array(text.utf8))
      _ = try readRows(from: source, into: &collector)
      _ = collector.keepFile()
    } catch {
      collector.dropFile()
    }
  }

  /// Reads a file whose rows all come through and which then turns out damaged.
  private func readAndDrop(_ text: String, into collector: inout EventCollector) throws {
    collector.beginFile()
    _ = try readRows(from: MemoryByteSource(Array(text.utf8)), into: &collector)
    collector.dropFile()
  }

  @Test(arguments: [false, true]) func aDroppedFileLeavesNothingBehind(duplicates: Bool) throws {
    let key = KeyedHash()
    var without = EventCollector(plan: plan(duplicates: duplicates), key: key)
    read(CollectorTests.first, into: &without)
    read(CollectorTests.second, into: &without)
    var with = EventCollector(plan: plan(duplicates: duplicates), key: key)
    try readAndDrop(CollectorTests.damaged, into: &with)
    read(CollectorTests.first, into: &with)
    try readAndDrop(CollectorTests.damaged, into: &with)
    try readAndDrop(CollectorTests.second, into: &with)
    read(CollectorTests.second, into: &with)
    expectEqual(with.store, without.store)
    #expect(with.file.rejected == without.file.rejected)
    #expect(with.file.events == without.file.events && with.file.events == 2)
    #expect(with.eventCounts == without.eventCounts)
  }

  private func expectEqual(_ one: EventStore, _ other: EventStore) {
    for index in one.partitions.indices {
      #expect(rows(one, index) == rows(other, index))
      let (one, other) = (one.partitions[index], other.partitions[index])
      #expect(one.digests == other.digests)
      #expect(one.users.list.all == other.users.list.all)
      #expect(one.sessions.list.all == other.sessions.list.all)
      #expect(one.customers.list.all == other.customers.list.all)
    }
    #expect(one.names.list.all == other.names.list.all)
    #expect(one.channels.list.all == other.channels.list.all)
    #expect(one.devices.list.all == other.devices.list.all)
    #expect(one.detailTexts.map(\.list.all) == other.detailTexts.map(\.list.all))
    #expect(one.symbols.elements == other.symbols.elements)
    #expect(one.details.elements == other.details.elements)
  }

  /// Time, symbol, details and the ids of the origin of each event; equal origins may have several ids.
  private func rows(_ store: EventStore, _ index: Int) -> [[Int64]] {
    let origins = store.partitions[index].origins.elements
    var rows: [[Int64]] = []
    store.tapes[index].forEach { event in
      let first = Int(event.origin) * OriginSlot.width
      rows.append(
        [event.timeMilliseconds, Int64(event.symbol), Int64(event.details)]
          + origins[first..<first + OriginSlot.width].map { Int64($0) })
    }
    return rows
  }

  @Test(
    arguments: [
      ("1793534400,u,view,,,", nil, nil), ("x,u,view,,,", .invalidTime, 0),
      ("1793534400,,view,,,", .emptyUserID, 1), ("1793534400,u,,,,", .emptyEvent, 2),
      ("x,,,,,x", .invalidTime, 0), ("1793534400,,,,,x", .emptyUserID, 1),
      ("900000000,u,view,,,", .timeOutOfRange, 0), ("1793534400,u,view,,x,", .invalidNumber, 4),
      ("1793534400,u,view,,1,x", .invalidNumber, 5), ("1793534400,\(long),view,,,", .keyTooLong, 1),
      ("1793534400,u,\(long),,x,", .keyTooLong, 2), ("1793534400,u,view,\(long),,", .keyTooLong, 3),
      ("1793534400,\(longest),\(longest),\(longest),,", nil, nil),
      ("1793534400,u,view", .tooFewFields, nil),
    ] as [(String, RejectReason?, Int?)])
  func theFirstFailingCheckIsTheReason(row: String, reason: RejectReason?, column: Int?) throws {
    var collector = EventCollector(plan: ReadingPlan(), key: KeyedHash())
    read("time,user_id,event,session_id,value,quantity\n" + row, into: &collector)
    #expect(collector.file.events == (reason == nil ? 1 : 0))
    #expect(collector.file.rejections.first?.reason == reason)
    #expect(collector.file.rejections.first?.column == column)
  }

  private static let long = String(repeating: "k", count: 1025)
  private static let longest = String(repeating: "k", count: 1024)

  /// A customer who stands in for an empty user is nobody's user id.
  @Test func aCustomerStandsInForAnEmptyUserInANameSpaceOfItsOwn() {
    var collector = EventCollector(plan: ReadingPlan(), key: KeyedHash())
    let text = "time,visitor_id,user_id,event\n1793534400,,7,view\n1793534400,7,,view\n"
    read(text + "1793534400,,7,cart\n1793534400,,,view\n", into: &collector)
    #expect(collector.file.events == 3)
    #expect(collector.file.rejections.map(\.reason) == [.emptyUserID])
    let users = collector.store.partitions.reduce(0) { $0 + $1.users.count - 1 }
    #expect(users == 2)
  }

  @Test func onlyTheFirstThousandRejectsAreKept() {
    var collector = EventCollector(plan: ReadingPlan(), key: KeyedHash())
    let rows = String(repeating: "x,u,view\n", count: 1500)
    read("time,user_id,event\n" + rows, into: &collector)
    #expect(collector.file.rejectedRows == 1500)
    #expect(collector.file.rejections.count == 1000)
    #expect(collector.file.rejections.last?.line == 1001)
  }
}
