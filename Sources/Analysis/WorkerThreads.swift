import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Runs the same work on several threads, each with state of its own, and hands back what each came to.
enum WorkerThreads {
  /// Calls `body` once a worker, the first on the calling thread; gives the results by worker.
  static func run<Result: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (_ worker: Int) -> Result
  ) -> [Result] {
    let results = Results<Result>(count: max(1, count))
    var threads: [pthread_t] = []
    for worker in 1..<max(1, count) {
      let job = Job { results.store(body(worker), of: worker) }
      if let thread = start(job) { threads.append(thread) } else { job.run() }
    }
    results.store(body(0), of: 0)
    for thread in threads { pthread_join(thread, nil) }
    return results.all
  }

  private static let stackBytes = 8 << 20

  /// Nil when the system grants no further thread.
  private static func start(_ job: Job) -> pthread_t? {
    let held = Unmanaged.passRetained(job)
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    // Some systems give threads less than regular expressions may need.
    pthread_attr_setstacksize(&attributes, stackBytes)
    let status = pthread_create(
      &thread, &attributes,
      { argument in
        // The argument is the job retained above; this is the one place that releases it.
        if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, held.toOpaque())
    guard status == 0 else {
      held.release()
      return nil
    }
    return thread
  }

  private final class Job: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private final class Results<Result: Sendable>: Sendable {
    private let stored: Mutex<[Result?]>

    init(count: Int) { stored = Mutex(Array(repeating: nil, count: count)) }

    func store(_ result: Result, of worker: Int) { stored.withLock { $0[worker] = result } }

    var all: [Result] { stored.withLock { $0.compactMap { $0 } } }
  }
}

/// Hands out the numbers below a limit, each once.
final class WorkQueue: Sendable {
  private let next = Atomic<Int>(0)
  private let count: Int

  init(count: Int) { self.count = count }

  /// The next number; nil when all are taken.
  func take() -> Int? {
    let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
    return number < count ? number : nil
  }
}
