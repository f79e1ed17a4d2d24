import Abandonment
import Clickstream
import Measures
import Reports

/// The units behind one count, in the order in which they are printed.
package struct ListedUnits: Sendable {
  private let list: UnitList
  /// Indices of units, by start, then user, then session.
  private let order: [Int]
  private let archive: EventArchive
  /// Names of the funnel's lines.
  private let levels: [[UInt8]]
  private let usesFees: Bool
  private let masksUsers: Bool

  init(
    _ list: UnitList, levels: [[UInt8]], usesFees: Bool, masksUsers: Bool, archive: EventArchive
  ) {
    self.list = list
    self.levels = levels
    self.usesFees = usesFees
    self.masksUsers = masksUsers
    self.archive = archive
    order = list.units.indices.sorted { ListedUnits.isBefore($0, $1, list) }
  }

  package var count: Int { order.count }

  private static func isBefore(_ one: Int, _ other: Int, _ list: UnitList) -> Bool {
    let (left, right) = (list.units[one], list.units[other])
    if left.startMilliseconds != right.startMilliseconds {
      return left.startMilliseconds < right.startMilliseconds
    }
    for (mine, its) in [
      (list.user(one), list.user(other)), (list.session(one), list.session(other)),
    ] where mine != its { return mine.lexicographicallyPrecedes(its) }
    return (left.lastMilliseconds, left.level ?? -1) < (right.lastMilliseconds, right.level ?? -1)
  }

  /// Lines of CSV, the header first, each with a line end; units that are equal up to here come by their whole lines.
  package func forEachLine(_ body: (String) throws -> Void) rethrows {
    try body(UnitListTable.header + "\n")
    var index = 0
    while index < order.count {
      var end = index + 1
      while end < order.count, !ListedUnits.isBefore(order[index], order[end], list) { end += 1 }
      for line in order[index..<end].map(line).sorted(by: {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      }) {
        try body(line + "\n")
      }
      index = end
    }
  }

  private func line(_ index: Int) -> String {
    let unit = list.units[index]
    let reason = usesFees ? unit.cart?.reasonWithFees : unit.cart?.reason
    let name = reason.map { $0.name ?? Array("no_signal".utf8) } ?? []
    return UnitListTable.line(
      UnitListTable.Row(
        user: shown(list.user(index)), session: shown(list.session(index)),
        startMilliseconds: unit.startMilliseconds, lastMilliseconds: unit.lastMilliseconds,
        level: unit.level.map { levels[$0] } ?? [], value: money(unit.cart?.value),
        reason: name, isStale: reason?.name == nil ? nil : reason?.isStale))
  }

  private func shown(_ id: ArraySlice<UInt8>) -> [UInt8] {
    masksUsers && !id.isEmpty ? UserToken.token(of: id) : Array(id)
  }

  private func money(_ value: AmountByCurrency?) -> [Money] {
    let currencies = archive.texts(ofDetail: DetailSlot.currency.rawValue)
    return (value?.entries ?? []).map { entry in
      Money(
        currency: entry.currency == 0 ? nil : currencies[entry.currency],
        millionths: entry.millionths)
    }.sorted { ($0.currency ?? []).lexicographicallyPrecedes($1.currency ?? []) }
  }
}
