package import Measures

/// What one funnel came to over some units; tallies of disjoint units add up.
package struct FunnelTally: Sendable {
  /// Units by level - 1.
  package var stopped: [Int]
  /// Milliseconds from the step before, by step; the first stays empty.
  package var pauses: [Sample]
  /// Next events of units that stopped, by step: event names' ids, `left` for none.
  package var nextEvents: [Counter]
  /// By breakdown.
  package private(set) var segments: [SegmentCounts]

  /// Stands for "no further event" among next events.
  package static let left = UInt32.max

  package init(stepCount: Int, breakdownCount: Int) {
    stopped = Array(repeating: 0, count: stepCount)
    pauses = Array(repeating: Sample(), count: stepCount)
    nextEvents = Array(repeating: Counter(), count: stepCount)
    segments = Array(repeating: SegmentCounts(stepCount: stepCount), count: breakdownCount)
  }

  /// One more unit of a segment.
  mutating func count(segment: UInt32, of breakdown: Int, level: Int) {
    segments[breakdown].count(segment, level: level)
  }

  /// Units whose level is this step or beyond, by step.
  package static func cumulative(_ stopped: [Int]) -> [Int] {
    var counts = stopped
    for step in counts.indices.dropLast().reversed() { counts[step] += counts[step + 1] }
    return counts
  }

  package mutating func merge(_ other: FunnelTally) {
    for step in stopped.indices {
      stopped[step] += other.stopped[step]
      pauses[step].merge(other.pauses[step])
      nextEvents[step].merge(other.nextEvents[step])
    }
    for index in segments.indices { segments[index].merge(other.segments[index]) }
  }
}
