import Abandonment
import Clickstream
import Funnels
import Machine
import Measures

/// All figures of a run, over persons: what each worker counts and what the workers' counts add up to.
struct RunTally: PersonSink, Sendable {
  var sessions: SessionTally
  var funnels: FunnelFolders
  var abandonment: AbandonmentFolder
  var users = 0
  var persons = 0
  var ambiguousUsers = 0
  var duplicates = 0
  /// Set in runs with a list.
  var collector: UnitCollector?
  private let archive: EventArchive
  private let periodMilliseconds: Range<Int64>

  init(
    archive: EventArchive, periodMilliseconds: Range<Int64>, funnels: FunnelFolders,
    abandonment: AbandonmentFolder, scratch: SampleScratch?
  ) {
    sessions = SessionTally(scratch: scratch)
    self.archive = archive
    self.periodMilliseconds = periodMilliseconds
    self.funnels = funnels
    self.abandonment = abandonment
  }

  mutating func receive(_ person: borrowing Person, in partition: borrowing UserPartition) {
    for session in person.sessions where periodMilliseconds.contains(session.startMilliseconds) {
      let day = archive.plan.timeZone.localDay(ofMilliseconds: session.startMilliseconds)
      sessions.count(session, day: day, group: person.group)
    }
    for journey in person.journeys
    where !journey.isBackground && periodMilliseconds.contains(journey.startMilliseconds) {
      sessions.journeys.count(journey, person, archive)
    }
    funnels.receive(person, in: partition)
    abandonment.receive(person, in: partition)
    if var collector {
      // Taken out, so that it is not copied while it is added to.
      self.collector = nil
      collector.collect(person, self, partition)
      self.collector = collector
    }
  }

  /// Collects the units behind one count from now on.
  mutating func collect(_ target: ListTarget, of fold: FoldPhase) {
    switch target {
    case .lost: abandonment.listsLost = true
    case .funnel(let index, let listing): funnels.list(listing, of: index)
    }
    collector = UnitCollector(fold, target, archive: archive)
  }

  mutating func merge(_ other: RunTally) {
    sessions.merge(other.sessions)
    funnels.merge(other.funnels)
    abandonment.merge(other.abandonment)
    if let collected = other.collector { collector?.merge(collected) }
    users += other.users
    persons += other.persons
    ambiguousUsers += other.ambiguousUsers
    duplicates += other.duplicates
  }
}

/// Folds all partitions: each worker takes the next one, and their tallies are added at the end.
///
/// ```
/// partitions by user ──► users without a customer ───────────────────────► persons ──► tallies
///                    └─► users with one ──► partitions by customer ──► joined ──┘
/// ```
struct FoldPhase {
  let archive: EventArchive
  let funnels: [FunnelPlan]
  let breakdowns: [[Breakdown]]
  /// Fields whose values attempts share, by funnel.
  let held: [[Breakdown]]
  let abandonment: AbandonmentPlan
  let sessions: SessionRules
  let endOfDataMilliseconds: Int64
  let hasPageColumn: Bool
  let periodMilliseconds: Range<Int64>
  let threads: Int
  let memory: MemoryPlan
  /// Units to list; nil for none.
  let list: ListTarget?
  /// Takes measured values in a run whose events did not fit in memory.
  let scratch: SampleScratch?

  /// - Throws: when spilled events cannot be read back, or persons not be spilled.
  func run() throws(SpillError) -> RunTally {
    let users = try foldPieces(of: archive)
    var total = users.tally
    if archive.mustJoinUsers {
      let persons = try EventArchive(persons: users.collected, of: archive)
      total.merge(try foldPieces(of: persons).tally)
    }
    if let failure = scratch?.failure { throw failure }
    return total
  }

  private struct Folded: Sendable {
    var tally: RunTally
    var collected: [CollectedEvents] = []
  }

  private func foldPieces(of archive: EventArchive) throws(SpillError) -> Folded {
    let pieces = archive.pieces(byteLimit: memory.foldBytes(threads: threads))
    let queue = WorkQueue(count: pieces.count)
    let phase = self
    let results = WorkerThreads.run(min(threads, pieces.count)) { _ in
      Result { () throws(SpillError) in try phase.fold(pieces, of: archive, from: queue) }
    }
    var total = Folded(tally: emptyTally)
    for result in results {
      let folded = try result.get()
      total.tally.merge(folded.tally)
      total.collected += folded.collected
    }
    return total
  }

  private func fold(
    _ pieces: [PartitionPiece], of archive: EventArchive, from queue: WorkQueue
  ) throws(SpillError) -> Folded {
    var tally = emptyTally
    var builder = PersonBuilder(
      archive: archive, rules: sessions, endOfDataMilliseconds: endOfDataMilliseconds,
      hasPageColumn: hasPageColumn)
    var collector: PersonCollector?
    if archive.mustJoinUsers {
      collector = PersonCollector(
        archive: archive, folder: memory.temporaryFolder,
        storeLimit: memory.storeBytes(threads: threads))
    }
    while let index = queue.take() {
      var partition = try UserPartition(pieces[index], of: archive)
      tally.duplicates += partition.duplicates
      if !archive.holdsPersons { tally.users += partition.personCount }
      if archive.mustJoinUsers {
        let customers = KnownCustomers(of: partition)
        tally.persons += customers.strangers
        tally.ambiguousUsers += customers.ambiguousUsers
        try collector?.take(customers, from: &partition)
      } else {
        tally.persons += partition.personCount
      }
      partition.removeFiltered(archive.meanings)
      builder.build(partition, into: &tally)
    }
    return Folded(tally: tally, collected: collector.map { [$0.finish()] } ?? [])
  }

  private var emptyTally: RunTally {
    var tally = tallyWithoutList
    if let list { tally.collect(list, of: self) }
    return tally
  }

  private var tallyWithoutList: RunTally {
    RunTally(
      archive: archive, periodMilliseconds: periodMilliseconds,
      funnels: FunnelFolders(
        funnels.indices.map(folder), archive: archive, periodMilliseconds: periodMilliseconds),
      abandonment: AbandonmentFolder(
        plan: abandonment, archive: archive, endOfDataMilliseconds: endOfDataMilliseconds,
        periodMilliseconds: periodMilliseconds, scratch: scratch), scratch: scratch)
  }

  private func folder(ofFunnel index: Int) -> FunnelFolder {
    FunnelFolder(
      plan: funnels[index], index: index,
      FunnelFolder.Context(
        archive: archive, breakdowns: breakdowns[index], held: held[index],
        endOfDataMilliseconds: endOfDataMilliseconds, scratch: scratch))
  }
}
