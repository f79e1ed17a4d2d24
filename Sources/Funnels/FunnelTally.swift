package import Measures

/// What one funnel came to over some attempts; tallies of disjoint units add up.
package struct FunnelTally: Sendable {
  /// Attempts that filled each step.
  package private(set) var seen: [Int]
  /// Attempts that filled each step and the first one.
  package private(set) var seenFromFirst: [Int]
  /// Attempts that filled each step and the one before it that is not optional; of the first step, all.
  package private(set) var seenFromPrevious: [Int]
  /// Attempts that began at each step.
  package private(set) var entered: [Int]
  /// Attempts whose last step, optional ones aside, is this one.
  package private(set) var stopped: [Int]
  /// Units that had attempts, all of which were killed.
  package var excluded = 0
  /// Milliseconds from the step before, by step; the first stays empty.
  package private(set) var pauses: [Sample]
  /// Next events of attempts that stopped, by step: event names' ids, `left` for none.
  package private(set) var nextEvents: [Counter]
  /// By breakdown.
  package private(set) var segments: [SegmentCounts]
  /// By the first day of the period, in days since 1970.
  package private(set) var periods: [Int: PeriodCounts] = [:]

  /// Stands for "no further event" among next events.
  package static let left = UInt32.max

  package init(stepCount: Int, breakdownCount: Int, scratch: SampleScratch? = nil) {
    let zeros = Array(repeating: 0, count: stepCount)
    (seen, seenFromFirst, seenFromPrevious, entered, stopped) = (zeros, zeros, zeros, zeros, zeros)
    pauses = Array(repeating: Sample(scratch: scratch), count: stepCount)
    nextEvents = Array(repeating: Counter(), count: stepCount)
    segments = Array(repeating: SegmentCounts(stepCount: stepCount), count: breakdownCount)
  }

  /// One more attempt that filled these steps, a bit each, which is never none.
  ///
  /// - Parameters:
  ///   - last: the last of them that is not optional.
  ///   - previous: by step, the one before it that is not optional; the first is its own.
  mutating func count(steps: UInt64, last: Int, previous: [Int]) {
    var rest = steps
    while rest != 0 {
      let step = rest.trailingZeroBitCount
      rest &= rest - 1
      seen[step] += 1
      if steps & 1 != 0 { seenFromFirst[step] += 1 }
      if steps & StepShape.bit(previous[step]) != 0 { seenFromPrevious[step] += 1 }
    }
    entered[steps.trailingZeroBitCount] += 1
    stopped[last] += 1
  }

  /// The time that an attempt took from the step before.
  mutating func count(pauseMilliseconds: Int64, before step: Int) {
    pauses[step].add(pauseMilliseconds)
  }

  /// What came after an attempt's last step.
  mutating func count(nextEvent: UInt32, after step: Int) { nextEvents[step].count(nextEvent) }

  /// The same attempt's segment.
  mutating func count(segment: UInt32, of breakdown: Int, steps: UInt64) {
    segments[breakdown].count(segment, steps: steps)
  }

  /// The same attempt's period.
  mutating func count(period: Int, steps: UInt64, mayGoOn: Bool) {
    periods[period, default: PeriodCounts(stepCount: seen.count)].count(steps, mayGoOn: mayGoOn)
  }

  package mutating func merge(_ other: FunnelTally) {
    for step in seen.indices {
      seen[step] += other.seen[step]
      seenFromFirst[step] += other.seenFromFirst[step]
      seenFromPrevious[step] += other.seenFromPrevious[step]
      entered[step] += other.entered[step]
      stopped[step] += other.stopped[step]
      pauses[step].merge(other.pauses[step])
      nextEvents[step].merge(other.nextEvents[step])
    }
    excluded += other.excluded
    for index in segments.indices { segments[index].merge(other.segments[index]) }
    periods.merge(other.periods) { $0.merged(with: $1) }
  }
}

/// Attempts of one period of a trend.
package struct PeriodCounts: Sendable {
  /// By step.
  package private(set) var seen: [Int]
  /// Some attempt's window, or without one its unit, had not closed by the end of data.
  package private(set) var mayGoOn = false

  init(stepCount: Int) { seen = Array(repeating: 0, count: stepCount) }

  mutating func count(_ steps: UInt64, mayGoOn: Bool) {
    for step in seen.indices where steps & StepShape.bit(step) != 0 { seen[step] += 1 }
    if mayGoOn { self.mayGoOn = true }
  }

  func merged(with other: PeriodCounts) -> PeriodCounts {
    var sum = self
    for step in seen.indices { sum.seen[step] += other.seen[step] }
    sum.mayGoOn = mayGoOn || other.mayGoOn
    return sum
  }
}
