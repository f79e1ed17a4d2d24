/// An SVG drawing in whole numbers: the same bytes everywhere.
///
/// ```
/// 0        175                      595          720
/// | labels | what is measured        | figures   |
/// ```
struct Drawing {
  /// Where the measured part begins, and how wide it is.
  static let left = 175
  static let measure = 420
  static let width = 720

  private let title: String
  private let description: String
  private let height: Int
  private var body = ""

  /// - Parameters:
  ///   - title: what is drawn, in a few words.
  ///   - description: what a reader who does not see the drawing needs; the table beside it has every number.
  init(title: Phrase, description: Phrase, height: Int) {
    self.title = title.text(HTMLTextEscaping.self)
    self.description = description.text(HTMLTextEscaping.self)
    self.height = height
  }

  /// The whole element.
  var element: String {
    "<svg viewBox=\"0 0 \(Drawing.width) \(height)\" role=\"img\">\n<title>\(title)</title>\n"
      + "<desc>\(description)</desc>\n\(body)</svg>\n"
  }

  /// A text whose baseline begins, or ends, at a point.
  mutating func text(_ phrase: Phrase, x: Int, y: Int, kind: String = "") {
    let name = kind.isEmpty ? "" : " class=\"\(kind)\""
    body += "<text x=\"\(x)\" y=\"\(y)\"\(name)>\(phrase.text(HTMLTextEscaping.self))</text>\n"
  }

  /// A rectangle, with words that a pointer shows; nothing where it has no width.
  mutating func rectangle(
    _ kind: String, x: Int, y: Int, width: Int, height: Int, words: Phrase? = nil
  ) {
    guard width > 0 else { return }
    let place = "x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\""
    let inside = words.map { "<title>\($0.text(HTMLTextEscaping.self))</title>" } ?? ""
    body += "<rect class=\"\(kind)\" \(place)>\(inside)</rect>\n"
  }

  mutating func line(_ kind: String, from start: (x: Int, y: Int), to end: (x: Int, y: Int)) {
    body +=
      "<line class=\"\(kind)\" x1=\"\(start.x)\" y1=\"\(start.y)\" x2=\"\(end.x)\" y2=\"\(end.y)\"/>\n"
  }

  mutating func dot(x: Int, y: Int) {
    body += "<circle class=\"kept\" cx=\"\(x)\" cy=\"\(y)\" r=\"6\"/>\n"
  }

  mutating func curve(_ points: [(x: Int, y: Int)]) {
    let places = points.map { "\($0.x),\($0.y)" }.joined(separator: " ")
    body += "<polyline class=\"curve\" points=\"\(places)\"/>\n"
  }

  /// `count` of `most` as a part of a length, rounded down; both are counts of one input, far below any overflow.
  static func part(_ count: Int, of most: Int, in length: Int) -> Int {
    most > 0 ? Int(Int128(count) * Int128(length) / Int128(most)) : 0
  }

  /// A label that fits in front of the measured part.
  static func label(_ name: InputText) -> Phrase {
    name.count <= 20 ? Phrase(name: name) : Phrase(name: Array(name.prefix(18))) + "…"
  }
}

/// A drawing beside a table that has its numbers.
enum Figure: Sendable {
  case steps(StepChart)
  case estimates(EstimateChart)
  case series(SeriesChart)
}
