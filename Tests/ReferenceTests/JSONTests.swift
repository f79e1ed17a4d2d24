import Reference
import Testing

@Suite struct JSONTests {
  @Test(arguments: [
    ("1", "1.0"), ("-0.0", "0"), ("0.50", "0.5"), ("[1, 2]", "[1,2.00]"),
    (#"{"a":1,"b":"x"}"#, #" { "b" : "x" , "a" : 1.0 } "#),
    (#""\u00fc\n\ud83d\ude00""#, "\"ü\\n😀\""),
  ])
  func equalTextsAreEqual(left: String, right: String) throws {
    #expect(try JSONValue(parsing: left) == JSONValue(parsing: right))
  }

  @Test(arguments: ["", "{", "[1,]", "{\"a\" 1}", "\"x", "tru", "1 2", "{\"a\":1,\"a\":2}"])
  func brokenTextIsRefused(text: String) {
    #expect(throws: JSONParseError.self) { try JSONValue(parsing: text) }
  }

  @Test(arguments: [
    (#"{"a":1}"#, #"{"a":1,"b":2}"#, 0),
    (#"{"a":1}"#, #"{"b":2}"#, 1),
    (#"{"a":[1,2]}"#, #"{"a":[1,3]}"#, 1),
    (#"{"a":[1,2]}"#, #"{"a":[1]}"#, 1),
    (#"{"value":[]}"#, #"{"value":[{"currency":null,"amount":"0.00"}]}"#, 0),
    (#"{"value":[{"currency":null,"amount":"1.00"}]}"#, #"{"value":[]}"#, 1),
    (#"{"value":"mobile"}"#, #"{"value":"desktop"}"#, 1),
    (
      #"{"reasons":[{"reason":"a"},{"reason":"b"}]}"#,
      #"{"reasons":[{"reason":"b"},{"reason":"a"}]}"#, 1
    ),
    (#"{"a":"1"}"#, #"{"a":1}"#, 1),
  ])
  func differencesAreCounted(expected: String, actual: String, count: Int) throws {
    let found = differences(
      try JSONValue(parsing: expected), try JSONValue(parsing: actual))
    #expect(found.count == count, "\(found)")
  }

  @Test func aDifferenceNamesItsPath() throws {
    let found = differences(
      try JSONValue(parsing: #"{"a":{"b":[{"c":1}]}}"#),
      try JSONValue(parsing: #"{"a":{"b":[{"c":2}]}}"#))
    #expect(found == ["a.b[0].c: expected 1, found 2"])
  }
}
