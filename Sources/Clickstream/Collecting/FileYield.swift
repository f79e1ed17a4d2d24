package import RowReader

/// What one file has given.
package struct FileYield: Sendable {
  /// Rejections of one file that the rejects file lists.
  package static let keptRejections = 1000

  package var columns: ColumnMap?
  package private(set) var events = 0
  package private(set) var rejected = [Int](repeating: 0, count: RejectReason.allCases.count)
  /// Rows that the reader refused, and rows that were refused for their values: each list comes in
  /// the file's order, but they come in bursts that depend on buffer sizes.
  private var refused: [Rejection] = []
  private var undecoded: [Rejection] = []
  private let limit: Int
  package private(set) var firstMilliseconds: Int64?
  package private(set) var lastMilliseconds: Int64?

  /// - Parameter keptRejections: rejections to keep, the first by place; the rest are only counted.
  package init(keptRejections: Int = FileYield.keptRejections) {
    limit = keptRejections
  }

  /// The first rejections by place.
  package var rejections: [Rejection] {
    Array((refused + undecoded).sorted { $0.byteOffset < $1.byteOffset }.prefix(limit))
  }

  /// All rejected rows.
  package var rejectedRows: Int { rejected.reduce(0, +) }

  mutating func count(_ rejection: Rejection) {
    rejected[Int(rejection.reason.rawValue)] += 1
    if rejection.reason.isStructural {
      if refused.count < limit { refused.append(rejection) }
    } else if undecoded.count < limit {
      undecoded.append(rejection)
    }
  }

  @inline(__always)
  mutating func count(eventAt time: Int64) {
    events += 1
    firstMilliseconds = min(firstMilliseconds ?? time, time)
    lastMilliseconds = max(lastMilliseconds ?? time, time)
  }
}
