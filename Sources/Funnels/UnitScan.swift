import Clickstream

/// What all funnels of a run see of a unit at a glance: which of them it can enter, and at which events any of them looks.
///
/// Most events of a shop (page views, scrolling, pings) fit no step, and most units enter few funnels: one pass tells, and
/// a funnel goes through what is left of those it can be entered by.
struct UnitScan: Sendable {
  /// By event meaning, a bit for each funnel; those beyond 64 share bits, which costs a look and nothing else.
  private var looked: [UInt64]
  private var entered: [UInt64]
  /// Places of the events at which some funnel looks, in order.
  private(set) var places: [Int] = []
  private var funnels: UInt64 = 0

  init(_ folders: [FunnelFolder], meaningCount: Int) {
    looked = Array(repeating: 0, count: meaningCount)
    entered = looked
    for (index, folder) in folders.enumerated() {
      for meaning in 0..<meaningCount {
        if folder.looks(at: meaning) { looked[meaning] |= UnitScan.bit(index) }
        if folder.isEntered(by: meaning) { entered[meaning] |= UnitScan.bit(index) }
      }
    }
  }

  private static func bit(_ funnel: Int) -> UInt64 { StepShape.bit(funnel % 64) }

  mutating func load(_ moments: ArraySlice<Moment>) {
    places.removeAll(keepingCapacity: true)
    funnels = 0
    for place in moments.indices {
      let meaning = Int(moments[place].meaning)
      funnels |= entered[meaning]
      if looked[meaning] != 0 { places.append(place) }
    }
  }

  /// Whether the unit may hold an attempt at a funnel.
  func mayEnter(_ funnel: Int) -> Bool { funnels & UnitScan.bit(funnel) != 0 }
}
