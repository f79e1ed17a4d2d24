/// A reason of the shop's own (SPEC §3, §11).
public struct ReferenceReason: Sendable {
  /// The name in reports.
  public var name: String
  /// What a row must be.
  public var condition: ReferenceRowCondition
  /// 1, 2 or 3.
  public var signalClass: Int
  /// `shown` or `answer`.
  public var kind: String

  /// Creates a reason.
  public init(_ name: String, _ condition: ReferenceRowCondition, signalClass: Int, kind: String) {
    self.name = name
    self.condition = condition
    self.signalClass = signalClass
    self.kind = kind
  }
}

/// A condition on a row (SPEC §11), as far as random comparisons draw one.
public indirect enum ReferenceRowCondition: Sendable {
  /// A role (`event`: the canonical name) is one of these texts.
  case isOneOf(String, [String])
  /// A role begins with a text; a missing one does not.
  case begins(String, String)
  /// A role contains a text; a missing one does not.
  case contains(String, String)
  /// A role is there.
  case exists(String)
  /// Every one holds.
  case all([ReferenceRowCondition])
  /// One holds.
  case any([ReferenceRowCondition])
  /// It does not hold.
  case not(ReferenceRowCondition)

  /// Whether a row with this canonical name meets it.
  func holds(_ row: ReferenceEvent, name: Text) -> Bool {
    func value(_ role: String) -> Text { role == "event" ? name : row.text(role) }
    switch self {
    case .isOneOf(let role, let texts): return texts.contains { Text($0) == value(role) }
    case .begins(let role, let text):
      let bytes = value(role).bytes
      return !bytes.isEmpty && bytes.starts(with: text.utf8)
    case .contains(let role, let text):
      let bytes = value(role).bytes
      return bytes.indices.contains { bytes[$0...].starts(with: text.utf8) }
    case .exists(let role): return !value(role).isEmpty
    case .all(let parts): return parts.allSatisfy { $0.holds(row, name: name) }
    case .any(let parts): return parts.contains { $0.holds(row, name: name) }
    case .not(let part): return !part.holds(row, name: name)
    }
  }
}

/// What an event is acted as: a name, and the reason it tells of, if any.
struct Role {
  var name: Text
  var reason: Text?
}

/// What a row acts as.
///
/// It gives at most one signal: own reasons in their order, then its name, then its code (SPEC §3).
func roles(_ row: OrderedRow, checkoutBegan: Bool, _ settings: ReferenceSettings) -> [Role] {
  let coded = codedNames(row, checkoutBegan: checkoutBegan)
  let own = settings.ownReasons.first { $0.condition.holds(row.row, name: row.name) }
  if let own {
    let reason = Text(own.name)
    // Nothing but a sign of friction: the event is the signal.
    let isSign = Vocabulary.signals[row.name] != nil || !Vocabulary.isKnown(row.name)
    if isSign { return [Role(name: row.name, reason: reason)] }
    // A purchase that failed is no purchase, whatever the signal is called.
    return [
      Role(name: row.name == "purchase" ? coded[0] : row.name), Role(name: reason, reason: reason),
    ]
  }
  return coded.map { Role(name: $0, reason: Vocabulary.signals[$0] == nil ? nil : $0) }
}
