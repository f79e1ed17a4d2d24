import Abandonment
import Clickstream
import Funnels

/// All figures of a run, over persons: what each worker counts and what the workers' counts add up to.
struct RunTally: PersonSink, Sendable {
  var sessions = SessionTally()
  var funnels: [FunnelFolder]
  var abandonment: AbandonmentFolder
  var users = 0
  var duplicates = 0
  private let archive: EventArchive
  private let periodMilliseconds: Range<Int64>

  init(
    archive: EventArchive, periodMilliseconds: Range<Int64>, funnels: [FunnelFolder],
    abandonment: AbandonmentFolder
  ) {
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
    for index in funnels.indices { funnels[index].receive(person, in: partition) }
    abandonment.receive(person, in: partition)
  }

  mutating func merge(_ other: RunTally) {
    sessions.merge(other.sessions)
    for index in funnels.indices { funnels[index].merge(other.funnels[index]) }
    abandonment.merge(other.abandonment)
    users += other.users
    duplicates += other.duplicates
  }
}

/// Folds all partitions: each worker takes the next one, and their tallies are added at the end.
struct FoldPhase {
  let archive: EventArchive
  let funnels: [FunnelPlan]
  let breakdowns: [[Breakdown]]
  let abandonment: AbandonmentPlan
  let sessions: SessionRules
  let endOfDataMilliseconds: Int64
  let hasPageColumn: Bool
  let periodMilliseconds: Range<Int64>
  let threads: Int

  func run() -> RunTally {
    let queue = WorkQueue(count: EventStore.partitionCount)
    let phase = self
    let tallies = WorkerThreads.run(min(threads, EventStore.partitionCount)) { _ in
      var tally = phase.emptyTally
      var builder = PersonBuilder(
        archive: phase.archive, rules: phase.sessions,
        endOfDataMilliseconds: phase.endOfDataMilliseconds,
        hasPageColumn: phase.hasPageColumn)
      while let index = queue.take() {
        let partition = UserPartition(index, of: phase.archive)
        tally.users += partition.users.count - 1
        tally.duplicates += partition.duplicates
        builder.build(partition, into: &tally)
      }
      return tally
    }
    return tallies.dropFirst().reduce(into: tallies.first ?? emptyTally) { $0.merge($1) }
  }

  private var emptyTally: RunTally {
    RunTally(
      archive: archive, periodMilliseconds: periodMilliseconds,
      funnels: funnels.indices.map { index in
        FunnelFolder(
          plan: funnels[index], index: index, archive: archive, breakdowns: breakdowns[index],
          periodMilliseconds: periodMilliseconds)
      },
      abandonment: AbandonmentFolder(
        plan: abandonment, archive: archive, endOfDataMilliseconds: endOfDataMilliseconds,
        periodMilliseconds: periodMilliseconds))
  }
}
