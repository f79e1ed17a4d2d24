import Analysis
import Clickstream
import Funnels
import Testing

/// What one person does at one moment takes time in proportion, however the steps overlap.
@Suite(.serialized) struct LinearTimeTests {
  /// Eight steps, each met by half of the eight events and each pair of steps by some event.
  private static let settings: AnalysisSettings = {
    var settings = AnalysisSettings()
    let steps = (0..<8).map { step in
      let names = (0..<8).filter { ($0 * 5 + step * 3) % 8 < 4 }.map { Array("e\($0)".utf8) }
      return FunnelStep(
        name: Array("s\(step)".utf8), condition: .field(.role(.event), .oneOf(names)))
    }
    settings.funnels = FunnelTies.allCases.map { ties in
      var funnel = FunnelPlan(name: "\(ties)", steps: steps)
      funnel.ties = ties
      return funnel
    }
    return settings
  }()

  /// Events of one user at one time; their order in the file is not the total order.
  private func file(_ count: Int, hasSessions: Bool) -> [UInt8] {
    var text = "time,user,event,session_id\n"
    for index in 0..<count {
      text += "1793534400,u,e\(index * 7 % 8),\(hasSessions ? "\(index % 1000)" : "s")\n"
    }
    return Array(text.utf8)
  }

  private func time(_ count: Int, hasSessions: Bool) throws -> Duration {
    let file = file(count, hasSessions: hasSessions)
    return try ContinuousClock().measure { _ = try engineJSON([file], LinearTimeTests.settings) }
  }

  /// Four times the events take 4 times as long, with sorting a little more; 16 times, if anything were quadratic.
  ///
  /// The shortest of some runs count: others may be using the machine.
  @Test(arguments: [false, true]) func eventsOfOneMomentTakeLinearTime(hasSessions: Bool) throws {
    var (few, many) = (Duration.seconds(1000), Duration.seconds(1000))
    for _ in 0..<10 {
      few = min(few, try time(10_000, hasSessions: hasSessions))
      many = min(many, try time(40_000, hasSessions: hasSessions))
      if many < few * 8 { return }
    }
    Issue.record("10,000 events: \(few), 40,000 events: \(many)")
  }
}
