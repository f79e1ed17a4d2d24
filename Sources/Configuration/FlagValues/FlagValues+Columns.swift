package import Clickstream

extension FlagValues {
  /// `--map role=column`: a role, and the header of its column.
  package static func mapping(
    _ text: String
  ) throws(FlagValueError) -> (role: Role, header: [UInt8]) {
    guard let split = text.firstIndex(of: "="), text.index(after: split) < text.endIndex else {
      throw FlagValueError(
        "\(ShownText.quoted(text)) maps no column",
        toGoOn: "write a role and a header, such as user=visitor_id")
    }
    let name = String(text[..<split])
    guard let role = Role(rawValue: name) else {
      let hint = NearestName.hint(
        for: name, among: Role.allCases.map(\.rawValue), called: "roles")
      throw FlagValueError("unknown role \(ShownText.quoted(name))", toGoOn: hint)
    }
    return (role, Array(text[text.index(after: split)...].utf8))
  }

  /// `--by a,b`: roles or headers to break down by, one after the other.
  package static func breakdowns(_ text: String) throws(FlagValueError) -> [Field] {
    var fields: [Field] = []
    for name in try listItems(text) { fields.append(try breakdown(name, after: fields)) }
    return fields
  }

  /// One field to break down by, behind others.
  static func breakdown(_ name: String, after others: [Field]) throws(FlagValueError) -> Field {
    let field = Field(name: name)
    if let reason = refusal(of: field) {
      throw FlagValueError(
        "no breakdown by \(ShownText.quoted(name)): \(reason)",
        toGoOn: "break down by a column with few values, such as device or channel")
    }
    guard !others.contains(field) else {
      throw FlagValueError("\(ShownText.quoted(name)) is given twice")
    }
    return field
  }

  /// Why a field makes no segments; nil when it does.
  private static func refusal(of field: Field) -> String? {
    switch field {
    case .role(.time): "nearly every event has a time of its own"
    case .role(.user), .role(.customer): "a segment would be a person"
    case .role(.session): "a segment would be a session"
    case .role(.sequence): "it numbers events, it does not group them"
    default: nil
    }
  }
}
