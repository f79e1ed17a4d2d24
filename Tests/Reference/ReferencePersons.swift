/// A user's rows with what its customer column says.
struct UserRows {
  var user: UserKey
  /// In total order.
  var rows: [OrderedRow]

  var customers: [Text] { rows.map { $0.row.text("customer") }.filter { !$0.isEmpty } }
  /// Seen with two customers: it belongs to the first.
  var isAmbiguous: Bool { Set(customers).count > 1 }
  /// The customer it belongs to; nil if it was never seen with one.
  var customer: Text? { customers.first }
}

/// Who rows are put together under: a customer, or a user that has none (SPEC §5).
enum PersonKey: Hashable {
  case customer(Text)
  case user(UserKey)

  init(_ user: UserRows) {
    self = user.customer.map { .customer($0) } ?? .user(user.user)
  }

  var id: Text {
    switch self {
    case .customer(let id): id
    case .user(let user): user.id
    }
  }
}

/// A person with everything rebuilt.
struct Shopper {
  var user: Text
  /// The person's users that were seen with two customers.
  var ambiguousUsers: Int
  var acts: [Act]
  var sessions: [Unit]
  var journeys: [Journey]

  var whole: Unit { Unit(user: user, acts: acts, isOpen: false) }
  var purchases: [Act] { acts.filter { $0.isPurchase } }
}

/// All persons; those with the same users in the same rows come in the same order.
func shoppers(_ events: [ReferenceEvent], _ settings: ReferenceSettings) -> [Shopper] {
  let end = endOfData(events, settings)
  let users = orderedRows(events, settings).map { UserRows(user: $0.user, rows: $0.rows) }
  let persons = Dictionary(grouping: users) { PersonKey($0) }
  return persons.sorted { $0.value[0].user < $1.value[0].user }.map { key, users in
    Shopper(id: key.id, users: users, settings: settings, endOfData: end)
  }
}

/// A row with its session, which was cut among the rows of its own user.
struct PlacedRow {
  var row: OrderedRow
  /// Which of the person's users it is of, and its place there.
  var user: Int
  var index: Int
  var session: Int
  var checkoutBegan: Bool

  /// The person's order: the users' order, put together; rows alike in all columns by user.
  static func isOrdered(_ left: PlacedRow, _ right: PlacedRow) -> Bool {
    if OrderedRow.isOrdered(left.row, right.row) { return true }
    if OrderedRow.isOrdered(right.row, left.row) { return false }
    return (left.user, left.index) < (right.user, right.index)
  }
}

/// All rows of a person in order.
func placedRows(_ users: [UserRows], _ settings: ReferenceSettings) -> [PlacedRow] {
  users.enumerated().flatMap { number, user -> [PlacedRow] in
    let sessions = sessionNumbers(user.rows, settings)
    let checkoutBegan = checkoutBeganFlags(user.rows, sessions)
    return user.rows.indices.map { index in
      PlacedRow(
        row: user.rows[index], user: number, index: index, session: sessions[index],
        checkoutBegan: checkoutBegan[index])
    }
  }.sorted(by: PlacedRow.isOrdered)
}

extension Shopper {
  init(id: Text, users: [UserRows], settings: ReferenceSettings, endOfData: Int64) {
    user = id
    ambiguousUsers = users.count { $0.isAmbiguous }
    acts = []
    var numbers: [[Int]: Int] = [:]
    for row in placedRows(users, settings) {
      let key = [row.user, row.session]
      let number = numbers[key] ?? numbers.count
      numbers[key] = number
      for role in roles(row.row, checkoutBegan: row.checkoutBegan, settings) {
        acts.append(
          Act(
            name: role.name, row: row.row.row, position: acts.count, session: number,
            reason: role.reason))
      }
    }
    sessions = []
    for number in 0..<numbers.count {
      let own = acts.filter { $0.session == number }
      var session = Unit(user: id, acts: own, isOpen: false)
      let isNearEnd = endOfData - session.end <= settings.gapMilliseconds
      session.isOpen = isNearEnd && !settings.assumeComplete
      sessions.append(session)
    }
    journeys = rebuiltJourneys(of: sessions, settings, endOfData: endOfData)
  }
}
