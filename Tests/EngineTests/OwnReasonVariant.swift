import Abandonment
import Analysis
import Clickstream
import Reference

extension Variant {
  /// One to four own reasons, drawn by a seed.
  static func ownReasons(seed: UInt64) -> Variant {
    var random = SplitMix64(seed: seed)
    var variant = Variant("own reasons")
    for number in 1...Int.random(in: 1...4, using: &random) {
      let condition = ReferenceRowCondition.random(depth: 2, &random)
      let signalClass = Int.random(in: 1...3, using: &random)
      let kind = Signal.Kind(isAnswer: Bool.random(using: &random))
      variant.reference.ownReasons.append(
        ReferenceReason(
          "own_\(number)", condition, signalClass: signalClass, kind: kind.rawValue))
      variant.engine.abandonment.ownReasons.append(
        OwnReason(
          name: Array("own_\(number)".utf8), condition: condition.engine, signalClass: signalClass,
          kind: kind))
    }
    return variant
  }
}

extension Signal.Kind {
  fileprivate init(isAnswer: Bool) { self = isAnswer ? .answer : .shown }
}

extension ReferenceRowCondition {
  /// The same condition for the engine.
  var engine: Condition {
    func field(_ role: String, _ matcher: Matcher) -> Condition {
      .field(Field(name: role), matcher)
    }
    switch self {
    case .isOneOf(let role, let texts): return field(role, .oneOf(texts.map { Array($0.utf8) }))
    case .begins(let role, let text): return field(role, .prefix(Array(text.utf8)))
    case .contains(let role, let text): return field(role, .contains(Array(text.utf8)))
    case .exists(let role): return field(role, .exists(true))
    case .all(let parts): return .all(parts.map(\.engine))
    case .any(let parts): return .any(parts.map(\.engine))
    case .not(let part): return .not(part.engine)
    }
  }

  fileprivate static func random(depth: Int, _ random: inout SplitMix64) -> ReferenceRowCondition {
    if depth > 0 && Int.random(in: 0..<10, using: &random) < 6 {
      let parts = (0..<2).map { _ in ReferenceRowCondition.random(depth: depth - 1, &random) }
      switch Int.random(in: 0..<4, using: &random) {
      case 0: return .any(parts)
      case 1: return .all([.not(parts[0]), parts[1]])
      default: return .all(parts)
      }
    }
    return leaves[Int.random(in: 0..<leaves.count, using: &random)]
  }

  /// Every kind of event: stages, signals, unknown, automatic and later ones; roles of rows and of origins.
  private static let leaves: [ReferenceRowCondition] = [
    .isOneOf("event", ["add_payment_info"]), .isOneOf("event", ["purchase", "add_to_cart"]),
    .isOneOf("event", ["card_declined", "checkout_error"]), .isOneOf("event", ["wish_list"]),
    .isOneOf("event", ["scroll", "support_contact"]), .begins("event", "add_"),
    .contains("event", "e"), .isOneOf("code", ["51", "500"]), .begins("code", "5"),
    .contains("code", "_"), .exists("code"), .isOneOf("page", ["/cart"]), .contains("page", "a"),
    .isOneOf("device", ["mobile"]), .begins("channel", "m"), .isOneOf("item", ["i1", "i2"]),
    .exists("value"),
  ]
}
