import Abandonment
import Clickstream
import Funnels
import Reports

/// The rules in force, as a reader of the report needs them to tell why numbers differ from another tool's.
struct RuleLines {
  let settings: AnalysisSettings
  let fold: FoldPhase
  /// Whether any event was read, or the end of data was given.
  let hasEvents: Bool

  var lines: [RuleLine] {
    sessionLines + fold.funnels.map(funnelLine) + cartLines + choiceLines
  }

  private var sessionLines: [RuleLine] {
    let rules = fold.sessions
    var source =
      rules.source == .column ? "by the session column; without a value by pauses" : "by pauses"
    if rules.cutsAtMidnight { source += ", cut at midnight" }
    return [
      RuleLine(name: "time zone", value: settings.timeZone.name),
      RuleLine(
        name: "end of data",
        value: hasEvents ? TimeText.iso8601(milliseconds: fold.endOfDataMilliseconds) : "no events"),
      RuleLine(name: "sessions", value: source),
      RuleLine(
        name: "session gap",
        value: "\(RuleLines.durationText(rules.gapMilliseconds)), inclusive"),
      RuleLine(
        name: "journey window",
        value: "\(RuleLines.durationText(rules.journeyWindowMilliseconds)), inclusive"),
    ]
  }

  private func funnelLine(_ funnel: FunnelPlan) -> RuleLine {
    let window = funnel.windowMilliseconds.map {
      "window \(RuleLines.durationText($0)) from the entry, inclusive"
    }
    var rules = ["unit \(funnel.unit.rawValue)", orderText(funnel)]
    if funnel.order != .any { rules.append("\(funnel.entry.rawValue) entry") }
    rules += [countText(funnel), "one event a step"]
    if funnel.order != .any { rules.append("ties \(funnel.ties.rawValue)") }
    rules += [window ?? "no window", exclusionText(funnel)]
    rules += heldText(funnel) + stepTexts(funnel)
    return RuleLine(name: "funnel \(funnel.name)", value: rules.joined(separator: ", "))
  }

  private func countText(_ funnel: FunnelPlan) -> String {
    if funnel.count == .total { return "every attempt that does not overlap another" }
    let which = funnel.order == .any ? "earliest" : "latest"
    return "of several entries the \(which) that gets furthest"
  }

  /// Steps that may be skipped, and those that must follow soon.
  private func stepTexts(_ funnel: FunnelPlan) -> [String] {
    funnel.steps.compactMap { step in
      let name = String(decoding: step.name, as: UTF8.self)
      let within = step.withinMilliseconds.map {
        "within \(RuleLines.durationText($0)) of the step before, inclusive"
      }
      let rules = [step.isOptional ? "optional" : nil, within].compactMap { $0 }
      return rules.isEmpty ? nil : "\(name) \(rules.joined(separator: " and "))"
    }
  }

  private func orderText(_ funnel: FunnelPlan) -> String {
    switch funnel.order {
    case .ordered: "ordered"
    case .strict: funnel.ignoresRepeats ? "strict, repeats ignored" : "strict"
    case .any: "any order"
    }
  }

  private func exclusionText(_ funnel: FunnelPlan) -> String {
    guard !funnel.exclusions.isEmpty else { return "no exclusions" }
    let spans = funnel.exclusions.map { exclusion in
      let names = [exclusion.from, exclusion.to].map { step in
        String(decoding: funnel.steps[step].name, as: UTF8.self)
      }
      return "between \(names[0]) and \(names[1])"
    }
    return "exclusions \(spans.joined(separator: " and "))"
  }

  private func heldText(_ funnel: FunnelPlan) -> [String] {
    guard !funnel.hold.isEmpty else { return [] }
    let names = funnel.hold.map { String(decoding: $0.name, as: UTF8.self) }
    return ["all steps with the same \(names.joined(separator: " and "))"]
  }

  private var cartLines: [RuleLine] {
    let plan = fold.abandonment
    let meaning = plan.valueMeaning == .order ? "the cart or order" : "one item"
    var lines = [
      RuleLine(name: "cart unit", value: plan.unit.rawValue),
      RuleLine(name: "value column", value: "of \(meaning)"),
      RuleLine(
        name: "recovery window",
        value: "\(RuleLines.durationText(plan.recoveryWindowMilliseconds)), inclusive"),
    ]
    if plan.derivesFee { lines.append(RuleLine(name: "fees", value: "also derived from totals")) }
    if !plan.strata.isEmpty {
      let names = plan.strata.map(\.rawValue).joined(separator: " and ")
      lines.append(RuleLine(name: "evidence", value: "among carts of the same \(names)"))
    }
    return lines + plan.ownReasons.map(reasonLine)
  }

  private func reasonLine(_ reason: OwnReason) -> RuleLine {
    RuleLine(
      name: "reason \(String(decoding: reason.name, as: UTF8.self))",
      value: "\(reason.condition.text); class \(reason.signalClass), \(reason.kind.rawValue)")
  }

  private var choiceLines: [RuleLine] {
    var lines: [RuleLine] = []
    if let condition = settings.rowCondition {
      lines.append(RuleLine(name: "where", value: condition.text))
    }
    if let since = settings.sinceMilliseconds {
      lines.append(RuleLine(name: "since", value: TimeText.iso8601(milliseconds: since)))
    }
    if let until = settings.untilMilliseconds {
      lines.append(RuleLine(name: "until", value: TimeText.iso8601(milliseconds: until)))
    }
    if settings.sessions.assumesComplete {
      lines.append(RuleLine(name: "assume complete", value: "no session and no journey is open"))
    }
    if settings.dropsDuplicates {
      lines.append(RuleLine(name: "dedupe", value: "exact duplicates dropped"))
    }
    return lines
  }
}

// MARK: Texts

extension RuleLines {
  /// A duration as flags take it: the largest unit that leaves a whole number.
  static func durationText(_ milliseconds: Int64) -> String {
    let units: [(Int64, String)] = [
      (86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s"),
    ]
    for (size, name) in units where milliseconds % size == 0 && milliseconds != 0 {
      return "\(milliseconds / size)\(name)"
    }
    return "\(milliseconds)ms"
  }
}
