import Testing

@testable import Clickstream

@Suite struct DeclineCodeTests {
  @Test(
    arguments: [
      ("51", DeclineGroup.soft), ("Insufficient Funds", .soft), ("1A", .soft), ("2001", .soft),
      ("54", .hard), ("EXPIRED_CARD", .hard), ("R1", .hard), ("2004", .hard),
      ("41", .fraud), ("lost-card", .fraud), ("2014", .fraud),
      ("05", .unknown), ("402", .unknown), ("99", .unknown), ("2999", .unknown), ("Q1", .unknown),
      ("", nil), ("00", nil), ("200", nil), ("approved", nil), ("500", nil), ("timeout", nil),
      ("bank_says_no", nil), ("3ds_timeout", nil),
    ] as [(String, DeclineGroup?)])
  func groupOfCode(code: String, group: DeclineGroup?) {
    #expect(DeclineCodes.group(of: Array(code.utf8)) == group)
  }

  /// Two groups for one code would make the table's order decide.
  @Test func everyCodeStandsOnceAndNormalised() {
    let codes = DeclineCodes.table.flatMap(\.codes)
    #expect(Set(codes).count == codes.count)
    for code in codes {
      #expect(normalizedName(Array(code.utf8)) == Array(code.utf8))
      #expect(!ErrorCode.isApproval(Array(code.utf8)), "\(code)")
      #expect(ErrorCode(Array(code.utf8)) == .decline, "\(code)")
    }
  }
}
