import RowReader
import Testing

/// Long inputs: what must not be kept, and what must not be read again and again.
@Suite struct LimitTests {
  private static let header = Array("time,user,event\n".utf8)

  @Test func blankLinesBeforeTheHeaderMayFillMoreThanAWindow() {
    let bytes = Array(repeating: UInt8(ascii: "\n"), count: 1_500_000) + LimitTests.header
    #expect(scanned(bytes) == .rows([], rejects: [], repeatedHeaders: 0))
  }

  @Test func rowsBehindALongOpenQuoteAreUsed() {
    let rows = String(repeating: "1,2,3\n", count: 200_000)
    let bytes = LimitTests.header + Array("1,2,\"\n".utf8) + Array(rows.utf8)
    guard case .rows(let found, let rejects, _) = scanned(bytes) else {
      Issue.record("the file is an error")
      return
    }
    #expect(found.count == 200_000)
    #expect(rejects == [RecordedReject(line: 2, byteOffset: 16, reason: "record_too_long")])
  }

  /// Each line opens a quote that the next closes and opens again: without a memory, n lines cost n^2.
  @Test(.timeLimit(.minutes(1)), arguments: ["", "a\"b\n", "b\",c\n"])
  func nestedOpenQuotesAreNotReadOverAndOver(tail: String) {
    let count = 60_000
    let lines = String(repeating: "a\",\"\n", count: count) + tail
    guard case .rows(let rows, let rejects, _) = scanned(LimitTests.header + Array(lines.utf8))
    else {
      Issue.record("the file is an error")
      return
    }
    #expect(rows.isEmpty)
    let reason = ["": "unterminated_quote", "a\"b\n": "quote_error"][tail]
    if let reason {
      #expect(rejects.first?.reason == reason)
      #expect(rejects.count { $0.reason == reason } == count)
    }
  }

  @Test func anOverlongHeaderIsAnErrorHoweverItIsCut() {
    let texts = [
      "time,user,event,aaaaaaaaaaaaa\n1,2,3,4\n", "time,user,event,\"a\nbbbbbbbbbbb\"\n",
    ]
    for text in texts {
      for options in awkwardOptions(recordLimit: 20) {
        #expect(scanned(Array(text.utf8), options) == .error("header_too_long"), "\(options.words)")
      }
    }
  }

  @Test func aMebibyteIsARecordAndOneByteMoreIsNot() {
    for (extra, isRow) in [(0, true), (1, false)] {
      let field = Array(repeating: UInt8(ascii: "x"), count: 1_048_576 - 4 + extra)
      let bytes = LimitTests.header + Array("1,2,".utf8) + field + Array("\n1,2,3\n".utf8)
      guard case .rows(let rows, let rejects, _) = scanned(bytes) else {
        Issue.record("the file is an error")
        return
      }
      #expect(rows.count == (isRow ? 2 : 1))
      #expect(rejects.map(\.reason) == (isRow ? [] : ["record_too_long"]))
    }
  }
}
