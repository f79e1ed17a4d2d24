/// The span of time in which an excluded event kills an attempt.
struct DeadlySpan {
  /// Only later than this.
  var start: Int64
  /// Only earlier than this; nil: up to `limit`, inclusive.
  var end: Int64?
  var limit: Int64

  func contains(_ time: Int64) -> Bool {
    time > start && (end.map { time < $0 } ?? (time <= limit))
  }
}

/// When an attempt was killed: the first excluded event between two of its steps; nil: never.
func killTime(_ attempt: Attempt, _ acts: [Act], _ funnel: ReferenceFunnel) -> Int64? {
  funnel.exclusions.flatMap { exclusion -> [Int64] in
    guard let span = deadlySpan(exclusion, attempt, funnel) else { return [] }
    return acts.filter { holds(exclusion.condition, $0) }.map { $0.time }.filter(span.contains)
  }.min()
}

/// From the first of the two steps to the second; if that was skipped, to the step filled after it;
/// else as long as the attempt could go on.
func deadlySpan(
  _ exclusion: ReferenceExclusion, _ attempt: Attempt, _ funnel: ReferenceFunnel
) -> DeadlySpan? {
  let first = attempt.filled[exclusion.from]?.time
  if funnel.order == .any {
    let times = [first, attempt.filled[exclusion.to]?.time].compactMap { $0 }
    guard let start = times.min() else { return nil }
    return DeadlySpan(start: start, end: times.count == 2 ? times.max() : nil, limit: attempt.over)
  }
  guard let start = first else { return nil }
  let second = attempt.filled[exclusion.to...].compactMap { $0 }.first
  return DeadlySpan(start: start, end: second?.time, limit: attempt.over)
}
