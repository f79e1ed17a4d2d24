#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One thread of the system; joined or let go once.
///
/// Sendable: a thread's handle is a number or a pointer that any thread may pass to the system.
package struct BackgroundThread: @unchecked Sendable {
  private let thread: pthread_t

  private static let stackBytes = 8 << 20

  /// Starts `body`; nil when the system grants no further thread.
  package init?(_ body: @escaping @Sendable () -> Void) {
    let held = Unmanaged.passRetained(Job(body))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    // Some systems give threads less than regular expressions may need.
    pthread_attr_setstacksize(&attributes, BackgroundThread.stackBytes)
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
    #if canImport(Darwin)
      guard let thread else { return nil }
    #endif
    self.thread = thread
  }

  /// Waits until it has ended.
  package func join() { pthread_join(thread, nil) }

  /// Lets it end by itself.
  package func detach() { pthread_detach(thread) }

  private final class Job: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
}
