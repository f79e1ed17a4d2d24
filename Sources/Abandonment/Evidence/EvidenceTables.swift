package import Clickstream

/// What the evidence of every reason is estimated from: integers that add up in any order.
///
/// A reason is compared with carts that have not met it so far. Most carts never meet most reasons, so what all carts did
/// is counted once, and each reason holds what must be taken away: what carts did from their first meeting on.
///
/// ```
/// all:       what every cart did, from its first event to its end
/// reasons:   after | exposed | abandoned | values         a reason's comparable carts did: all - after
/// ```
package struct EvidenceTables: Sendable {
  private var all = GroupedCounts(width: PositionCell.count)
  /// By `ReasonID.index`; the last is surprise_fee with derived fees.
  private var reasons: [ExposureTables]

  /// - Parameter reasonCount: of the run, built-in and own.
  init(reasonCount: Int) {
    reasons = Array(repeating: ExposureTables(), count: reasonCount + 1)
  }

  /// Counts a cart that was walked through.
  mutating func count(_ walk: borrowing ExposureWalk, _ cart: Cart, group: Int) {
    for cell in walk.cells { all.count(cell.index, group: group) }
    for exposure in walk.exposures {
      reasons[exposure.reason].count(exposure, walk.cells, cart, group: group)
    }
  }

  mutating func merge(_ other: EvidenceTables) {
    all.merge(other.all)
    for index in reasons.indices { reasons[index].merge(other.reasons[index]) }
  }

  /// The evidence of one reason.
  ///
  /// - Parameter withDerivedFees: a rise of the totals counts as the signal; for surprise_fee only.
  package func estimate(
    of reason: ReasonID, kind: Signal.Kind, withDerivedFees: Bool = false
  ) -> EvidenceEstimate {
    EvidenceEstimate(
      of: reasons[withDerivedFees ? reasons.count - 1 : reason.index], among: all, kind: kind)
  }
}

/// The carts that met one reason.
struct ExposureTables: Sendable {
  /// What they did from the first meeting on, by cell.
  private(set) var after = GroupedCounts(width: PositionCell.count)
  /// How many, by the position of the first meeting.
  private(set) var exposed = GroupedCounts(width: CartPosition.count)
  /// Those of them that were abandoned.
  private(set) var abandoned = GroupedCounts(width: CartPosition.count)
  private(set) var values = ExposedValues()

  fileprivate mutating func count(
    _ exposure: ExposureWalk.Exposure, _ cells: [PositionCell], _ cart: Cart, group: Int
  ) {
    for cell in cells[exposure.cellsBefore...] { after.count(cell.index, group: group) }
    let place = exposure.position.index
    exposed.count(place, group: group)
    let isAbandoned = cart.state == .abandoned
    if isAbandoned { abandoned.count(place, group: group) }
    values.add(cart.value, isAbandoned: isAbandoned, at: place, group: group)
  }

  fileprivate mutating func merge(_ other: ExposureTables) {
    after.merge(other.after)
    exposed.merge(other.exposed)
    abandoned.merge(other.abandoned)
    values.merge(other.values)
  }
}
