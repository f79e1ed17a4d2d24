/// The units behind one count of the report, a row each, as CSV.
package struct UnitListTable: Sendable {
  /// The first line.
  package static let header = "user,session,start,last_event,level,value,currency,reason,stale"

  /// One unit.
  package struct Row: Sendable {
    package var user: InputText
    /// Empty for units that are no sessions, and where no session has a value.
    package var session: InputText
    package var startMilliseconds: Int64
    package var lastMilliseconds: Int64
    /// The highest step filled; empty for carts.
    package var level: InputText
    /// What its last cart was worth, by currency; empty without a cart.
    package var value: [Money]
    /// Why that cart was abandoned; empty where it was not.
    package var reason: InputText
    /// Whether the reason is stale; nil without one.
    package var isStale: Bool?

    package init(
      user: InputText, session: InputText, startMilliseconds: Int64, lastMilliseconds: Int64,
      level: InputText, value: [Money], reason: InputText, isStale: Bool?
    ) {
      self.user = user
      self.session = session
      self.startMilliseconds = startMilliseconds
      self.lastMilliseconds = lastMilliseconds
      self.level = level
      self.value = value
      self.reason = reason
      self.isStale = isStale
    }
  }

  /// A row as a line of CSV, without a line end.
  package static func line(_ row: Row) -> String {
    // Unlike currencies are never added: a cart with several has an amount for each, in the same order.
    let amounts = row.value.map {
      ExactDecimal.text($0.millionths, digits: 6, minimumDigits: 2)
    }
    let currencies = row.value.map { String(decoding: $0.currency ?? [], as: UTF8.self) }
    return [
      cell(row.user), cell(row.session), TimeText.iso8601(milliseconds: row.startMilliseconds),
      TimeText.iso8601(milliseconds: row.lastMilliseconds), cell(row.level),
      CSVEscaping.own(amounts.joined(separator: " ")),
      CSVEscaping.input(currencies.joined(separator: " ")), cell(row.reason),
      row.isStale.map { $0 ? "true" : "false" } ?? "",
    ].joined(separator: ",")
  }

  private static func cell(_ text: InputText) -> String {
    CSVEscaping.input(String(decoding: text, as: UTF8.self))
  }
}
