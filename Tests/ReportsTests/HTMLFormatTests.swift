import Foundation
import Testing

@testable import Reports

/// The page as a browser gets it.
@Suite struct HTMLFormatTests {
  private static let page = HTMLFormat().string(SampleReport.report)

  @Test func nothingIsLoadedAndNothingRuns() {
    let page = HTMLFormatTests.page
    #expect(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'\""))
    for word in [
      "http:", "https:", "<script", "<img", "<link", "<iframe", "@import", "src=",
    ] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.firstMatch(of: /<[^>]* on[a-z]+=/) == nil)
    #expect(page.utf8.count < 200_000)
  }

  @Test func headingsGoDownOneLevelAtATime() {
    let levels = HTMLFormatTests.page.matches(of: /<h([1-6])/).compactMap { Int($0.output.1) }
    #expect(levels.first == 1 && levels.count { $0 == 1 } == 1)
    for (level, next) in zip(levels, levels.dropFirst()) { #expect(next <= level + 1) }
  }

  @Test func everyDrawingHasWordsAndATableBehindIt() {
    let page = HTMLFormatTests.page
    let figures = page.matches(of: /<figure[^>]*>/).count
    #expect(figures >= 3)
    #expect(
      page.matches(of: /role="img">\n<title>[^<]+<\/title>\n<desc>[^<]+<\/desc>/).count == figures)
    #expect(page.matches(of: /<\/figure>\n<div class="table"/).count == figures)
  }

  @Test func everySectionIsListedAndNamed() {
    let page = HTMLFormatTests.page
    let links = page.matches(of: /href="#(s[0-9]+)"/).map { String($0.output.1) }
    let sections = page.matches(of: /<h2 id="(s[0-9]+)"/).map { String($0.output.1) }
    #expect(links == sections && sections.count >= 6)
    #expect(
      page.matches(of: /<section aria-labelledby="(s[0-9]+)"/).map { String($0.output.1) }
        == sections)
  }

  @Test func everyTableNamesItsRowsAndColumns() {
    let page = HTMLFormatTests.page
    let tables = page.matches(of: /<table>/).count
    #expect(page.matches(of: /<thead>\n<tr><th scope="col"/).count == tables)
    #expect(page.matches(of: /<tr><th scope="row"/).count >= tables)
  }

  @Test func coordinatesAreWholeNumbers() {
    let drawings = HTMLFormatTests.page.matches(of: /<svg viewBox[\s\S]*?<\/svg>/)
    for drawing in drawings {
      #expect(drawing.output.firstMatch(of: /(?:x|y|width|height|points)="[^"]*\./) == nil)
    }
  }

  /// Text on its ground, by the formula of WCAG 2.2 (relative luminance); colours of both schemes.
  @Test(arguments: ["--ink", "--soft", "--lost", "--kept"]) func textHasContrast(name: String)
    throws
  {
    for (paper, band, text) in try zip3("--paper", "--band", name) {
      for ground in [paper, band] {
        let (light, dark) = (
          max(luminance(ground), luminance(text)), min(luminance(ground), luminance(text))
        )
        #expect((light + 0.05) / (dark + 0.05) >= 4.5, "\(name) \(text) on \(ground)")
      }
    }
  }

  private func zip3(_ a: String, _ b: String, _ c: String) throws -> [(String, String, String)] {
    let (x, y, z) = (colors(a), colors(b), colors(c))
    #expect(x.count == 2 && y.count == 2 && z.count == 2)
    return zip(zip(x, y), z).map { ($0.0, $0.1, $1) }
  }

  private func colors(_ name: String) -> [String] {
    HTMLStyle.sheet.split(whereSeparator: { ";{}".contains($0) })
      .filter { $0.hasPrefix(name + ":") }
      .map { String($0.drop { $0 != "#" }.dropFirst()) }
      .map { $0.count == 3 ? $0.map { "\($0)\($0)" }.joined() : $0 }
  }

  private func luminance(_ color: String) -> Double {
    let value = Int(color, radix: 16) ?? 0
    let parts = [value >> 16, value >> 8 & 255, value & 255].map { part in
      let share = Double(part) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
