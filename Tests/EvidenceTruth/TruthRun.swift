import Analysis
import Clickstream
import Reference
import Reports
import ShopSimulator
import TestSupport

extension TruthCase {
  /// Simulates a shop and has it analysed: a point for each cause that is looked at.
  public func points(users: Int, seed: UInt64) throws -> [String: TruthPoint] {
    let folder = try TemporaryFolder()
    var inputs: [InputFile] = []
    var truth = JSONValue.null
    let shop = SampleShop(settings: settings(users, seed))
    try shop.write { name, bytes in
      if name == SampleShop.truthFileName {
        truth = try JSONValue(parsing: bytes)
      } else {
        inputs.append(.path(Array(try folder.write(name, bytes).utf8)))
      }
    }
    var settings = AnalysisSettings()
    settings.sessions.assumesComplete = true
    let report = try Analysis(settings: settings).run(inputs).report
    var points: [String: TruthPoint] = [:]
    for reason in reasons {
      let line = report.abandonment.reasons.first { $0.reason == Array(reason.utf8) }
      points[reason] = line.flatMap { TruthPoint($0, truth: directly(reason, truth)) }
    }
    return points
  }

  private func directly(_ reason: String, _ truth: JSONValue) -> Double {
    guard case .array(let causes) = truth["causes"],
      let cause = causes.first(where: { $0["reason"] == .string(reason) }),
      case .number(let text) = cause["abandoned_directly"]
    else { return 0 }
    return Double(text) ?? 0
  }
}
