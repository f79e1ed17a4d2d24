import Analysis
import ArgumentParser
import Configuration
import Foundation

/// How much memory a run may take, and where the rest goes.
struct MemoryOptions: ParsableArguments {
  @Option(
    help:
      "Memory to keep to, such as 64M or 2G (default: a quarter of the machine's, at least 256M).")
  var memory: String?

  @Option(
    name: .customLong("temp-dir"),
    help: "Folder for events that do not fit (default: TMPDIR, else /tmp).")
  var temporaryFolder: String?

  /// The plan that the flags and the machine give.
  func plan() throws -> MemoryPlan {
    var plan = MemoryPlan()
    plan.bytes = try askedBytes ?? MemoryOptions.defaultBytes
    let environment = ProcessInfo.processInfo.environment["TMPDIR"]
    let folder = temporaryFolder ?? environment.flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    plan.temporaryFolder = RawArguments.bytes(of: folder)
    return plan
  }

  private var askedBytes: Int? {
    get throws {
      guard let memory else { return nil }
      let bytes = try flag("--memory") { () throws(FlagValueError) in
        try FlagValues.byteCount(memory)
      }
      guard bytes >= MemoryPlan.leastBytes else {
        throw ValidationError("--memory: at least \(MemoryPlan.leastBytes >> 20)M")
      }
      return bytes
    }
  }

  private static var defaultBytes: Int {
    let machine = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    let share = max(256 << 20, min(machine, containerLimit ?? machine) / 4)
    return max(MemoryPlan.leastBytes, min(share, processLimit ?? share))
  }

  /// What `ulimit -v` leaves for events beside the program, its libraries and the stacks of its threads.
  private static var processLimit: Int? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < Int.max
    else { return nil }
    return Int(limit.rlim_cur) - 112 << 20
  }

  /// What a container's control group allows; nil without one.
  private static var containerLimit: Int? {
    let text = try? String(contentsOfFile: "/sys/fs/cgroup/memory.max", encoding: .utf8)
    return text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }
}
