import Foundation
import Testing

@testable import Reports

/// Whole reports whose every input text is hostile.
@Suite struct InjectionTests {
  private static func hostile(_ needle: String) -> Report {
    let bytes = text(needle)
    var report = SampleReport.report
    for index in report.input.files.indices { report.input.files[index].path = bytes }
    report.journeys.channelTransitions = [
      ChannelTransition(from: bytes, to: bytes, count: 1, converted: 1)
    ]
    report.kpis.revenue = [Money(currency: bytes, millionths: -5_000_000)]
    report.funnels = report.funnels.map { hostile($0, bytes) }
    report.abandonment.reasons = report.abandonment.reasons.map { hostile($0, bytes) }
    report.abandonment.noSignal.stages = [Tally(name: bytes, count: 803)]
    report.rules = [RuleLine(name: needle, value: needle)]
    report.notes = [needle]
    return report
  }

  private static func hostile(_ funnel: FunnelSection, _ bytes: InputText) -> FunnelSection {
    var funnel = funnel
    funnel.name = String(decoding: bytes, as: UTF8.self)
    for index in funnel.steps.indices {
      funnel.steps[index].name = bytes
      funnel.steps[index].nextEvents = [Tally(name: bytes, count: 1)]
    }
    for index in funnel.segments.indices {
      funnel.segments[index].by = bytes
      funnel.segments[index].value = bytes
    }
    return funnel
  }

  private static func hostile(_ reason: ReasonLine, _ bytes: InputText) -> ReasonLine {
    var reason = reason
    reason.reason = bytes
    reason.codes = [Tally(name: bytes, count: 1)]
    reason.stages = reason.codes
    reason.devices = reason.codes
    reason.channels = reason.codes
    reason.value = [Money(currency: bytes, millionths: 1)]
    return reason
  }

  /// Texts that must not be in an output as they stand.
  private static let markup = needles.map { $0.text }.filter { needle in
    needle.contains { mark in "`*_<[|".contains(mark) }
  }

  @Test(arguments: needles)
  func noOutputHoldsAHiddenCharacter(needle: Needle) {
    let report = InjectionTests.hostile(needle.text)
    var outputs = [
      JSONFormat().string(report), TidyCSVFormat().string(report), MarkdownFormat().string(report),
      TextFormat(width: 80, color: false).string(report), HTMLFormat().string(report),
    ]
    outputs += WideTables.files(of: report).map { String(decoding: $0.bytes, as: UTF8.self) }
    for output in outputs {
      let hidden = output.unicodeScalars.first { $0 != "\n" && HiddenCharacter.contains($0) }
      #expect(hidden == nil)
    }
  }

  @Test(arguments: markup)
  func markdownHoldsNoMarkup(needle: String) {
    #expect(!MarkdownFormat().string(InjectionTests.hostile(needle)).contains(needle))
  }

  /// Whatever the texts are, the page has the same elements with the same attributes, in order and closed.
  @Test(arguments: needles)
  func htmlKeepsItsElements(needle: Needle) throws {
    let plain = HTMLFormat().string(InjectionTests.hostile("x"))
    let hostile = HTMLFormat().string(InjectionTests.hostile(needle.text))
    #expect(tags(of: hostile) == tags(of: plain))
    try expectBalanced(tags(of: hostile))
    #expect(!hostile.contains("<script") && !hostile.contains("javascript:"))
  }

  private func tags(of page: String) -> [String] {
    page.matches(of: /<[^>]*>/).map { String($0.output) }
      // What a drawing measures may differ, what it is made of may not.
      .map { $0.replacing(/\s(?:x|y|width|height|x1|x2|y1|y2|points|viewBox)="[^"]*"/, with: "") }
  }

  private func expectBalanced(_ tags: [String]) throws {
    var open: [Substring] = []
    for tag in tags where !tag.hasPrefix("<!") && !tag.hasSuffix("/>") && !tag.hasPrefix("<meta") {
      let name = tag.drop { $0 == "<" || $0 == "/" }.prefix { $0.isLetter || $0.isNumber }
      if tag.hasPrefix("</") {
        #expect(open.popLast() == name)
      } else {
        open.append(name)
      }
    }
    #expect(open.isEmpty)
  }

  @Test(arguments: needles)
  func markdownTablesKeepTheirShape(needle: Needle) {
    let output = MarkdownFormat().string(InjectionTests.hostile(needle.text))
    let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
    for (line, next) in zip(lines, lines.dropFirst()) where line.hasPrefix("|") && !next.isEmpty {
      #expect(barCount(line) == barCount(next))
    }
  }

  /// Bars that are not escaped.
  private func barCount(_ line: Substring) -> Int {
    line.replacingOccurrences(of: "\\\\", with: "").replacingOccurrences(of: "\\|", with: "")
      .count { $0 == "|" }
  }

  @Test(arguments: needles)
  func noCellOfACSVBeginsAFormula(needle: Needle) {
    let report = InjectionTests.hostile(needle.text)
    var tables = WideTables.files(of: report).map { String(decoding: $0.bytes, as: UTF8.self) }
    tables.append(TidyCSVFormat().string(report))
    for cell in tables.flatMap({ CSVCells.cells($0) }) where CSVEscaping.beginsLikeFormula(cell) {
      // Numbers of fuga's own may be negative.
      #expect(cell.wholeMatch(of: /-[0-9.]+/) != nil)
    }
  }

  @Test(arguments: needles)
  func jsonGivesTheTextBack(needle: Needle) throws {
    let json = JSONFormat().bytes(of: InjectionTests.hostile(needle.text))
    let object = try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any]
    let funnels = object?["funnels"] as? [[String: Any]]
    #expect(funnels?.first?["name"] as? String == needle.text)
    #expect((object?["notes"] as? [String])?.first == needle.text)
  }

  /// Values of the input, in every format; names that the configuration gives are its own.
  @Test(arguments: [
    ("4111111111111111", "411111******1111"), ("4111 1111 1111 1111", "4111 11** **** 1111"),
    ("x=5500005555555559&y", "550000******5559"), ("jane.doe@example.com", "j***@example.com"),
    ("/account/jane%40x.org?mail=joe@x.org", "j***@x.org"),
  ])
  func cardNumbersAndAddressesAreMasked(text: String, masked: String) {
    var report = InjectionTests.hostile(text)
    report.rules = []
    report.notes = []
    for index in report.funnels.indices { report.funnels[index].name = "funnel" }
    var outputs = [
      JSONFormat().string(report), TidyCSVFormat().string(report), MarkdownFormat().string(report),
      TextFormat(width: 400, color: false).string(report), HTMLFormat().string(report),
    ]
    outputs += WideTables.files(of: report).map { String(decoding: $0.bytes, as: UTF8.self) }
    for output in outputs { #expect(!output.filter { $0 != "\\" }.contains(text)) }
    #expect(outputs[0].contains(masked) && outputs[1].contains(masked))
  }

  @Test(arguments: needles, [60, 80, 120])
  func noTextLineIsTooWide(needle: Needle, width: Int) {
    let long = String(repeating: needle.text, count: 12)
    for text in [needle.text, long] {
      let output = TextFormat(width: width, color: false).string(InjectionTests.hostile(text))
      expectNoLine(of: output, widerThan: width)
    }
  }
}

/// Fails for the first line that takes more columns than it may.
func expectNoLine(of output: String, widerThan width: Int) {
  let tooWide = output.split(separator: "\n").first { DisplayWidth.of(String($0)) > width }
  #expect(tooWide == nil)
}

/// An RFC 4180 reader, as plain as can be.
enum CSVCells {
  static func cells(_ csv: String) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isQuoted = false
    for scalar in csv.unicodeScalars {
      switch scalar {
      // A doubled quote closes and opens again; the cell then misses it, which no test here minds.
      case "\"": isQuoted.toggle()
      case ",", "\n":
        if isQuoted {
          cell.unicodeScalars.append(scalar)
        } else {
          cells.append(cell)
          cell = ""
        }
      default: cell.unicodeScalars.append(scalar)
      }
    }
    return cells
  }
}
