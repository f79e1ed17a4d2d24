import Configuration

extension FlagValues.RejectLimit {
  /// Whether so many rejected rows of all rows are too many; exact, without a quotient.
  func isExceeded(rejected: Int, rows: Int) -> Bool {
    switch self {
    case .count(let limit): rejected > limit
    case .shareMillionths(let share): Int128(rejected) * 1_000_000 > Int128(rows) * Int128(share)
    }
  }
}
