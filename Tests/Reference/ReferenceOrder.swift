/// A row with everything that places it in its user's total order (SPEC §2), column by column.
struct OrderedRow {
  var row: ReferenceEvent
  /// The canonical event name, before the code is looked at.
  var name: Text
  /// What is compared after time, sequence, rank and name.
  var columns: [Text]

  static let roles = [
    "page", "session", "customer", "channel", "device", "value", "quantity", "currency", "item",
    "order", "code", "rating",
  ]

  init(_ row: ReferenceEvent, columns names: [String]) {
    self.row = row
    self.name = Vocabulary.canonical(Text(bytes: row.event))
    self.columns = names.map { row.text($0) }
  }

  var time: Int64 { row.timeMilliseconds }

  static func isOrdered(_ left: OrderedRow, _ right: OrderedRow) -> Bool {
    if left.time != right.time { return left.time < right.time }
    let sequences = (sequenceKey(left), sequenceKey(right))
    if sequences.0.number != sequences.1.number { return sequences.0.number < sequences.1.number }
    if sequences.0.text != sequences.1.text { return sequences.0.text < sequences.1.text }
    let ranks = (Vocabulary.rank(left.name), Vocabulary.rank(right.name))
    if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
    if left.name != right.name { return left.name < right.name }
    for (one, other) in zip(left.columns, right.columns) where one != other { return one < other }
    return false
  }

  /// A sequence that is a number goes by value; a missing one first, other text last, by bytes.
  static func sequenceKey(_ row: OrderedRow) -> (number: Int128, text: Text) {
    let text = row.row.text("sequence")
    if text.isEmpty { return (Int128.min, text) }
    if let number = millionths(text) { return (number, "") }
    return (Int128.max, text)
  }
}

/// Who a row is of: a user, or the customer that stands in where the user is missing.
struct UserKey: Hashable, Comparable {
  var isCustomer: Bool
  var id: Text

  init(_ row: ReferenceEvent) {
    isCustomer = row.user.isEmpty
    id = isCustomer ? row.text("customer") : Text(bytes: row.user)
  }

  static func < (left: UserKey, right: UserKey) -> Bool {
    left.isCustomer == right.isCustomer ? left.id < right.id : !left.isCustomer
  }
}

/// Each user's rows in total order; users by bytes.
func orderedRows(
  _ events: [ReferenceEvent], _ settings: ReferenceSettings
) -> [(user: UserKey, rows: [OrderedRow])] {
  let known = Set(OrderedRow.roles + ["sequence"])
  let properties = Set(events.flatMap { $0.fields.keys }).subtracting(known).sorted {
    Text($0) < Text($1)
  }
  let columns = (OrderedRow.roles + properties).filter { !settings.unusedColumns.contains($0) }
  let users = Dictionary(grouping: events) { UserKey($0) }
  return users.sorted { $0.key < $1.key }.map { user, events in
    let rows = events.map { OrderedRow($0, columns: columns) }
    return (user, rows.sorted(by: OrderedRow.isOrdered))
  }
}
