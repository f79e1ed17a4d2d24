import Testing

@testable import Reports

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("＝1", 3), ("한글", 4),
    ("🛒", 2), ("…–", 2), ("█▏", 2), ("ไป่", 2),
  ])
  func widthIsInColumns(text: String, width: Int) {
    #expect(DisplayWidth.of(text) == width)
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"),
    ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("ab", 1, "…"),
  ])
  func longTextIsCut(text: String, width: Int, expected: String) {
    #expect(DisplayWidth.fitted(text, to: width) == expected)
  }

  @Test(arguments: [
    ("one two three", 7, ["one two", "three"]), ("abcdefgh", 3, ["abc", "def", "gh"]),
    ("a abcdefgh", 3, ["a", "abc", "def", "gh"]), ("日本語", 4, ["日本", "語"]), ("", 5, []),
  ])
  func linesBreakAtSpaces(text: String, width: Int, expected: [String]) {
    #expect(LineWrap.lines(of: text, width: width) == expected)
  }

  @Test(arguments: [
    (0, 100, ""), (1, 100_000, "▏"), (50, 100, "█████"), (100, 100, "██████████"),
    (55, 100, "█████▌"),
    (3, 0, ""),
  ])
  func barIsExactToEighths(count: Int, whole: Int, expected: String) {
    #expect(Bar.text(count, of: whole, width: 10) == expected)
  }

  @Test func wideTableGoesOnBelowItself() {
    let layout = TableLayout(
      natural: [10, 20, 20, 20, 20], isText: [true, false, false, false, false], width: 60,
      hasBars: false)
    #expect(layout.parts.map { $0.map(\.column) } == [[0, 1, 2], [0, 3, 4]])
  }
}
