/// Breaks text into lines at spaces.
enum LineWrap {
  /// Lines of at most `width` columns; a longer word is broken where the line ends.
  ///
  /// - Parameter width: at least 2, so that every character fits; a narrower line is left too long.
  static func lines(of text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ").flatMap({ pieces(of: String($0), width: width) }) {
      let longer = line.isEmpty ? word : line + " " + word
      if DisplayWidth.of(longer) <= width {
        line = longer
      } else {
        lines.append(line)
        line = word
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  private static func pieces(of word: String, width: Int) -> [String] {
    var pieces: [String] = []
    var rest = word[...]
    while DisplayWidth.of(String(rest)) > width {
      let piece = DisplayWidth.prefix(String(rest), width: width)
      guard !piece.isEmpty else { break }
      pieces.append(String(piece))
      rest = rest.unicodeScalars.dropFirst(piece.unicodeScalars.count).text
    }
    return pieces + [String(rest)]
  }
}

extension Substring.UnicodeScalarView {
  fileprivate var text: Substring {
    Substring(self)
  }
}
