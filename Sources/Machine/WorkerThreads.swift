import Synchronization

/// Runs the same work on several threads, each with state of its own, and hands back what each came to.
package enum WorkerThreads {
  /// Calls `body` once a worker, the first on the calling thread; gives the results by worker.
  package static func run<Result: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (_ worker: Int) -> Result
  ) -> [Result] {
    let results = Results<Result>(count: max(1, count))
    var threads: [BackgroundThread] = []
    for worker in 1..<max(1, count) {
      let job: @Sendable () -> Void = { results.store(body(worker), of: worker) }
      if let thread = BackgroundThread(job) { threads.append(thread) } else { job() }
    }
    results.store(body(0), of: 0)
    for thread in threads { thread.join() }
    return results.all
  }

  private final class Results<Result: Sendable>: Sendable {
    private let stored: Mutex<[Result?]>

    init(count: Int) { stored = Mutex(Array(repeating: nil, count: count)) }

    func store(_ result: Result, of worker: Int) { stored.withLock { $0[worker] = result } }

    var all: [Result] { stored.withLock { $0.compactMap { $0 } } }
  }
}

/// Hands out the numbers below a limit, each once.
package final class WorkQueue: Sendable {
  private let next = Atomic<Int>(0)
  private let count: Int

  package init(count: Int) { self.count = count }

  /// The next number; nil when all are taken.
  package func take() -> Int? {
    let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
    return number < count ? number : nil
  }
}
