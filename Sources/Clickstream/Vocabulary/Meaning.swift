/// What one event is to the analysis, once its name and code have been looked at.
package struct EventMeaning: Hashable, Sendable {
  /// Canonical name, in the archive's event names.
  package var name: UInt32
  package var event: CanonicalEvent
  /// What it tells of, when it is a signal: by its name, or by an own reason, which then comes before the name.
  package var reason: ReasonID?

  package var stage: Stage? { event.stage }
  package var isAutomatic: Bool { event == .automatic }
  /// Neither automatic nor after the purchase.
  package var isForeground: Bool { event != .automatic && event != .after }
}

/// What one row is: one event, or two when its code or an own reason tells of friction.
package struct RowMeaning: Hashable, Sendable {
  package enum Code: UInt8, Sendable {
    /// One event: `plain`.
    case none
    /// Two events: `first`, then `second`.
    case always
    /// Two events at or after the session's first begin_checkout or later stage, else one.
    case afterCheckout
  }

  /// Canonical name by the name alone, in the archive's event names.
  package var name: UInt32
  /// Place among rows of equal time.
  package var rank: UInt8
  /// Whether the row takes part in the analysis.
  package var passes: Bool
  package var code: Code
  /// Indices of event meanings.
  package var plain: UInt32
  package var first: UInt32
  package var second: UInt32
}

/// What of one funnel an event meets: bit k for step or exclusion k.
struct FunnelMask: Hashable, Sendable {
  var steps: UInt64
  var exclusions: UInt64
}

/// All row and event meanings of a run.
package struct MeaningTable: Sendable {
  /// Canonical event names.
  package var names: StringTable
  package var rows: [RowMeaning] = []
  package var events: [EventMeaning] = []
  /// By event meaning, then by funnel: what of it the event meets.
  var masks: [[FunnelMask]] = []

  /// The steps of one funnel that each event meaning meets, a bit each.
  package func stepMasks(ofFunnel funnel: Int) -> [UInt64] { masks.map { $0[funnel].steps } }

  /// The same for the funnel's exclusions.
  package func exclusionMasks(ofFunnel funnel: Int) -> [UInt64] {
    masks.map { $0[funnel].exclusions }
  }
}
