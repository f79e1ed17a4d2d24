import Clickstream
import Machine
import RowReader
import Synchronization

/// What became of one input.
struct FileOutcome: Sendable {
  var input: InputFile
  var summary = ReadSummary()
  var yield = FileYield()
  var error: ReadError?
}

/// Everything read: events by worker, and what became of each input, in the order of the inputs.
struct ReadResult {
  private var collected: [CollectedEvents]
  let files: [FileOutcome]

  init(collected: [CollectedEvents], files: [FileOutcome]) {
    self.collected = collected
    self.files = files
  }

  /// Gives the events away: they are the bulk of a run's memory and must have one owner.
  mutating func takeCollected() -> [CollectedEvents] {
    defer { collected = [] }
    return collected
  }

  /// Inputs whose events are in.
  var kept: [FileOutcome] { files.filter { $0.error == nil } }

  /// Header columns seen in any file that is in.
  var columnMaps: [ColumnMap] { kept.compactMap { $0.yield.columns } }
}

/// Reads all inputs: each worker takes the next one, decodes it into its own store, and keeps it only when it has
/// verified to its end.
struct ReadPhase {
  let inputs: [InputFile]
  let plan: ReadingPlan
  let settings: AnalysisSettings

  func run() -> ReadResult {
    let queue = WorkQueue(count: inputs.count)
    let firstFailure = FirstFailure()
    let key = KeyedHash()
    let (inputs, plan, settings) = (self.inputs, self.plan, self.settings)
    let threads = min(settings.threads, max(1, inputs.count))
    let workers = WorkerThreads.run(threads) { _ in
      var collector = EventCollector(
        plan: plan, key: key,
        spill: SpillFile(folder: settings.memory.temporaryFolder, plan: plan),
        storeLimit: settings.memory.storeBytes(threads: threads))
      var outcomes: [(index: Int, outcome: FileOutcome)] = []
      while let index = queue.take() {
        // Without --keep-going nothing behind the first damaged input matters any more.
        if firstFailure.isBefore(settings.keepsGoing ? -1 : index) { continue }
        var options = settings.reading
        // The last inputs leave threads idle, and so does a single one.
        options.inflatesAhead = index > inputs.count - settings.threads
        let outcome = ReadPhase.read(inputs[index], options, into: &collector)
        if let error = outcome.error {
          firstFailure.note(error.reason == .sinkFailed ? FirstFailure.all : index)
        }
        outcomes.append((index, outcome))
      }
      return WorkerYield(collected: collector.finish(), outcomes: outcomes)
    }
    let outcomes = workers.flatMap(\.outcomes).sorted { $0.index < $1.index }
    return ReadResult(collected: workers.map(\.collected), files: outcomes.map(\.outcome))
  }

  private struct WorkerYield: Sendable {
    var collected: CollectedEvents
    var outcomes: [(index: Int, outcome: FileOutcome)]
  }

  private static func read(
    _ input: InputFile, _ options: ReadOptions, into collector: inout EventCollector
  ) -> FileOutcome {
    var outcome = FileOutcome(input: input)
    collector.beginFile()
    do throws(ReadError) {
      let source = try input.open()
      outcome.summary = try readRows(from: source, options: options, into: &collector)
      outcome.yield = collector.keepFile()
    } catch {
      collector.dropFile()
      outcome.error = error
    }
    return outcome
  }
}

/// The lowest number of a failed input so far.
private final class FirstFailure: Sendable {
  /// Stands before every input, even those that a run would keep going with: nothing can be kept any more.
  static let all = -2

  private let index = Mutex(Int.max)

  func note(_ failed: Int) { index.withLock { $0 = min($0, failed) } }

  func isBefore(_ other: Int) -> Bool { index.withLock { $0 < other } }
}
