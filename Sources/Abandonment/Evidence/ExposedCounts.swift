import Measures

/// The carts that met a reason, by position, over all groups and of each.
struct ExposedCounts {
  let exposed: [Int]
  let abandoned: [Int]
  private let reason: ExposureTables

  init(_ reason: ExposureTables) {
    self.reason = reason
    exposed = reason.exposed.total
    abandoned = reason.abandoned.total
  }

  /// Where carts met the reason, ascending.
  var positions: [CartPosition] {
    exposed.indices.filter { exposed[$0] > 0 }.map { CartPosition(index: $0) }
  }

  /// Groups of persons that met the reason.
  var groupCount: Int {
    (0..<Jackknife.groupCount).count { group in
      (0..<CartPosition.count).contains { reason.exposed[$0, group: group] > 0 }
    }
  }

  subscript(position: Int) -> (abandoned: Double, exposed: Double) {
    (Double(abandoned[position]), Double(exposed[position]))
  }

  subscript(position: Int, without group: Int) -> (abandoned: Double, exposed: Double) {
    (
      Double(abandoned[position] - reason.abandoned[position, group: group]),
      Double(exposed[position] - reason.exposed[position, group: group])
    )
  }
}
