import Foundation

/// What other funnel engines are known to answer, as data: ConformanceCases.jsonl beside this file.
///
/// Each line is one case: `id`, `credit`, `order`, `ties`, `windowSeconds`, `steps` (lists of event
/// names, any of which fills the step), `exclusions` (steps from 0) and `users` with their `events`
/// (`[seconds, name]`, in any order), `level`, `excluded` and `stepSeconds`. A case with
/// `gapSeconds` instead asks for the session of each event.
public struct ConformanceCase: Sendable {
  /// The line as it stands in the file.
  public var line: JSONValue
  /// What the case is called.
  public var name: String { line["id"]?.text ?? "" }
  /// Each with `events` and what is expected of them.
  public var users: [JSONValue] { line["users"]?.elements ?? [] }

  /// Every case of the file.
  public static let all: [ConformanceCase] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("ConformanceCases.jsonl")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { line in
      (try? JSONValue(parsing: String(line))).map { ConformanceCase(line: $0) }
    }
  }()

  /// Cases that ask for the level of a funnel.
  public static let funnels = all.filter { $0.line["steps"] != nil }
  /// Cases that ask for sessions.
  public static let sessions = all.filter { $0.line["gapSeconds"] != nil }

  /// The funnel of the case.
  public var funnel: ReferenceFunnel {
    let steps = (line["steps"]?.elements ?? []).enumerated().map { index, names in
      ReferenceStep(names.elements.map(\.text), name: "step \(index + 1)")
    }
    var funnel = ReferenceFunnel(steps: steps)
    funnel.order = ReferenceFunnelOrder(rawValue: line["order"]?.text ?? "") ?? .ordered
    funnel.strictTies = line["ties"]?.text == "strict"
    funnel.windowMilliseconds = line["windowSeconds"]?.milliseconds
    funnel.exclusions = (line["exclusions"]?.elements ?? []).map { exclusion in
      ReferenceExclusion(
        (exclusion["events"]?.elements ?? []).map(\.text), from: exclusion["from"]?.integer ?? 0,
        to: exclusion["to"]?.integer ?? 0)
    }
    return funnel
  }
}

extension JSONValue {
  /// The elements of a list; none for anything else.
  public var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
  /// A string; empty for anything else.
  public var text: String { if case .string(let text) = self { text } else { "" } }
  /// A whole number; -1 for anything else.
  public var integer: Int { if case .number(let text) = self { Int(text) ?? -1 } else { -1 } }
  /// A number of seconds in milliseconds, exactly.
  public var milliseconds: Int64? {
    guard case .number(let text) = self, let value = Decimal(string: text) else { return nil }
    return NSDecimalNumber(decimal: value * 1000).int64Value
  }

  /// Pairs of seconds and an event name, as events of one user.
  public var events: [ReferenceEvent] {
    elements.map { ReferenceEvent($0[0]?.milliseconds ?? 0, "u", $0[1]?.text ?? "") }
  }
}
