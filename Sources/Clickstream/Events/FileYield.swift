package import RowReader

/// What one file has given.
package struct FileYield: Sendable {
  /// Rejections kept for the rejects file; the rest are only counted.
  package static let keptRejections = 1000

  package var columns: ColumnMap?
  package private(set) var events = 0
  package private(set) var rejected = [Int](repeating: 0, count: RejectReason.allCases.count)
  package private(set) var rejections: [Rejection] = []
  package private(set) var firstMilliseconds: Int64?
  package private(set) var lastMilliseconds: Int64?

  package init() {}

  /// All rejected rows.
  package var rejectedRows: Int { rejected.reduce(0, +) }

  mutating func count(_ rejection: Rejection) {
    rejected[Int(rejection.reason.rawValue)] += 1
    if rejections.count < FileYield.keptRejections { rejections.append(rejection) }
  }

  @inline(__always)
  mutating func count(eventAt time: Int64) {
    events += 1
    firstMilliseconds = min(firstMilliseconds ?? time, time)
    lastMilliseconds = max(lastMilliseconds ?? time, time)
  }
}
