/// Which columns stand side by side, and how wide each is.
///
/// A table too wide for a line goes on below itself: each part repeats the first column, so nothing is left
/// out and no number is cut. Text columns give way first, down to 16 columns.
struct TableLayout: Sendable {
  /// One column of a part.
  struct Place: Sendable, Equatable {
    /// Index into the table's columns.
    var column: Int
    var width: Int
  }

  static let gap = 2
  /// Below this a bar says nothing.
  static let minimumBarWidth = 8
  private static let maximumBarWidth = 40
  private static let minimumTextWidth = 16

  /// Each part's columns, the first one first.
  private(set) var parts: [[Place]] = []
  /// Columns for bars at the right of the first part; 0 without bars.
  private(set) var barWidth = 0

  /// - Parameters:
  ///   - natural: the width each column would like; not empty.
  ///   - isText: whether a column may be cut.
  ///   - width: columns of a line, at least 60.
  init(natural: [Int], isText: [Bool], width: Int, hasBars: Bool) {
    let reserved = hasBars ? TableLayout.gap + TableLayout.minimumBarWidth : 0
    let total = natural.reduce(0, +) + TableLayout.gap * (natural.count - 1)
    if total + reserved <= width {
      parts = [natural.indices.map { Place(column: $0, width: natural[$0]) }]
    } else {
      fold(natural: natural, isText: isText, width: width, reserved: reserved)
    }
    let left = width - used(parts[0]) - TableLayout.gap
    if hasBars { barWidth = min(TableLayout.maximumBarWidth, left) }
  }

  private mutating func fold(natural: [Int], isText: [Bool], width: Int, reserved: Int) {
    let key = Place(column: 0, width: min(natural[0], max(TableLayout.minimumTextWidth, width / 3)))
    var part = [key]
    for column in natural.indices.dropFirst() {
      let least = isText[column] ? TableLayout.minimumTextWidth : natural[column]
      let needed = min(natural[column], least)
      if part.count > 1, needed > room(beside: part, width: width, reserved: reserved) {
        parts.append(part)
        part = [key]
      }
      let available = room(beside: part, width: width, reserved: reserved)
      part.append(Place(column: column, width: min(natural[column], available)))
    }
    parts.append(part)
  }

  /// Columns left for one more column of the part; the first part keeps room for the bars.
  private func room(beside part: [Place], width: Int, reserved: Int) -> Int {
    width - used(part) - TableLayout.gap - (parts.isEmpty ? reserved : 0)
  }

  private func used(_ part: [Place]) -> Int {
    part.reduce(0) { $0 + $1.width } + TableLayout.gap * (part.count - 1)
  }
}
