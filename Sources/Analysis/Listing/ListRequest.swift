import Funnels

/// Which units are to be listed beside the report: those behind one of its counts.
public struct ListRequest: Sendable, Equatable {
  /// One count.
  public enum Count: Sendable, Equatable {
    /// Stopped at the step of that name.
    case dropped(step: String)
    /// Reached the last step.
    case converted
    /// Left the funnel: exclusions killed all attempts.
    case excluded
    /// Abandoned carts that were lost.
    case lost
  }

  /// Nil for the first funnel.
  public var funnel: String?
  /// See `Count`.
  public var count: Count
  /// Ids are replaced by tokens.
  public var masksUsers = false

  /// Reads `dropped:STEP`, `converted`, `excluded` or `lost`, the first three also behind `FUNNEL/`; nil for other text.
  public init?(_ text: String) {
    if text == "lost" {
      count = .lost
      return
    }
    if let place = ListRequest.place(of: ListRequest.dropped, in: text) {
      let before = text[..<place]
      count = .dropped(step: String(text[place...].dropFirst(ListRequest.dropped.count)))
      funnel = before.isEmpty ? nil : String(before.dropLast())
      return
    }
    let counts: [(name: String, count: Count)] = [
      ("converted", .converted), ("excluded", .excluded),
    ]
    for (name, count) in counts where text == name || text.hasSuffix("/" + name) {
      self.count = count
      funnel = text == name ? nil : String(text.dropLast(name.count + 1))
      return
    }
    return nil
  }

  private static let dropped = "dropped:"

  /// Where a marker begins that stands in front or behind a slash.
  private static func place(of marker: String, in text: String) -> String.Index? {
    text.indices.first { index in
      let isFront = index == text.startIndex || text[text.index(before: index)] == "/"
      return isFront && text[index...].hasPrefix(marker)
    }
  }
}

/// A list request in terms of the funnels of a run.
enum ListTarget: Sendable, Equatable {
  case funnel(Int, FunnelListing)
  case lost

  /// - Throws: when the run has no such funnel or step.
  init(_ request: ListRequest, _ funnels: [FunnelPlan]) throws(AnalysisError) {
    if request.count == .lost {
      self = .lost
      return
    }
    let index = request.funnel.map { name in funnels.firstIndex { $0.name == name } } ?? 0
    guard let index, funnels.indices.contains(index) else {
      throw .nothingToList("funnel", request.funnel ?? "", seen: funnels.map(\.name))
    }
    let plan = funnels[index]
    switch request.count {
    case .converted: self = .funnel(index, .converted)
    case .excluded: self = .funnel(index, .excluded)
    case .lost: self = .lost
    case .dropped(let step):
      let names = plan.steps.indices.map { String(decoding: plan.lineName($0), as: UTF8.self) }
      guard let line = names.firstIndex(of: step) else {
        throw .nothingToList("step", step, seen: names)
      }
      self = .funnel(index, .dropped(line: line))
    }
  }
}
