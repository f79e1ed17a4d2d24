package import Clickstream
import Measures

/// Runs one funnel over persons and counts.
package struct FunnelFolder: Sendable {
  private let plan: FunnelPlan
  /// Steps by event meaning.
  private let stepMasks: [UInt64]
  private let archive: EventArchive
  private let breakdowns: [Breakdown]
  /// Units that start in it count; in milliseconds.
  private let periodMilliseconds: Range<Int64>
  private var matcher: OrderedMatcher
  package private(set) var tally: FunnelTally

  /// - Parameter index: which of the archive's funnels this is.
  package init(
    plan: FunnelPlan, index: Int, archive: EventArchive, breakdowns: [Breakdown],
    periodMilliseconds: Range<Int64>
  ) {
    self.plan = plan
    stepMasks = archive.meanings.stepMasks(ofFunnel: index)
    self.archive = archive
    self.breakdowns = breakdowns
    self.periodMilliseconds = periodMilliseconds
    matcher = OrderedMatcher(plan: plan)
    tally = FunnelTally(stepCount: plan.steps.count, breakdownCount: breakdowns.count)
  }

  /// Folds every unit of a person.
  package mutating func receive(_ person: borrowing Person, in partition: borrowing UserPartition) {
    switch plan.unit {
    case .session:
      for session in person.sessions {
        fold(person.moments(of: session), start: session.startMilliseconds, partition)
      }
    case .journey:
      for journey in person.journeys where !journey.isBackground {
        fold(person.moments(of: journey), start: journey.startMilliseconds, partition)
      }
    case .user:
      guard let first = person.allMoments.first else { return }
      fold(person.allMoments, start: first.timeMilliseconds, partition)
    }
  }

  private mutating func fold(
    _ moments: ArraySlice<Moment>, start: Int64, _ partition: borrowing UserPartition
  ) {
    guard periodMilliseconds.contains(start) else { return }
    let stepMasks = self.stepMasks
    matcher.match(moments) { stepMasks[Int($0.meaning)] }
    let filled = matcher.filled
    guard let entry = filled.first else { return }
    let level = filled.count
    tally.stopped[level - 1] += 1
    for step in 1..<max(1, level) {
      let pause =
        moments[filled[step]].timeMilliseconds - moments[filled[step - 1]].timeMilliseconds
      tally.pauses[step].add(pause)
    }
    if level < plan.steps.count {
      tally.nextEvents[level - 1].count(nextEvent(moments, filled))
    }
    for (place, breakdown) in breakdowns.enumerated() {
      let value = breakdown.value(of: Int(moments[entry].row), archive, partition)
      tally.count(segment: value, of: place, level: level)
    }
  }

  /// The name of the first event behind the attempt's last one that is not automatic, within the window.
  private func nextEvent(_ moments: ArraySlice<Moment>, _ filled: [Int]) -> UInt32 {
    let last = filled.max() ?? moments.startIndex
    let entryTime = moments[filled[0]].timeMilliseconds
    for moment in moments[(last + 1)...] {
      if let window = plan.windowMilliseconds, moment.timeMilliseconds - entryTime > window {
        break
      }
      let meaning = archive.meanings.events[Int(moment.meaning)]
      if !meaning.isAutomatic { return meaning.name }
    }
    return FunnelTally.left
  }
}

extension FunnelFolder {
  /// Adds what another worker counted for the same funnel.
  package mutating func merge(_ other: FunnelFolder) { tally.merge(other.tally) }
}
