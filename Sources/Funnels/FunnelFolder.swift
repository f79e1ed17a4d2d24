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
  private let endOfDataMilliseconds: Int64
  private var finder: AttemptFinder
  /// Takes the finder's place in usual funnels.
  private var plain: PlainSearch
  private let isPlain: Bool
  private let shape: StepShape
  /// By line of the report: the line before it that is not optional; the first is its own.
  private let previousLines: [Int]
  /// By line of the report: the place of the event by which the attempt at hand is seen there; -1 for none.
  private var lines: [Int]
  /// The same by step, where a line is no step.
  private var stepPlaces: [Int] = []
  package private(set) var tally: FunnelTally
  /// Which attempts `listed` is to hold; nil for none.
  var listing: FunnelListing?
  /// The attempts behind one count, of the person received last.
  package private(set) var listed: [ListedAttempt] = []

  /// What a folder needs beside its plan.
  package struct Context {
    package var archive: EventArchive
    package var breakdowns: [Breakdown]
    package var held: [Breakdown]
    package var endOfDataMilliseconds: Int64
    package var scratch: SampleScratch?

    /// Makes a context; see the properties of the folder.
    package init(
      archive: EventArchive, breakdowns: [Breakdown], held: [Breakdown],
      endOfDataMilliseconds: Int64, scratch: SampleScratch?
    ) {
      self.archive = archive
      self.breakdowns = breakdowns
      self.held = held
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
    endOfDataMilliseconds = context.endOfDataMilliseconds
    finder = AttemptFinder(plan: plan)
    plain = PlainSearch(plan: plan)
    isPlain = PlainSearch.takes(plan)
    lines = Array(repeating: -1, count: plan.steps.count)
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

  /// What the funnel counts.
  var unit: FunnelUnit { plan.unit }

  /// Whether an event of this meaning is to be shown to the funnel; in a strict one any event ends attempts.
  func looks(at meaning: Int) -> Bool {
    plan.order == .strict || !stepMasks[meaning].isEmpty || exclusionMasks[meaning] != 0
  }

  /// Whether an attempt may begin at an event of this meaning.
  func isEntered(by meaning: Int) -> Bool {
    if plan.order == .any || plan.entry == .open { return !stepMasks[meaning].isEmpty }
    return stepMasks[meaning].mask & 1 != 0
  }

  /// Begins a person: what was listed of the last one is forgotten.
  mutating func beginPerson() {
    if listing != nil { listed.removeAll(keepingCapacity: true) }
  }

  /// Folds a unit.
  ///
  /// - Parameter places: where its events lie at which this funnel looks, among others.
  mutating func fold(
    _ unit: FunnelUnitView, at places: [Int], _ partition: borrowing UserPartition
  ) {
    if isPlain {
      if let attempt = plain.best(unit.moments, at: places, stepMasks, filled: &lines) {
        note(attempt, unit, partition)
      }
      return
    }
    finder.beginUnit()
    for place in places { show(unit.moments[place], place, partition) }
    if finder.find() {
      tally.excluded += 1
      if listing == .excluded { listed.append(ListedAttempt(unit: unit.index)) }
    }
    for attempt in finder.counted {
      finder.fill(attempt)
      finder.copyPlaces(of: attempt, to: &lines)
      if plan.order == .any { orderLines() }
      note(attempt, unit, partition)
    }
  }

  /// Counts an attempt, and lists it if it is asked for.
  private mutating func note(
    _ attempt: Attempt, _ unit: FunnelUnitView, _ partition: borrowing UserPartition
  ) {
    let last = count(attempt, unit, partition)
    if listing != nil { list(attempt, unit, last) }
  }

  @inline(never)
  private mutating func list(_ attempt: Attempt, _ unit: FunnelUnitView, _ last: Int) {
    guard let listing, listing.holds(lastLine: last, of: plan) else { return }
    var found = ListedAttempt(unit: unit.index, level: last)
    if plan.count == .total { found.entryMilliseconds = attempt.entryMilliseconds }
    listed.append(found)
  }

  /// Shows an event to the search.
  private mutating func show(
    _ moment: Moment, _ place: Int, _ partition: borrowing UserPartition
  ) {
    let meaning = Int(moment.meaning)
    if exclusionMasks[meaning] != 0 {
      finder.noteExclusions(exclusionMasks[meaning], at: moment.timeMilliseconds)
    }
    let steps = stepMasks[meaning]
    guard !steps.isEmpty || plan.order == .strict else { return }
    let candidate = Candidate(
      timeMilliseconds: moment.timeMilliseconds, mask: steps.mask, optional: steps.optional,
      place: place)
    if held.isEmpty {
      finder.append(candidate)
    } else {
      finder.append(candidate, set: heldSet(Int(moment.row), partition))
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
    _ attempt: Attempt, _ unit: FunnelUnitView, _ partition: borrowing UserPartition
  ) -> Int {
    var steps: UInt64 = 0
    // The entry fills a step that is not optional.
    var last = 0
    for line in lines.indices where lines[line] >= 0 {
      steps |= StepShape.bit(line)
      if plan.order == .any || !shape.isOptional(line) { last = line }
    }
    tally.count(steps: steps, last: last, previous: previousLines)
    countPauses(unit.moments)
    if last < plan.steps.count - 1 {
      tally.count(nextEvent: nextEvent(unit.moments, attempt), after: last)
    }
    let place = attributedPlace(attempt)
    for index in breakdowns.indices {
      let value =
        place.map { breakdowns[index].value(of: Int(unit.moments[$0].row), archive, partition) }
        ?? 0
      tally.count(segment: value, of: index, steps: steps)
    }
    countPeriod(attempt, steps, isOpen: unit.isOpen)
    return last
  }

  /// In any order the first line is the first event used, and so on.
  private mutating func orderLines() {
    stepPlaces = lines
    lines = stepPlaces.filter { $0 >= 0 }.sorted()
    while lines.count < stepPlaces.count { lines.append(-1) }
  }

  private mutating func countPauses(_ moments: ArraySlice<Moment>) {
    var before = -1
    for line in lines.indices where lines[line] >= 0 {
      let place = lines[line]
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
  private func attributedPlace(_ attempt: Attempt) -> Int? {
    switch plan.attribution {
    case .first: attempt.place
    case .last: lines.last { $0 >= 0 }
    case .step(let step): stepPlace(step)
    }
  }

  private func stepPlace(_ step: Int) -> Int? {
    let place = plan.order == .any ? stepPlaces[step] : lines[step]
    return place < 0 ? nil : place
  }

  /// The name of the first event behind the attempt's last one that is not automatic, within the window.
  private func nextEvent(_ moments: ArraySlice<Moment>, _ attempt: Attempt) -> UInt32 {
    let last = lines.max() ?? attempt.place
    for place in last + 1..<moments.endIndex {
      let moment = moments[place]
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
