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
  /// Step conditions by funnel.
  package var stepConditions: [[Condition]] = []
  /// Fields that breakdowns ask for.
  package var breakdownFields: [Field] = []
  /// Rejections to keep of each file, with their places.
  package var keptRejections = FileYield.keptRejections
  /// Exact duplicates are dropped and counted.
  package var dropsDuplicates = false

  package init() {}

  /// Whether events may come from page rules alone.
  package var hasConditionRules: Bool { eventRules.contains { $0.condition != nil } }

  private var conditions: [Condition] {
    eventRules.compactMap(\.condition) + [rowCondition].compactMap { $0 } + stepConditions.joined()
  }

  /// Fields that breakdowns and conditions ask for.
  private var fields: Set<Field> {
    conditions.reduce(into: Set(breakdownFields)) { $0.formUnion($1.fields) }
  }

  /// Roles that breakdowns and conditions ask for.
  package var roles: [Role] { Role.allCases.filter { fields.contains(.role($0)) } }

  /// Properties that anything asks for, by name, ascending.
  package var properties: [[UInt8]] {
    fields.compactMap { field in
      if case .property(let name) = field { name } else { nil }
    }.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Fields that conditions test by value, `event` aside, each with its matchers; in a fixed order.
  package var classifiedFields: [ClassifiedField] {
    let fields = conditions.reduce(into: Set<Field>()) { $0.formUnion($1.fields) }
    return fields.filter { $0 != .role(.event) }
      .sorted { $0.name.lexicographicallyPrecedes($1.name) }
      .map { field in
        let matchers = conditions.reduce(into: Set<Matcher>()) {
          $0.formUnion($1.matchers(on: field))
        }
        return ClassifiedField(field: field, matchers: Array(matchers))
      }
  }
}

/// A field and every matcher that some condition puts to it.
package struct ClassifiedField: Sendable {
  package var field: Field
  package var matchers: [Matcher]
}

/// Sorts the values of one field into classes: values with the same answers to all matchers.
struct FieldClassifier {
  let plan: ClassifiedField
  private var values: StringTable
  private var classOfValue: [UInt32] = []
  private var classOfAnswers: [[Bool]: UInt32] = [:]
  /// Answers by class, in the order of the plan's matchers.
  private(set) var answers: [[Bool]] = []
  private let evaluator = MatcherEvaluator()

  init(plan: ClassifiedField, key: KeyedHash) {
    self.plan = plan
    values = StringTable(key: key)
    classOfValue = [classify([])]
  }

  /// The class of a value; evaluated when the value is new.
  mutating func classID(of value: Span<UInt8>) -> UInt32 {
    let id = Int(values.id(of: value))
    if id == classOfValue.count { classOfValue.append(classify(values[UInt32(id)])) }
    return classOfValue[id]
  }

  private mutating func classify(_ value: [UInt8]) -> UInt32 {
    let result = plan.matchers.map { evaluator.meets(value, $0) }
    if let known = classOfAnswers[result] { return known }
    let id = UInt32(answers.count)
    classOfAnswers[result] = id
    answers.append(result)
    return id
  }
}
