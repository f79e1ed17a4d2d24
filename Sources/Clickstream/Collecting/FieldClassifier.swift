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
