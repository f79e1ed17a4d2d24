/// What the analysis wants from each row, fixed before the first file is opened.
///
/// Conditions on a field are answered once per distinct value: the field's values fall into classes, one for each
/// combination of answers, and only the class goes into a row's symbol.
package struct ReadingPlan: Sendable {
  /// Header names by role, from `--map` or the configuration.
  package var columnOverrides: [Role: [UInt8]] = [:]
  package var timeZone = TimeZoneRules.utc
  package var eventRules: [EventRule] = []
  /// Rows that take part in the analysis; nil for all.
  ///
  /// They count as input either way.
  package var rowCondition: Condition?
  /// In the order in which they are asked; at most `OwnReason.limit`.
  package var ownReasons: [OwnReason] = []
  /// By funnel.
  package var funnelConditions: [FunnelConditions] = []
  /// Fields that breakdowns ask for.
  package var breakdownFields: [Field] = []
  /// Fields whose values a funnel's attempts share.
  package var heldFields: [Field] = []
  /// Rejections to keep of each file, with their places.
  package var keptRejections = FileYield.keptRejections
  /// Exact duplicates are dropped and counted.
  package var dropsDuplicates = false

  package init() {}

  /// Whether events may come from page rules alone.
  package var hasConditionRules: Bool { eventRules.contains { $0.condition != nil } }

  private var conditions: [Condition] {
    eventRules.compactMap(\.condition) + [rowCondition].compactMap { $0 }
      + ownReasons.map(\.condition) + funnelConditions.flatMap { $0.steps + $0.exclusions }
  }

  /// Fields that breakdowns and conditions ask for.
  private var fields: Set<Field> {
    conditions.reduce(into: Set(breakdownFields + heldFields)) { $0.formUnion($1.fields) }
  }

  /// Roles that breakdowns and conditions ask for.
  package var roles: [Role] { Role.allCases.filter { fields.contains(.role($0)) } }

  /// Properties that anything asks for, by name, ascending.
  package var properties: [[UInt8]] {
    fields.compactMap { field in
      if case .property(let name) = field { name } else { nil }
    }.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Columns of a details tuple.
  package var detailWidth: Int { DetailSlot.allCases.count + properties.count }

  /// By details column: whether tallies refer to its texts, so that they must have one id over all events.
  var keptDetails: [Bool] {
    let roles = DetailSlot.allCases.map { slot in
      [.currency, .code].contains(slot) || breakdownFields.contains(.role(slot.role))
    }
    return roles + properties.map { breakdownFields.contains(.property($0)) }
  }

  /// Fields that conditions test by value, `event` aside, each with its matchers; in a fixed order.
  ///
  /// Answers are told apart by place, so the order must be the same whenever it is asked for: that of a set is not.
  package var classifiedFields: [ClassifiedField] {
    let fields = conditions.reduce(into: Set<Field>()) { $0.formUnion($1.fields) }
    return fields.filter { $0 != .role(.event) }
      .sorted { $0.name.lexicographicallyPrecedes($1.name) }
      .map { field in
        var seen: Set<Matcher> = []
        let matchers = conditions.flatMap { $0.matchers(on: field) }
        return ClassifiedField(field: field, matchers: matchers.filter { seen.insert($0).inserted })
      }
  }
}

/// What one funnel asks of an event.
package struct FunnelConditions: Sendable {
  /// By step, at most 64.
  package var steps: [Condition]
  /// By exclusion, at most 64.
  package var exclusions: [Condition]

  package init(steps: [Condition], exclusions: [Condition] = []) {
    self.steps = steps
    self.exclusions = exclusions
  }
}

/// A field and every matcher that some condition puts to it.
package struct ClassifiedField: Sendable {
  package var field: Field
  package var matchers: [Matcher]
}
