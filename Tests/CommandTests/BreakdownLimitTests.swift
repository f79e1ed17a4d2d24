import TestSupport
import Testing

/// A breakdown by what is different for every visit is a mistake, and it is said so.
@Suite struct BreakdownLimitTests {
  private func file(values: Int) -> String {
    var text = "time,user,event,ticket\n"
    for value in 0..<values { text += "2026-11-01T10:00:00Z,u\(value),view_item,t\(value)\n" }
    return text + "2026-11-01T10:00:01Z,u0,add_to_cart,t0\n"
  }

  @Test(arguments: [(100_000, Int32(0)), (100_001, 65)])
  func aHundredThousandValuesAreTheMost(values: Int, status: Int32) throws {
    let folder = try TemporaryFolder()
    try folder.write("events.csv", file(values: values))
    let result = try Fuga.run(
      ["events.csv", "--by", "ticket", "--format", "csv", "--quiet"], in: folder.path)
    #expect(result.status == status, "\(result.error)")
    #expect(status == 0 || result.error.contains("\"ticket\" has more than 100000"))
    let others = result.text.contains("funnels,stages,ticket,(other),view_item,count,")
    #expect(others == (status == 0))
  }
}
