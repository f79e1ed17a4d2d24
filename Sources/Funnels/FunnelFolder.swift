package import Clickstream
package import Measures

/// Runs one funnel over persons and counts.
package struct FunnelFolder: Sendable {
  private let plan: FunnelPlan
  /// Steps and exclusions by event meaning.
  private let stepMasks: [UInt64]
  private let exclusionMasks: [UInt64]
  private let archive: EventArchive
  private let breakdowns: [Breakdown]
  private let held: [Breakdown]
  /// Units that start in it count; in milliseconds.
  private let periodMilliseconds: Range<Int64>
  private let endOfDataMilliseconds: Int64
  private var finder: AttemptFinder
  private var fill: AttemptFill
  package private(set) var tally: FunnelTally

  /// What a folder needs beside its plan.
  package struct Context {
    package var archive: EventArchive
    package var breakdowns: [Breakdown]
    package var held: [Breakdown]
    package var periodMilliseconds: Range<Int64>
    package var endOfDataMilliseconds: Int64
    package var scratch: SampleScratch?

    /// Makes a context; see the properties of the folder.
    package init(
      archive: EventArchive, breakdowns: [Breakdown], held: [Breakdown],
      periodMilliseconds: Range<Int64>, endOfDataMilliseconds: Int64, scratch: SampleScratch?
    ) {
      self.archive = archive
      self.breakdowns = breakdowns
      self.held = held
      self.periodMilliseconds = periodMilliseconds
      self.endOfDataMilliseconds = endOfDataMilliseconds
      self.scratch = scratch
    }
  }

  /// - Parameter index: which of the archive's funnels this is.
  package init(plan: FunnelPlan, index: Int, _ context: Context) {
    self.plan = plan
    archive = context.archive
    stepMasks = archive.meanings.stepMasks(ofFunnel: index)
    exclusionMasks = archive.meanings.exclusionMasks(ofFunnel: index)
    breakdowns = context.breakdowns
    held = context.held
    periodMilliseconds = context.periodMilliseconds
    endOfDataMilliseconds = context.endOfDataMilliseconds
    finder = AttemptFinder(plan: plan)
    fill = AttemptFill(plan: plan)
    tally = FunnelTally(
      stepCount: plan.steps.count, breakdownCount: breakdowns.count, scratch: context.scratch)
  }

  /// Folds every unit of a person.
  package mutating func receive(_ person: borrowing Person, in partition: borrowing UserPartition) {
    switch plan.unit {
    case .session:
      for session in person.sessions {
        fold(
          person.moments(of: session), start: session.startMilliseconds, isOpen: session.isOpen,
          partition)
      }
    case .journey:
      for journey in person.journeys where !journey.isBackground {
        fold(
          person.moments(of: journey), start: journey.startMilliseconds,
          isOpen: journey.outcome == .open, partition)
      }
    case .user:
      guard let first = person.allMoments.first else { return }
      fold(person.allMoments, start: first.timeMilliseconds, isOpen: false, partition)
    }
  }

  private mutating func fold(
    _ moments: ArraySlice<Moment>, start: Int64, isOpen: Bool,
    _ partition: borrowing UserPartition
  ) {
    guard periodMilliseconds.contains(start) else { return }
    finder.beginUnit()
    for place in moments.indices {
      let moment = moments[place]
      let meaning = Int(moment.meaning)
      if exclusionMasks[meaning] != 0 {
        finder.noteExclusions(exclusionMasks[meaning], at: moment.timeMilliseconds)
      }
      // In a strict funnel an event that fits no step ends attempts.
      guard stepMasks[meaning] != 0 || plan.order == .strict else { continue }
      let candidate = Candidate(
        timeMilliseconds: moment.timeMilliseconds, mask: stepMasks[meaning], place: place)
      if held.isEmpty {
        finder.append(candidate)
      } else if let values = heldValues(Int(moment.row), partition) {
        finder.append(candidate, holding: values)
      }
    }
    if finder.find() { tally.excluded += 1 }
    for index in finder.counted.indices {
      count(finder.counted[index], moments, isOpen: isOpen, partition)
    }
  }

  /// The values that an attempt must hold; nil when one is missing, for then the event fits no step.
  private func heldValues(_ row: Int, _ partition: borrowing UserPartition) -> [UInt32]? {
    var values: [UInt32] = []
    for field in held {
      let value = field.value(of: row, archive, partition)
      if value == 0 { return nil }
      values.append(value)
    }
    return values
  }

  private mutating func count(
    _ attempt: Attempt, _ moments: ArraySlice<Moment>, isOpen: Bool,
    _ partition: borrowing UserPartition
  ) {
    fill.fill(attempt, of: finder.list(attempt.list))
    let steps = attempt.firstStep..<attempt.firstStep + attempt.level
    tally.count(steps: steps)
    for step in steps.dropFirst() {
      let (here, before) = (
        fill.filled[step - steps.lowerBound], fill.filled[step - steps.lowerBound - 1]
      )
      tally.count(
        pauseMilliseconds: moments[here].timeMilliseconds - moments[before].timeMilliseconds,
        before: step)
    }
    if steps.upperBound < plan.steps.count {
      tally.count(nextEvent: nextEvent(moments, attempt), after: steps.upperBound - 1)
    }
    let place = attributedPlace(steps)
    for (index, breakdown) in breakdowns.enumerated() {
      let value = place.map { breakdown.value(of: Int(moments[$0].row), archive, partition) } ?? 0
      tally.count(segment: value, of: index, steps: steps)
    }
    countPeriod(attempt, steps, isOpen: isOpen)
  }

  private mutating func countPeriod(_ attempt: Attempt, _ steps: Range<Int>, isOpen: Bool) {
    guard let trend = plan.trend else { return }
    let entry = attempt.entryMilliseconds
    let day = archive.plan.timeZone.localDay(ofMilliseconds: entry)
    let mayGoOn = plan.windowMilliseconds.map { entry + $0 > endOfDataMilliseconds } ?? isOpen
    tally.count(period: trend.start(ofDay: day), steps: steps, mayGoOn: mayGoOn)
  }

  /// The event that gives the segment; nil where its step was not filled.
  private func attributedPlace(_ steps: Range<Int>) -> Int? {
    switch plan.attribution {
    case .first: fill.filled.first
    case .last: fill.filled.last
    case .step(let step): steps.contains(step) ? fill.filled[step - steps.lowerBound] : nil
    }
  }

  /// The name of the first event behind the attempt's last one that is not automatic, within the window.
  private func nextEvent(_ moments: ArraySlice<Moment>, _ attempt: Attempt) -> UInt32 {
    let last = fill.filled.max() ?? moments.startIndex
    for moment in moments[(last + 1)...] {
      let elapsed = moment.timeMilliseconds - attempt.entryMilliseconds
      if let window = plan.windowMilliseconds, elapsed > window { break }
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

extension FunnelPlan {
  /// What the funnel asks of each event.
  package var conditions: FunnelConditions {
    FunnelConditions(
      steps: steps.map(\.condition), exclusions: exclusions.map(\.condition))
  }
}
