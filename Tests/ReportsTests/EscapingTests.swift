import Testing

@testable import Reports

/// One kind of hostile input text and how each output shows it.
struct Needle: Sendable, CustomTestStringConvertible {
  var text: String
  var csv: String
  var markdown: String
  var terminal: String
  var json: String

  var testDescription: String { json }
}

/// The injections of the shared corpus, and a few more.
let needles = [
  Needle(
    text: "\u{1B}[2J\u{1B}]0;owned\u{7}", csv: #"\x1b[2J\x1b]0;owned\x07"#,
    markdown: #"\x1b\[2J\x1b\]0;owned\x07"#, terminal: #"\x1b[2J\x1b]0;owned\x07"#,
    json: #""\u001b[2J\u001b]0;owned\u0007""#),
  Needle(
    text: "ok\u{8}EVIL", csv: #"ok\x08EVIL"#, markdown: #"ok\x08EVIL"#, terminal: #"ok\x08EVIL"#,
    json: #""ok\u0008EVIL""#),
  Needle(
    text: "abc\u{202E}gnp.exe", csv: #"abc\u{202e}gnp.exe"#, markdown: #"abc\u{202e}gnp.exe"#,
    terminal: #"abc\u{202e}gnp.exe"#, json: #""abc\u202egnp.exe""#),
  Needle(
    text: "\u{9B}31mred", csv: #"\x9b31mred"#, markdown: #"\x9b31mred"#, terminal: #"\x9b31mred"#,
    json: #""\u009b31mred""#),
  Needle(
    text: "@SUM(1+1)", csv: "'@SUM(1+1)", markdown: #"\@SUM(1+1)"#, terminal: "@SUM(1+1)",
    json: #""@SUM(1+1)""#),
  Needle(
    text: "=cmd|'/C calc'!A0", csv: "'=cmd|'/C calc'!A0", markdown: #"\=cmd\|'/C calc'!A0"#,
    terminal: "=cmd|'/C calc'!A0", json: #""=cmd|'/C calc'!A0""#),
  Needle(
    text: "+1", csv: "'+1", markdown: #"\+1"#, terminal: "+1", json: #""+1""#),
  Needle(
    text: "-1", csv: "'-1", markdown: #"\-1"#, terminal: "-1", json: #""-1""#),
  Needle(
    text: "\t=1", csv: #"'\x09=1"#, markdown: #"\x09=1"#, terminal: #"\x09=1"#, json: #""\t=1""#),
  Needle(
    text: "\r=1+1", csv: #"'\x0d=1+1"#, markdown: #"\x0d=1+1"#, terminal: #"\x0d=1+1"#,
    json: #""\r=1+1""#),
  Needle(
    text: "\n=1+1", csv: #"'\x0a=1+1"#, markdown: #"\x0a=1+1"#, terminal: #"\x0a=1+1"#,
    json: #""\n=1+1""#),
  Needle(
    text: "＝1+1", csv: "'＝1+1", markdown: "&#xff1d;1+1", terminal: "＝1+1", json: #""＝1+1""#),
  Needle(
    text: "＠a", csv: "'＠a", markdown: "&#xff20;a", terminal: "＠a", json: #""＠a""#),
  Needle(
    text: "x\",=1+1,\"", csv: "\"x\"\",=1+1,\"\"\"", markdown: "x\",=1+1,\"",
    terminal: "x\",=1+1,\"", json: #""x\",=1+1,\"""#),
  Needle(
    text: "`x` **b** _i_ # h", csv: "`x` **b** _i_ # h",
    markdown: ##"\`x\` \*\*b\*\* \_i\_ \# h"##, terminal: "`x` **b** _i_ # h",
    json: #""`x` **b** _i_ # h""#),
  Needle(
    text: "/etc/passwd", csv: "/etc/passwd", markdown: "/etc/passwd", terminal: "/etc/passwd",
    json: #""/etc/passwd""#),
  Needle(
    text: "$(touch /srv/owned);`id`", csv: "$(touch /srv/owned);`id`",
    markdown: #"\$(touch /srv/owned);\`id\`"#, terminal: "$(touch /srv/owned);`id`",
    json: #""$(touch /srv/owned);`id`""#),
  Needle(
    text: "   ", csv: "   ", markdown: "\"   \"", terminal: "\"   \"", json: #""   ""#),
  Needle(
    text: "pur\u{200B}chase", csv: #"pur\u{200b}chase"#, markdown: #"pur\u{200b}chase"#,
    terminal: #"pur\u{200b}chase"#, json: #""pur\u200bchase""#),
  Needle(
    text: "</script><b>&amp;", csv: "</script><b>&amp;", markdown: #"\</script\>\<b\>\&amp;"#,
    terminal: "</script><b>&amp;", json: #""\u003c/script\u003e\u003cb\u003e\u0026amp;""#),
  Needle(
    text: "a\u{2028}b\u{2029}", csv: #"a\u{2028}b\u{2029}"#, markdown: #"a\u{2028}b\u{2029}"#,
    terminal: #"a\u{2028}b\u{2029}"#, json: #""a\u2028b\u2029""#),
  Needle(
    text: "\u{2066}a\u{2069}", csv: #"\u{2066}a\u{2069}"#, markdown: #"\u{2066}a\u{2069}"#,
    terminal: #"\u{2066}a\u{2069}"#, json: #""\u2066a\u2069""#),
  Needle(
    text: #"C:\dir [a](http://b) ![c](d)"#, csv: #"C:\dir [a](http://b) ![c](d)"#,
    markdown: #"C:\\dir \[a\](http\://b) !\[c\](d)"#, terminal: #"C:\dir [a](http://b) ![c](d)"#,
    json: #""C:\\dir [a](http://b) ![c](d)""#),
  Needle(
    text: "www.evil.example", csv: "www.evil.example", markdown: #"www\.evil.example"#,
    terminal: "www.evil.example", json: #""www.evil.example""#),
]

@Suite struct EscapingTests {
  @Test(arguments: needles)
  func needleIsHarmlessInEveryOutput(needle: Needle) {
    let bytes = text(needle.text)
    #expect(CSVEscaping.input(needle.text) == needle.csv)
    #expect(MarkdownEscaping.value(bytes) == needle.markdown)
    #expect(TerminalEscaping.value(bytes) == needle.terminal)
    #expect(JSONEscaping.quoted(needle.text) == needle.json)
  }

  @Test(arguments: needles)
  func nameWithMarksIsEscapedLikeAValue(needle: Needle) {
    guard !needle.text.hasPrefix("www") else { return }
    #expect(MarkdownEscaping.name(text(needle.text)) == needle.markdown)
  }

  @Test(arguments: [
    ("begin_checkout", "`begin_checkout`"), ("purchase", "`purchase`"), ("(left)", "(left)"),
    ("v1.2-b", "`v1.2-b`"), ("-a", #"\-a"#), ("", "\"\""), ("día", "día"),
  ])
  func plainNameIsACodeSpan(name: String, expected: String) {
    #expect(MarkdownEscaping.name(text(name)) == expected)
  }

  @Test func numbersOfFugaAreNotEscaped() {
    var table = CSVTable(["value"])
    table.rows = [
      [.own(MachineNumber.amount(millionths: -5_000_000))], [.number("-1")], [.text("-1")],
    ]
    var output = ReportText()
    table.write(to: &output)
    #expect(String(decoding: output.bytes, as: UTF8.self) == "value\n-5.00\n-1\n'-1\n")
  }

  @Test(arguments: [
    (String(repeating: "a", count: 120), String(repeating: "a", count: 120)),
    (String(repeating: "a", count: 121), String(repeating: "a", count: 120) + "…"),
    // 119 bytes, then characters of two, three and four bytes that would cross the limit.
    (String(repeating: "a", count: 119) + "éé", String(repeating: "a", count: 119) + "…"),
    (String(repeating: "a", count: 118) + "日", String(repeating: "a", count: 118) + "…"),
    (String(repeating: "a", count: 117) + "🛒", String(repeating: "a", count: 117) + "…"),
    (String(repeating: "a", count: 116) + "🛒", String(repeating: "a", count: 116) + "🛒"),
  ])
  func longValueIsCutBetweenCharacters(value: String, expected: String) {
    #expect(ValueExcerpt.text(text(value)) == expected)
  }

  @Test func invalidBytesBecomeReplacementCharacters() {
    let path: InputText = [0x61, 0xFF, 0x62, 0xC3]
    #expect(ValueExcerpt.text(path) == "a\u{FFFD}b\u{FFFD}")
    #expect(ValueExcerpt.text(Array(repeating: 0x80, count: 200)).hasSuffix("\u{FFFD}…"))
  }
}
