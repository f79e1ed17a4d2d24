import Abandonment
import Analysis
import Clickstream
import Funnels
import Reference
import Reports
import TestSupport
import Testing

/// The engine against the slow reference, on random shops full of edges.
@Suite struct ReferenceComparisonTests {
  static let seeds: [UInt64] = Array(1...60)

  @Test(arguments: seeds) func reportEqualsReference(seed: UInt64) throws {
    let events = randomShop(seed: seed)
    for variant in Variant.all + [Variant.ownReasons(seed: seed)] {
      let expected = referenceReport(variant.events(events), variant.reference)
      let actual = try engineReport(csv(variant.events(events)), variant.engine)
      let found = differences(expected, actual, tolerance: 0.000_002)
      #expect(
        found.isEmpty, "seed \(seed), \(variant.name): \(found.prefix(8).joined(separator: "\n"))")
    }
  }
}

/// Runs the engine over CSV files in memory and gives its JSON.
func engineReport(_ files: [UInt8]..., engine settings: AnalysisSettings) throws -> JSONValue {
  try JSONValue(parsing: engineJSON(files, settings))
}

func engineReport(_ file: [UInt8], _ settings: AnalysisSettings) throws -> JSONValue {
  try JSONValue(parsing: engineJSON([file], settings))
}

func engineJSON(_ files: [[UInt8]], _ settings: AnalysisSettings) throws -> [UInt8] {
  let folder = try TemporaryFolder()
  var inputs: [InputFile] = []
  for (index, bytes) in files.enumerated() {
    inputs.append(.path(Array(try folder.write("\(index).csv", bytes).utf8)))
  }
  return JSONFormat().bytes(of: try Analysis(settings: settings).run(inputs).report)
}

/// One set of rules, for the engine and for the reference.
struct Variant {
  var name: String
  var engine = AnalysisSettings()
  var reference = ReferenceSettings()
  var dropsSessionColumn = false

  init(_ name: String) { self.name = name }

  func events(_ all: [ReferenceEvent]) -> [ReferenceEvent] { all }

  static var all: [Variant] {
    [defaults, byGap, completed, itemPrices, byJourney, derivedFees, period, funnels]
  }

  static let defaults = Variant("defaults")

  static var byGap: Variant {
    var variant = Variant("sessions by gap")
    variant.engine.sessions.source = .gap
    variant.reference.sessionsFrom = .gap
    variant.engine.sessions.gapMilliseconds = 600_000
    variant.reference.gapMilliseconds = 600_000
    return variant
  }

  static var completed: Variant {
    var variant = Variant("assume complete, end of data, short windows")
    variant.engine.sessions.assumesComplete = true
    variant.reference.assumeComplete = true
    variant.engine.sessions.journeyWindowMilliseconds = 86_400_000
    variant.reference.journeyWindowMilliseconds = 86_400_000
    variant.engine.abandonment.recoveryWindowMilliseconds = 43_200_000
    variant.reference.recoveryWindowMilliseconds = 43_200_000
    return variant
  }

  static var itemPrices: Variant {
    var variant = Variant("value of item")
    variant.engine.valueMeaning = .item
    variant.reference.valueOfItem = true
    return variant
  }

  static var byJourney: Variant {
    var variant = Variant("carts by journey")
    variant.engine.abandonment.unit = .journey
    variant.reference.abandonmentUnit = .journey
    variant.engine.sessions.journeyWindowMilliseconds = 172_800_000
    variant.reference.journeyWindowMilliseconds = 172_800_000
    return variant
  }

  static var derivedFees: Variant {
    var variant = Variant("derived fees, strata")
    variant.engine.abandonment.derivesFee = true
    variant.reference.deriveFee = true
    variant.engine.abandonment.strata = [.channel, .device]
    variant.reference.strata = ["channel", "device"]
    return variant
  }

  static var period: Variant {
    var variant = Variant("a period, cut at midnight")
    let since: Int64 = 1_793_577_600_000
    variant.engine.sinceMilliseconds = since
    variant.reference.sinceMilliseconds = since
    variant.engine.untilMilliseconds = since + 172_800_000
    variant.reference.untilMilliseconds = since + 172_800_000
    variant.engine.sessions.cutsAtMidnight = true
    variant.reference.cutAtMidnight = true
    return variant
  }

  static var funnels: Variant {
    var variant = Variant("funnels")
    let steps: [[String]] = [
      ["view_item", "add_to_cart"], ["add_to_cart", "begin_checkout"], ["add_to_cart"],
      ["purchase", "begin_checkout"],
    ]
    for unit in FunnelUnit.allCases {
      for ties in FunnelTies.allCases {
        let name = "\(unit) \(ties)"
        var funnel = FunnelPlan(name: name, steps: steps.map(step))
        funnel.unit = unit
        funnel.ties = ties
        funnel.windowMilliseconds = unit == .user ? nil : 1_800_000
        funnel.breakdowns = [.role(.device), .role(.page)]
        variant.engine.funnels = (variant.engine.funnels ?? []) + [funnel]
        variant.reference.funnels.append(
          ReferenceFunnel(
            name: name, unit: ReferenceUnit(rawValue: unit.rawValue) ?? .session, steps: steps,
            windowMilliseconds: funnel.windowMilliseconds, strictTies: ties == .strict,
            by: ["device", "page"]))
      }
    }
    variant.engine.maxSegments = 3
    variant.reference.maxSegments = 3
    return variant
  }

  private static func step(_ names: [String]) -> FunnelStep {
    FunnelStep(
      name: Array(names.joined(separator: "|").utf8),
      condition: .field(.role(.event), .oneOf(names.map { Array($0.utf8) })))
  }
}
