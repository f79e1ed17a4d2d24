import Reference
import RowReader
import Testing

/// The scanner against the slow reader of the reading contract, however the bytes are cut.
@Suite struct RowScannerTests {
  /// Compares over every awkward cut; one failure a file is enough.
  private func expectAgreement(_ bytes: [UInt8], recordLimit: Int, _ name: String) {
    let expected = referred(bytes, recordLimit: recordLimit)
    for options in awkwardOptions(recordLimit: recordLimit) {
      let found = scanned(bytes, options)
      guard found != expected else { continue }
      Issue.record(
        "\(name), \(options.words)\n\(shown(bytes))\nexpected \(expected)\nfound    \(found)")
      return
    }
  }

  @Test(arguments: CSVCase.all) func agreesWithReference(_ item: CSVCase) {
    for delimiter in [",", ";", "\t", "|"] {
      let text = item.text.replacing(",", with: delimiter)
      expectAgreement(Array(text.utf8), recordLimit: 1_048_576, item.name)
    }
  }

  @Test(arguments: 0..<20) func agreesWithReferenceOnRandomDirt(_ group: Int) {
    for index in 0..<40 {
      let seed = UInt64(group * 1000 + index)
      let limit = [1_048_576, 64, 40, 25][index % 4]
      expectAgreement(RandomCSV(seed: seed).bytes, recordLimit: limit, "seed \(seed)")
    }
  }

  @Test(arguments: 0..<20) func agreesWithReferenceOnNestedQuotes(_ group: Int) {
    for index in 0..<60 {
      let seed = UInt64(group * 1000 + index)
      let limit = [1_048_576, 64, 40, 25][index % 4]
      expectAgreement(randomQuotes(seed: seed), recordLimit: limit, "seed \(seed)")
    }
  }

  @Test(arguments: HandMade.all) func smallLimitsGiveWhatTheContractSays(_ item: HandMade) {
    let bytes = Array(item.text.utf8)
    for options in awkwardOptions(recordLimit: 20) {
      #expect(scanned(bytes, options) == item.expected, "\(item.name), \(options.words)")
    }
  }

  @Test func selectedColumnsComeInTheOrderAskedFor() throws {
    var sink = RecordingSink()
    sink.selection = [3, 0]
    let text = "time,user,event,page\n1,u,view,\"/a\"\"b\"\n2,u,view,/c\n"
    _ = try readRows(from: MemoryByteSource(Array(text.utf8)), into: &sink)
    let expected = [["/a\"b", "1"], ["/c", "2"]]
    #expect(sink.rows.map(\.fields) == expected.map { $0.map { Array($0.utf8) } })
  }

  @Test func anExcerptIsTheBeginningOfTheRecord() throws {
    var sink = RecordingSink()
    let text = "time,user,event\n" + String(repeating: "x", count: 500) + "\n\"a\"b\n"
    _ = try readRows(from: MemoryByteSource(Array(text.utf8)), into: &sink)
    #expect(sink.rejections.map(\.excerpt.count) == [Rejection.excerptLimit, 4])
    #expect(sink.rejections.map(\.column) == [nil, nil])
  }
}

/// One text whose records the contract speaks of; commas stand for each delimiter in turn.
struct CSVCase: CustomTestStringConvertible, Sendable {
  var name: String
  var text: String

  var testDescription: String { name }

  init(_ name: String, _ rows: String) {
    self.name = name
    text = "time,user,event\n" + rows
  }

  init(_ name: String, whole: String) {
    self.name = name
    text = whole
  }

  static let all: [CSVCase] = [
    CSVCase("header only", ""),
    CSVCase("header without a line end", whole: "time,user,event"),
    CSVCase("nothing", whole: ""),
    CSVCase("blank lines only", whole: "\n\r\n\r\r\n"),
    CSVCase("a mark and nothing else", whole: "\u{feff}"),
    CSVCase("a mark and blank lines", whole: "\u{feff}\r\n\n"),
    CSVCase("blank lines before the header", whole: "\n\r\n\rtime,user,event\n1,2,3"),
    CSVCase("a mark, then a quoted header", whole: "\u{feff}\"time\",\"user\",\"event\"\n1,2,3\n"),
    CSVCase("a first cell without a name", whole: ",time,user,event\n0,1,2,3\n"),
    CSVCase("quoted newline in the header", whole: "time,user,event,\"a\r\nb\"\n1,2,3,4\nx\n"),
    CSVCase("a header whose quote stays open", whole: "time,user,event,\"a\n1,2,3,4\n"),
    CSVCase("a header with a stray quote", whole: "time,user,event,\"a\"b\n1,2,3,4\n"),
    CSVCase("a header with NUL", whole: "time,user,event,\0\n1,2,3,4\n"),
    CSVCase("no header that fits", whole: "a,b,c\n1,2,3\n"),
    CSVCase("each line end", "1,2,3\n4,5,6\r\n7,8,9\r10,11,12\r\r\n\n13,14,15"),
    CSVCase("CR at the end of the file", "1,2,3\r"),
    CSVCase("no other line ends", "1,2\u{0b},3\u{0c}\n1,2\u{85},3\u{2028}\n"),
    CSVCase("a line of spaces is not blank", "   \n1,2,3\n"),
    CSVCase("too few and too many fields", "1,2\n1,2,3,4\n1,2,3\n1\n,,,,,,,,,\n,,\n"),
    CSVCase("empty fields", ",,\n\"\",\"\",\"\"\n\"\",,\n"),
    CSVCase(
      "quoted separators and line ends", "\"a,b\",\"c\nd\",\"e\r\nf\"\n\"g\rh\",i,j\n1,2,3\n"),
    CSVCase("doubled quotes", "\"a\"\"b\",\"\"\"\",\"\"\"\"\"\"\n1,2,3\n"),
    CSVCase("a quote inside a field is data", "a\"b,c\"\"d,e\" \n \"a\",2,3\n"),
    CSVCase("bytes behind a closing quote", "\"a\"b,2,3\n\"a\" ,2,3\n1,2,3\n"),
    CSVCase("a backslash escapes nothing", "\"a\\\"b\",2,3\n1,2,3\n"),
    CSVCase("a stray quote behind inner lines", "\"a\nb\nc\"d,2,3\n1,2,3\n"),
    CSVCase("an open quote costs one line", "1,2,3\n1,\"2,3\n4,5,6\n7,8,9\n"),
    CSVCase("every line opens a quote", "1,2,\"\n4,5,\"\n7,8,\"\n10,11,12\n"),
    CSVCase("quotes that close and open again", "a\",\"\na\",\"\na\",\"\na\",\"\n1,2,3\n"),
    CSVCase("the same, and a stray quote at last", "a\",\"\na\",\"\na\",\"\na\"b\n1,2,3\n"),
    CSVCase("the same, and a row at last", "a\",\"\na\",\"\na\",\"\nb\",c\n1,2,3\n"),
    CSVCase("an open quote in the last field", "1,2,\""),
    CSVCase("a closed quote in the last field", "1,2,\"a\""),
    CSVCase("a quoted record with a wrong field count", "\"a\nb\nc\",2\n1,2,3\n\"a\nb\",2,3,4\n"),
    CSVCase("NUL anywhere in a row", "1,2,3\0\n\0,2,3\n1,\"\0\",3\n1,2,3\n\0\n"),
    CSVCase("NUL before the field count", "1\0\n1,2,3\n"),
    CSVCase("repeated headers", "time,user,event\n1,2,3\ntime,user,event\r\ntime,user,event"),
    CSVCase("a quoted header is another line", "\"time\",user,event\ntime,user,event \n"),
    CSVCase(
      "a repeated header with a doubled quote",
      whole: "time,user,event,\"a\"\"b\"\ntime,user,event,\"a\"\"b\"\n1,2,3,4\n"),
    CSVCase("fields longer than a block", "\(long),\"\(long)\",\(long)\n1,2,\(long)\n"),
  ]

  private static let long = String(repeating: "0123456789", count: 13)
}

/// Small texts under a limit of 20 bytes a record, with what must become of them.
struct HandMade: CustomTestStringConvertible, Sendable {
  var name: String
  var text: String
  var expected: Recorded

  var testDescription: String { name }

  /// `rows` and `rejects` are (line, offset); the header takes 16 bytes and line 1.
  private init(
    _ name: String, _ rows: String, rows places: [(Int, Int, [String])],
    rejects: [(Int, Int, String)]
  ) {
    self.name = name
    text = "time,user,event\n" + rows
    expected = .rows(
      places.map { line, offset, fields in
        RecordedRow(line: line, byteOffset: offset, fields: fields.map { Array($0.utf8) })
      },
      rejects: rejects.map { RecordedReject(line: $0, byteOffset: $1, reason: $2) },
      repeatedHeaders: 0)
  }

  private static let twenty = "aaaaaaaa,bbbbbbbb,cc"

  static let all: [HandMade] = [
    HandMade(
      "exactly the limit", "\(twenty)\r\n1,2,3\n",
      rows: [(2, 16, ["aaaaaaaa", "bbbbbbbb", "cc"]), (3, 38, ["1", "2", "3"])], rejects: []),
    HandMade(
      "one byte too many", "\(twenty)c\r\n1,2,3\n",
      rows: [(3, 39, ["1", "2", "3"])], rejects: [(2, 16, "record_too_long")]),
    HandMade(
      "too long at the end of the file", "1,2,3\n\(twenty)\(twenty)\(twenty)",
      rows: [(2, 16, ["1", "2", "3"])], rejects: [(3, 22, "record_too_long")]),
    HandMade(
      "quoted, exactly the limit", "\"aaaaa\n\",bbbbbbbb,cc\n1,2,3\n",
      rows: [(2, 16, ["aaaaa\n", "bbbbbbbb", "cc"]), (4, 37, ["1", "2", "3"])], rejects: []),
    HandMade(
      "quoted, one byte too many: one line", "\"aaaaa\n1,2,3\n\",bbbbbbbb,cc\n1,2,3\n",
      rows: [(3, 23, ["1", "2", "3"]), (5, 43, ["1", "2", "3"])],
      rejects: [(2, 16, "record_too_long"), (4, 29, "unterminated_quote")]),
    HandMade(
      "an open quote that runs over the limit", "1,2,\"\n1,2,3\n4,5,6\n7,8,9\n",
      rows: [(3, 22, ["1", "2", "3"]), (4, 28, ["4", "5", "6"]), (5, 34, ["7", "8", "9"])],
      rejects: [(2, 16, "record_too_long")]),
    HandMade(
      "an open quote that the file's end comes before", "1,2,\"\n1,2,3\n",
      rows: [(3, 22, ["1", "2", "3"])], rejects: [(2, 16, "unterminated_quote")]),
    HandMade(
      "a stray quote is the twenty-first byte", "1,\"aaaaaaaaaaaaaaaa\"b\n1,2,3\n",
      rows: [(3, 38, ["1", "2", "3"])], rejects: [(2, 16, "record_too_long")]),
    HandMade(
      "a stray quote is the twentieth byte", "1,\"aaaaaaaaaaaaaaa\"b\n1,2,3\n",
      rows: [(3, 37, ["1", "2", "3"])], rejects: [(2, 16, "quote_error")]),
  ]
}
