package import Clickstream
package import Measures

/// Runs one funnel over persons and counts.
package struct FunnelFolder: Sendable {
  private let plan: FunnelPlan
  /// Steps and exclusions by event meaning.
  private let stepMasks: [StepMask]
  private let exclusionMasks: [UInt64]
  private let archive: EventArchive
  private let breakdowns: [Breakdown]
  private let held: [Breakdown]
  /// Units that start in it count; in milliseconds.
  private let periodMilliseconds: Range<Int64>
  private let endOfDataMilliseconds: Int64
  private var finder: AttemptFinder
  private let shape: StepShape
  /// By line of the report: the line before it that is not optional; the first is its own.
  private let previousLines: [Int]
  /// By line of the report: the place of the event by which the attempt at hand is seen there; -1 for none.
  private var lines: [Int] = []
  package private(set) var tally: FunnelTally
  /// Which attempts `listed` is to hold; nil for none.
  package var listing: FunnelListing?
  /// The attempts behind one count, of the person received last.
  package private(set) var listed: [ListedAttempt] = []

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
    exclusionMasks = archive.meanings.exclusionMasks(ofFunnel: index)
    breakdowns = context.breakdowns
    held = context.held
    periodMilliseconds = context.periodMilliseconds
    endOfDataMilliseconds = context.endOfDataMilliseconds
    finder = AttemptFinder(plan: plan)
    let finder = finder
    stepMasks = archive.meanings.stepMasks(ofFunnel: index).map { steps in
      let (mask, optional) = finder.candidateMasks(steps)
      return StepMask(mask: mask, optional: optional)
    }
    let shape = StepShape(plan: plan)
    self.shape = shape
    previousLines = plan.steps.indices.map { line in shape.required.last { $0 < line } ?? line }
    tally = FunnelTally(
      stepCount: plan.steps.count, breakdownCount: breakdowns.count, scratch: context.scratch)
  }

  /// Folds every unit of a person.
  package mutating func receive(_ person: borrowing Person, in partition: borrowing UserPartition) {
    if listing != nil { listed.removeAll(keepingCapacity: true) }
    switch plan.unit {
    case .session:
      for (index, session) in person.sessions.enumerated() {
        fold(
          person.moments(of: session), start: session.startMilliseconds, isOpen: session.isOpen,
          index, partition)
      }
    case .journey:
      for (index, journey) in person.journeys.enumerated() where !journey.isBackground {
        fold(
          person.moments(of: journey), start: journey.startMilliseconds,
          isOpen: journey.outcome == .open, index, partition)
      }
    case .user:
      guard let first = person.allMoments.first else { return }
      fold(person.allMoments, start: first.timeMilliseconds, isOpen: false, 0, partition)
    }
  }

  private mutating func fold(
    _ moments: ArraySlice<Moment>, start: Int64, isOpen: Bool, _ unit: Int,
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
      let steps = stepMasks[meaning]
      // In a strict funnel an event that fits no step ends attempts.
      guard steps.mask | steps.optional != 0 || plan.order == .strict else { continue }
      let candidate = Candidate(
        timeMilliseconds: moment.timeMilliseconds, mask: steps.mask, optional: steps.optional,
        place: place)
      if held.isEmpty {
        finder.append(candidate)
      } else {
        finder.append(candidate, set: heldSet(Int(moment.row), partition))
      }
    }
    if finder.find() {
      tally.excluded += 1
      if listing == .excluded { listed.append(ListedAttempt(unit: unit)) }
    }
    for index in finder.counted.indices {
      let attempt = finder.counted[index]
      let last = count(attempt, moments, isOpen: isOpen, partition)
      if let listing, listing.holds(lastLine: last, of: plan) {
        var found = ListedAttempt(unit: unit, level: last)
        if plan.count == .total { found.entryMilliseconds = attempt.entryMilliseconds }
        listed.append(found)
      }
    }
  }

  /// The set of values that an attempt must hold; nil when one is missing, for then the event fits no step.
  private mutating func heldSet(_ row: Int, _ partition: borrowing UserPartition) -> Int? {
    var set = 0
    for field in held {
      let value = field.value(of: row, archive, partition)
      if value == 0 { return nil }
      set = finder.narrow(set, by: value)
    }
    return set
  }

  /// Counts an attempt; gives the last line of the report at which it is seen, optional ones aside.
  private mutating func count(
    _ attempt: Attempt, _ moments: ArraySlice<Moment>, isOpen: Bool,
    _ partition: borrowing UserPartition
  ) -> Int {
    let filled = places(attempt)
    lines = filled
    if plan.order == .any {
      lines = filled.filter { $0 >= 0 }.sorted()
      while lines.count < filled.count { lines.append(-1) }
    }
    let steps = lines.indices.reduce(UInt64(0)) { mask, line in
      lines[line] < 0 ? mask : mask | StepShape.bit(line)
    }
    // The entry fills a step that is not optional.
    let last = lines.indices.last { lines[$0] >= 0 && !isOptional($0) } ?? 0
    tally.count(steps: steps, last: last, previous: previousLines)
    countPauses(moments)
    if last < plan.steps.count - 1 {
      tally.count(nextEvent: nextEvent(moments, attempt), after: last)
    }
    let place = attributedPlace(attempt, filled)
    for (index, breakdown) in breakdowns.enumerated() {
      let value = place.map { breakdown.value(of: Int(moments[$0].row), archive, partition) } ?? 0
      tally.count(segment: value, of: index, steps: steps)
    }
    countPeriod(attempt, steps, isOpen: isOpen)
    return last
  }

  private func isOptional(_ line: Int) -> Bool { plan.order != .any && shape.isOptional(line) }

  /// By step, the place of the event that fills it; -1 for none.
  private mutating func places(_ attempt: Attempt) -> [Int] {
    let candidates = finder.filled(attempt)
    let list = finder.lists.all[attempt.list]
    return candidates.map { $0 < 0 ? -1 : list.all[$0].place }
  }

  private mutating func countPauses(_ moments: ArraySlice<Moment>) {
    var before = -1
    for (line, place) in lines.enumerated() where place >= 0 {
      if before >= 0 {
        tally.count(
          pauseMilliseconds: moments[place].timeMilliseconds - moments[before].timeMilliseconds,
          before: line)
      }
      before = place
    }
  }

  private mutating func countPeriod(_ attempt: Attempt, _ steps: UInt64, isOpen: Bool) {
    guard let trend = plan.trend else { return }
    let entry = attempt.entryMilliseconds
    let day = archive.plan.timeZone.localDay(ofMilliseconds: entry)
    let mayGoOn = plan.windowMilliseconds.map { entry + $0 > endOfDataMilliseconds } ?? isOpen
    tally.count(period: trend.start(ofDay: day), steps: steps, mayGoOn: mayGoOn)
  }

  /// The event that gives the segment; nil where its step was not filled.
  private func attributedPlace(_ attempt: Attempt, _ filled: [Int]) -> Int? {
    switch plan.attribution {
    case .first: attempt.place
    case .last: lines.last { $0 >= 0 }
    case .step(let step): filled[step] < 0 ? nil : filled[step]
    }
  }

  /// The name of the first event behind the attempt's last one that is not automatic, within the window.
  private func nextEvent(_ moments: ArraySlice<Moment>, _ attempt: Attempt) -> UInt32 {
    let last = lines.max() ?? attempt.place
    for moment in moments[(last + 1)...] {
      let elapsed = moment.timeMilliseconds - attempt.entryMilliseconds
      if let window = plan.windowMilliseconds, elapsed > window { break }
      let meaning = archive.meanings.events[Int(moment.meaning)]
      if !meaning.isAutomatic { return meaning.name }
    }
    return FunnelTally.left
  }
}

/// The steps that an event fits, as the funnel's search takes them.
private struct StepMask: Sendable {
  var mask: UInt64
  var optional: UInt64
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
