import Analysis
import Clickstream
import Foundation
import Funnels
import Testing

/// What one person does takes time in proportion, however the steps overlap and whatever the options are.
@Suite(.serialized) struct LinearTimeTests {
  /// A funnel with options that need a search of their own.
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var change: @Sendable (inout FunnelPlan) -> Void

    var testDescription: String { name }

    init(_ name: String, _ change: @escaping @Sendable (inout FunnelPlan) -> Void) {
      self.name = name
      self.change = change
    }

    /// Eight steps, each met by half of the eight events and each pair of steps by some event.
    var settings: AnalysisSettings {
      var settings = AnalysisSettings()
      let steps = (0..<8).map { step in
        let names = (0..<8).filter { ($0 * 5 + step * 3) % 8 < 4 }.map { Array("e\($0)".utf8) }
        return FunnelStep(
          name: Array("s\(step)".utf8), condition: .field(.role(.event), .oneOf(names)))
      }
      var funnel = FunnelPlan(name: name, steps: steps)
      change(&funnel)
      settings.funnels = [funnel]
      return settings
    }
  }

  static let cases = [
    Case("ordered") { _ in },
    Case("strict ties") { $0.ties = .strict },
    Case("any order") { $0.order = .any },
    Case("any order, window, every attempt") {
      $0.order = .any
      $0.windowMilliseconds = 300_000
      $0.count = .total
    },
    Case("open, every attempt, excluded") {
      ($0.entry, $0.count) = (.open, .total)
      $0.excludeNothing()
    },
    Case("every attempt, window") {
      $0.count = .total
      $0.windowMilliseconds = 300_000
    },
    Case("optional") { $0.skip([2, 3, 5]) },
    Case("within, optional, window") {
      $0.skip([2, 5])
      $0.hurry()
      $0.windowMilliseconds = 900_000
    },
    Case("within, every attempt, excluded") {
      $0.hurry()
      $0.count = .total
      $0.excludeNothing()
    },
    Case("within, open") {
      $0.hurry()
      $0.entry = .open
    },
    Case("strict, repeats ignored, open") {
      $0.order = .strict
      $0.ignoresRepeats = true
      $0.entry = .open
    },
    Case("strict, within, optional") {
      $0.order = .strict
      $0.hurry()
      $0.skip([3])
    },
    Case("optional, excluded from there on") {
      $0.skip([2])
      $0.excludeNothing(from: 2)
    },
    Case("held") { $0.hold = [.role(.item)] },
    Case("held, strict, every attempt") {
      $0.hold = [.role(.item)]
      $0.order = .strict
      $0.count = .total
    },
  ]

  /// How the events of one user lie.
  enum Shape: String, CaseIterable, CustomTestStringConvertible {
    case oneMoment = "one moment", secondBySecond = "second by second"
    case manySessions = "one moment of many sessions"
    case entriesThenNothing = "entries and repeats only"

    var testDescription: String { rawValue }
  }

  /// Events of one user; their order in the file is not the total order.
  private func file(_ count: Int, _ shape: Shape) -> [UInt8] {
    var text = "time,user,event,session_id,item\n"
    for index in 0..<count {
      let time =
        1_793_534_400 + (shape == .secondBySecond || shape == .entriesThenNothing ? index : 0)
      let session = shape == .manySessions ? index % 1000 : 0
      let event = shape == .entriesThenNothing ? (index % 2) * 5 : index * 7 % 8
      text += "\(time),u,e\(event),\(session),i\(index % 3)\n"
    }
    return Array(text.utf8)
  }

  /// Seconds of the processor, not of the clock, for others may be using the machine.
  ///
  /// A run on one thread stays on this one.
  private func seconds(_ file: [UInt8], _ settings: AnalysisSettings) throws -> Double {
    let start = threadSeconds()
    _ = try engineJSON([file], settings)
    return threadSeconds() - start
  }

  private func threadSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Four times the events take 4 times as long, with sorting a little more; 16 times, if anything were quadratic.
  ///
  /// The shortest of some runs count.
  @Test(arguments: cases, Shape.allCases)
  func eventsOfOnePersonTakeLinearTime(_ test: Case, shape: Shape) throws {
    let settings = test.settings
    let (fewEvents, manyEvents) = (file(2500, shape), file(10_000, shape))
    var (few, many) = (Double.infinity, Double.infinity)
    for _ in 0..<10 {
      few = min(few, try seconds(fewEvents, settings))
      many = min(many, try seconds(manyEvents, settings))
      if many < few * 8 { return }
    }
    Issue.record("2,500 events: \(few) s, 10,000 events: \(many) s")
  }
}

extension FunnelPlan {
  fileprivate mutating func skip(_ optional: [Int]) {
    for step in optional { steps[step].isOptional = true }
  }

  fileprivate mutating func hurry() {
    for step in steps.indices.dropFirst() { steps[step].withinMilliseconds = 60_000 }
  }

  /// An exclusion that never happens makes every attempt be looked at.
  fileprivate mutating func excludeNothing(from step: Int = 0) {
    let never = Condition.field(.role(.event), .oneOf([Array("never".utf8)]))
    exclusions = [FunnelExclusion(condition: never, from: step, to: step + 2)]
  }
}
