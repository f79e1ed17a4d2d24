package import Clickstream

/// What the evidence of every reason is estimated from: over all carts and, where that is asked for, by stratum.
package struct EvidenceTables: Sendable {
  /// More strata would make each of them thin, and the tables large.
  package static let stratumLimit = 16

  private var pooled: EvidenceLayer
  private var strata: [CartStratum: EvidenceLayer] = [:]
  /// There are more strata than can be told apart: the pooled tables stand for all.
  package private(set) var hasTooManyStrata = false
  private let fields: [StratumField]

  init(plan: AbandonmentPlan, reasons: ReasonList) {
    fields = plan.strata
    pooled = EvidenceLayer(reasonCount: reasons.entries.count)
  }

  /// Counts a cart that was walked through.
  mutating func count(
    _ walk: borrowing ExposureWalk, _ cart: Cart, _ unit: CartUnitView, group: Int
  ) {
    pooled.count(walk, cart, group: group)
    guard !fields.isEmpty else { return }
    let stratum = CartStratum(unit, fields)
    if strata[stratum] == nil {
      guard strata.count < EvidenceTables.stratumLimit else {
        hasTooManyStrata = true
        return
      }
      strata[stratum] = EvidenceLayer(reasonCount: pooled.reasonCount)
    }
    strata[stratum]?.count(walk, cart, group: group)
  }

  package mutating func merge(_ other: EvidenceTables) {
    pooled.merge(other.pooled)
    strata.merge(other.strata) { one, other in
      var sum = one
      sum.merge(other)
      return sum
    }
    hasTooManyStrata =
      hasTooManyStrata || other.hasTooManyStrata || strata.count > EvidenceTables.stratumLimit
  }

  /// The evidence of one reason.
  ///
  /// - Parameters:
  ///   - withDerivedFees: a rise of the totals counts as the signal; for surprise_fee only.
  ///   - isBefore: orders strata, so that their sums do not depend on ids.
  package func estimate(
    of reason: ReasonID, kind: Signal.Kind, withDerivedFees: Bool = false,
    strataBy isBefore: (CartStratum, CartStratum) -> Bool
  ) -> EvidenceEstimate {
    let index = withDerivedFees ? pooled.reasonCount : reason.index
    let used = hasTooManyStrata ? [:] : strata
    let ordered = used.sorted { isBefore($0.key, $1.key) }.map(\.value)
    return EvidenceEstimate(of: index, pooled: pooled, strata: ordered, kind: kind)
  }
}

/// The values that carts are told apart by, as ids of the archive; 0 for none, and for what is not asked for.
package struct CartStratum: Hashable, Sendable {
  package var device: UInt32
  package var channel: UInt32

  fileprivate init(_ unit: CartUnitView, _ fields: [StratumField]) {
    device = fields.contains(.device) ? unit.device : 0
    channel = fields.contains(.channel) ? unit.channel : 0
  }
}

/// What some carts did and met: integers that add up in any order.
///
/// A reason is compared with carts that have not met it so far. Most carts never meet most reasons, so what all carts did
/// is counted once, and each reason holds what must be taken away: what carts did from their first meeting on.
///
/// ```
/// all:       what every cart did, from its first event to its end
/// reasons:   after | exposed | abandoned | values         a reason's comparable carts did: all - after
/// ```
struct EvidenceLayer: Sendable {
  private(set) var all = GroupedCounts(width: PositionCell.count)
  /// By `ReasonID.index`; the last is surprise_fee with derived fees.
  private(set) var reasons: [ExposureTables]

  /// - Parameter reasonCount: of the run, built-in and own.
  init(reasonCount: Int) {
    reasons = Array(repeating: ExposureTables(), count: reasonCount + 1)
  }

  var reasonCount: Int { reasons.count - 1 }

  mutating func count(_ walk: borrowing ExposureWalk, _ cart: Cart, group: Int) {
    for cell in walk.cells { all.count(cell.index, group: group) }
    for exposure in walk.exposures {
      reasons[exposure.reason].count(exposure, walk.cells, cart, group: group)
    }
  }

  mutating func merge(_ other: EvidenceLayer) {
    all.merge(other.all)
    for index in reasons.indices { reasons[index].merge(other.reasons[index]) }
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
