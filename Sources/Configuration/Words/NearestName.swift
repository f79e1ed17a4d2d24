/// Finds what the user probably meant by a name that is not known.
enum NearestName {
  /// Longer names are no typing errors of short ones, and the table below is quadratic.
  private static let byteLimit = 100

  /// The known name with the fewest edits, the first of equals; nil when all are too far.
  ///
  /// Near is at most 2 edits or a third of the name's bytes, whichever is more, and fewer edits than the known name
  /// has bytes: else every name of two letters would be near.
  static func nearest(to name: String, among known: [String]) -> String? {
    let limit = max(2, name.utf8.count / 3)
    guard name.utf8.count <= byteLimit else { return nil }
    var best: (name: String, edits: Int)?
    for candidate in known {
      let edits = editDistance(Array(name.utf8), Array(candidate.utf8))
      guard edits <= limit, edits < candidate.utf8.count, edits < best?.edits ?? .max else {
        continue
      }
      best = (candidate, edits)
    }
    return best?.name
  }

  /// A hint for a name that is not known: the nearest one, or all of them.
  static func hint(for name: String, among known: [String], called what: String) -> String {
    if let near = nearest(to: name, among: known) { return "did you mean \"\(near)\"?" }
    return "\(what): \(known.joined(separator: ", "))"
  }

  /// Fewest insertions, deletions and replacements of bytes that turn one name into the other.
  static func editDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var previous = Array(0...second.count)
    for (row, byte) in first.enumerated() {
      var current = [row + 1]
      for (column, other) in second.enumerated() {
        let replaced = previous[column] + (byte == other ? 0 : 1)
        current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
      }
      previous = current
    }
    return previous[second.count]
  }
}
