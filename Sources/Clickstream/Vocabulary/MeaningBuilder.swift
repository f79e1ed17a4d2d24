/// Turns every worker's distinct symbols into meanings: the only place where conditions are evaluated.
struct MeaningBuilder {
  private let plan: ReadingPlan
  private let eventNames: EventNames
  private let funnels: [FunnelConditions]
  private let classified: [ClassifiedField]
  private let evaluator = MatcherEvaluator()
  private(set) var table: MeaningTable
  private var rowIndex: [RowMeaning: UInt32] = [:]
  private var eventIndex: [EventKey: UInt32] = [:]

  /// Events that differ in nothing that the analysis looks at are one.
  private struct EventKey: Hashable {
    var meaning: EventMeaning
    var masks: [FunnelMask]
  }

  init(plan: ReadingPlan, funnels: [FunnelConditions], key: KeyedHash) {
    self.plan = plan
    self.funnels = funnels
    eventNames = EventNames(rules: plan.eventRules)
    classified = plan.classifiedFields
    table = MeaningTable(names: StringTable(key: key))
  }

  /// One symbol of a worker, with the texts and answers behind its ids.
  struct Symbol {
    var rawName: [UInt8]
    var code: ErrorCode
    /// By classified field, then by its matchers.
    var answers: [[Bool]]
  }

  /// The meaning of rows with this symbol, as an index into `table.rows`.
  mutating func rowMeaning(of symbol: Symbol) -> UInt32 {
    let (name, event) = resolve(symbol)
    var row = RowMeaning(
      name: table.names.id(of: name.span), rank: event.rank, passes: passes(name, symbol),
      code: .none, plain: 0, first: 0, second: 0)
    if let own = plan.ownReasons.firstIndex(where: { holds($0.condition, name, symbol) }) {
      add(own, name, event, symbol, to: &row)
    } else {
      addByNameAndCode(name, event, symbol, to: &row)
    }
    if let known = rowIndex[row] { return known }
    let index = UInt32(table.rows.count)
    rowIndex[row] = index
    table.rows.append(row)
    return index
  }

  /// Canonical name and meaning; a condition rule comes before the name, the first that holds wins.
  private func resolve(_ symbol: Symbol) -> (name: [UInt8], meaning: CanonicalEvent) {
    let byName = eventNames.look(up: symbol.rawName)
    for rule in plan.eventRules {
      guard let condition = rule.condition, holds(condition, byName.name, symbol) else { continue }
      return Vocabulary.builtIn.look(up: rule.name)
    }
    return byName
  }

  /// An event of which the shop's own reason is told: it stays what it is and the signal follows, unless it is nothing but
  /// a sign of friction; then it is the signal itself (docs/definitions.md, "Own reasons").
  private mutating func add(
    _ own: Int, _ name: [UInt8], _ event: CanonicalEvent, _ symbol: Symbol, to row: inout RowMeaning
  ) {
    let reason = ReasonID(own: own)
    if event.signal != nil || !Vocabulary.builtIn.knows(name) {
      row.plain = eventMeaning(name: name, event: event, reason: reason, symbol)
      (row.first, row.second) = (row.plain, row.plain)
      return
    }
    row.code = .always
    row.plain = eventMeaning(name: name, event: event, symbol)
    row.first = firstEvent(event, row.plain, symbol)
    row.second = eventMeaning(
      name: plan.ownReasons[own].name, event: .other, reason: reason, symbol)
  }

  private mutating func addByNameAndCode(
    _ name: [UInt8], _ event: CanonicalEvent, _ symbol: Symbol, to row: inout RowMeaning
  ) {
    row.plain = eventMeaning(
      name: name, event: event, reason: event.signal.map { ReasonID($0) }, symbol)
    (row.first, row.second) = (row.plain, row.plain)
    guard let (code, signal) = codeSignal(event, symbol.code) else { return }
    row.code = code
    row.first = firstEvent(event, row.plain, symbol)
    row.second = eventMeaning(
      name: Array(signal.name.utf8), event: .signal(signal), reason: ReasonID(signal), symbol)
  }

  /// What comes before the signal: the event, but a purchase whose code says that it failed is none.
  private mutating func firstEvent(
    _ event: CanonicalEvent, _ plain: UInt32, _ symbol: Symbol
  ) -> UInt32 {
    guard event == .stage(.purchase), codeSignal(event, symbol.code) != nil else { return plain }
    return eventMeaning(
      name: Array(Stage.addPaymentInfo.name.utf8), event: .stage(.addPaymentInfo), symbol)
  }

  /// The signal that a code adds to an event, and when (SPEC §3, "Codes").
  private func codeSignal(
    _ event: CanonicalEvent, _ code: ErrorCode
  ) -> (RowMeaning.Code, Signal)? {
    if event.signal != nil { return nil }
    let isPayment = event == .stage(.addPaymentInfo) || event == .stage(.purchase)
    switch code {
    case .none: return nil
    case .decline: return isPayment ? (.always, .cardDeclined) : nil
    case .paymentRequired:
      return isPayment ? (.always, .cardDeclined) : (.afterCheckout, .checkoutError)
    case .failure: return (.afterCheckout, .checkoutError)
    }
  }

  private mutating func eventMeaning(
    name: [UInt8], event: CanonicalEvent, reason: ReasonID? = nil, _ symbol: Symbol
  ) -> UInt32 {
    let meaning = EventMeaning(name: table.names.id(of: name.span), event: event, reason: reason)
    let masks = funnels.map { funnel in
      FunnelMask(
        steps: mask(of: funnel.steps, name, symbol),
        exclusions: mask(of: funnel.exclusions, name, symbol))
    }
    let key = EventKey(meaning: meaning, masks: masks)
    if let known = eventIndex[key] { return known }
    let index = UInt32(table.events.count)
    eventIndex[key] = index
    table.events.append(meaning)
    table.masks.append(masks)
    return index
  }

  /// Bit k: condition k holds.
  private func mask(of conditions: [Condition], _ name: [UInt8], _ symbol: Symbol) -> UInt64 {
    var mask: UInt64 = 0
    for (bit, condition) in conditions.enumerated() where holds(condition, name, symbol) {
      mask |= 1 << UInt64(bit)
    }
    return mask
  }

  private func passes(_ name: [UInt8], _ symbol: Symbol) -> Bool {
    plan.rowCondition.map { holds($0, name, symbol) } ?? true
  }

  private func holds(
    _ condition: Condition, _ name: [UInt8], _ symbol: Symbol
  ) -> Bool {
    condition.holds { field, matcher in
      if field == .role(.event) { return evaluator.meets(name, matcher) }
      guard let index = classified.firstIndex(where: { $0.field == field }),
        let place = classified[index].matchers.firstIndex(of: matcher)
      else { return false }
      return symbol.answers[index][place]
    }
  }

  /// Stages that the rows of these symbols reach.
  static func occurringStages(_ table: MeaningTable) -> [Stage] {
    let reached = Set(table.rows.compactMap { table.events[Int($0.first)].stage })
    return Stage.allCases.filter(reached.contains)
  }
}
