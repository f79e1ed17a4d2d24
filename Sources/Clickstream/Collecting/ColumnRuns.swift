/// Columns of a file as runs of neighbours, whose bytes can be taken from a row in few pieces.
///
/// ```
/// 2026-11-01T10:00:00Z,u1,s1,view,/a,web,mobile,9.99,EUR
///                      ─────          ──────────          user, session, channel, device
/// ```
/// Rows that are equal in these bytes are equal in the columns: an unquoted field holds no delimiter.
struct ColumnRuns: Equatable {
  /// At most `limit`.
  private(set) var all: [ColumnRun] = []

  /// No more than that: a row's run lengths share a word, a byte each.
  static let limit = 8

  init() {}

  /// - Parameter columns: indices of the file's columns, in any order; columns in between may be taken in where there
  ///   would be too many runs.
  init(_ columns: Set<Int>) {
    for column in columns.sorted() {
      if let last = all.last, last.last + 1 == column {
        all[all.count - 1].last = column
      } else {
        all.append(ColumnRun(first: column, last: column))
      }
    }
    while all.count > ColumnRuns.limit { closeNarrowestGap() }
  }

  private mutating func closeNarrowestGap() {
    let gaps = all.indices.dropLast().map { all[$0 + 1].first - all[$0].last }
    guard let index = gaps.indices.min(by: { gaps[$0] < gaps[$1] }) else { return }
    all[index].last = all[index + 1].last
    all.remove(at: index + 1)
  }
}

/// Columns from the first to the last one, both included.
struct ColumnRun: Equatable {
  var first: Int
  var last: Int
}
