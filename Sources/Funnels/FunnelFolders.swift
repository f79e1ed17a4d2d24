package import Clickstream

/// Runs all funnels of a run over persons: each unit is looked at once for all of them.
package struct FunnelFolders: Sendable {
  /// In the order of the funnels.
  package private(set) var all: [FunnelFolder]
  private var scan: UnitScan
  /// Indices of the funnels of each unit.
  private let funnelsOfUnit: [FunnelUnit: [Int]]
  /// Units that start in it count; in milliseconds.
  private let periodMilliseconds: Range<Int64>

  /// - Parameter folders: in the order of the archive's funnels.
  package init(
    _ folders: [FunnelFolder], archive: EventArchive, periodMilliseconds: Range<Int64>
  ) {
    all = folders
    scan = UnitScan(folders, meaningCount: archive.meanings.events.count)
    funnelsOfUnit = Dictionary(grouping: folders.indices) { folders[$0].unit }
    self.periodMilliseconds = periodMilliseconds
  }

  /// Lists the attempts behind one count of a funnel from now on.
  package mutating func list(_ listing: FunnelListing, of funnel: Int) {
    all[funnel].listing = listing
  }

  /// Folds every unit of a person.
  package mutating func receive(_ person: borrowing Person, in partition: borrowing UserPartition) {
    for index in all.indices { all[index].beginPerson() }
    if let funnels = funnelsOfUnit[.session] {
      for (index, session) in person.sessions.enumerated() {
        let unit = FunnelUnitView(
          moments: person.moments(of: session), startMilliseconds: session.startMilliseconds,
          isOpen: session.isOpen, index: index)
        fold(unit, funnels, partition)
      }
    }
    if let funnels = funnelsOfUnit[.journey] {
      for (index, journey) in person.journeys.enumerated() where !journey.isBackground {
        let unit = FunnelUnitView(
          moments: person.moments(of: journey), startMilliseconds: journey.startMilliseconds,
          isOpen: journey.outcome == .open, index: index)
        fold(unit, funnels, partition)
      }
    }
    if let funnels = funnelsOfUnit[.user], let first = person.allMoments.first {
      let unit = FunnelUnitView(
        moments: person.allMoments, startMilliseconds: first.timeMilliseconds, isOpen: false,
        index: 0)
      fold(unit, funnels, partition)
    }
  }

  private mutating func fold(
    _ unit: FunnelUnitView, _ funnels: [Int], _ partition: borrowing UserPartition
  ) {
    guard periodMilliseconds.contains(unit.startMilliseconds) else { return }
    scan.load(unit.moments)
    for index in funnels where scan.mayEnter(index) {
      all[index].fold(unit, at: scan.places, partition)
    }
  }

  /// Adds what another worker counted for the same funnels.
  package mutating func merge(_ other: FunnelFolders) {
    for index in all.indices { all[index].merge(other.all[index]) }
  }
}

/// A session, journey or person, as funnels see it.
struct FunnelUnitView {
  /// In total order.
  var moments: ArraySlice<Moment>
  var startMilliseconds: Int64
  var isOpen: Bool
  /// Index of the session or journey in the person.
  var index: Int
}
