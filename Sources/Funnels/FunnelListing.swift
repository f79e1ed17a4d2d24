/// One count of a funnel whose attempts can be listed.
package enum FunnelListing: Sendable, Equatable {
  /// Stopped at a line of the report.
  case dropped(line: Int)
  /// Reached the last line.
  case converted
  /// Units whose attempts were all killed.
  case excluded

  /// Whether an attempt is meant whose last line, optional ones aside, is known.
  func holds(lastLine: Int, of plan: FunnelPlan) -> Bool {
    let isLast = lastLine == plan.steps.count - 1
    return switch self {
    case .dropped(let line): lastLine == line && !isLast
    case .converted: isLast
    case .excluded: false
    }
  }
}

/// An attempt, or a unit, behind a count.
package struct ListedAttempt: Sendable {
  /// Index of its session or journey in the person.
  package var unit: Int
  /// The last line of the report at which it is seen, optional ones aside; nil where it left the funnel.
  package var level: Int?
  /// When it began, where a unit may have several; else nil.
  package var entryMilliseconds: Int64?
}
