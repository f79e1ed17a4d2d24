/// What a row does, in the person's total order: a row whose code tells of friction acts twice
/// (SPEC §3).
struct Act {
  /// The canonical name it acts under.
  var name: Text
  var row: ReferenceEvent
  /// Place in the person's order, from 0.
  var position: Int
  /// Number of its session, from 0 by first event.
  var session: Int
  /// The reason that it tells of; nil for what is no signal.
  var reason: Text?

  var time: Int64 { row.timeMilliseconds }
  var isAutomatic: Bool { Vocabulary.automatic.contains(name) }
  var isBackground: Bool { isAutomatic || Vocabulary.afterPhase.contains(name) }
  var isSignal: Bool { reason != nil }
  var isPurchase: Bool { name == "purchase" }
  var isCartStage: Bool { Vocabulary.isCartStage(name) }
}

/// A session, a journey or all of a person: acts in the person's order; at least one.
struct Unit {
  /// The person: its customer, or its only user (EVIDENCE.md, "Interval").
  var user: Text
  var acts: [Act]
  var isOpen: Bool
  /// Its first event is at least the journeys' window before the end of data.
  var isRipe = false

  var start: Int64 { acts[0].time }
  var end: Int64 { acts[acts.count - 1].time }
  var hasPurchase: Bool { acts.contains { $0.isPurchase } }
  var isBackground: Bool { acts.allSatisfy { $0.isBackground } }

  /// The first value of a role that is not missing, in order of the events.
  func first(_ role: String) -> Text {
    acts.map { $0.row.text(role) }.first { !$0.isEmpty } ?? ""
  }
}

/// The number of each row's session; sessions are numbered by their first row (SPEC §4).
func sessionNumbers(_ rows: [OrderedRow], _ settings: ReferenceSettings) -> [Int] {
  let usesColumn =
    settings.sessionsFrom == .column
    || (settings.sessionsFrom == .auto && settings.hasSessionColumn)
  var numbers: [Int] = []
  var count = 0
  for (index, row) in rows.enumerated() {
    var joined: Int?
    let value = row.row.text("session")
    if usesColumn && !value.isEmpty {
      joined = rows.indices.prefix(index).first { earlier in
        rows[earlier].row.text("session") == value
          && isSameDay(rows[earlier].time, row.time, settings)
      }.map { numbers[$0] }
    } else if index > 0 {
      let previous = rows[index - 1]
      let isNear = row.time - previous.time <= settings.gapMilliseconds
      let joins = isNear && isSameDay(previous.time, row.time, settings)
      joined = joins ? numbers[index - 1] : nil
    }
    if joined == nil { count += 1 }
    numbers.append(joined ?? count - 1)
  }
  return numbers
}

/// Whether two times may share a session: always, unless sessions are cut at midnight.
func isSameDay(_ one: Int64, _ other: Int64, _ settings: ReferenceSettings) -> Bool {
  !settings.cutAtMidnight || settings.localDay(one) == settings.localDay(other)
}

/// For each row: it or an earlier row of its session is begin_checkout or a later stage.
func checkoutBeganFlags(_ rows: [OrderedRow], _ sessionOfRow: [Int]) -> [Bool] {
  rows.indices.map { index in
    rows.indices.prefix(index + 1).contains { earlier in
      sessionOfRow[earlier] == sessionOfRow[index]
        && (Vocabulary.stage(rows[earlier].name) ?? 0) >= 2
    }
  }
}

/// The names a row acts under by name and code alone: one, or two if its code tells of friction.
func codedNames(_ row: OrderedRow, checkoutBegan: Bool) -> [Text] {
  let code = row.row.text("code")
  if Vocabulary.signals[row.name] != nil || !Codes.isCode(code) { return [row.name] }
  let isPayment = row.name == "add_payment_info" || row.name == "purchase"
  if isPayment && Codes.isDecline(code) { return ["add_payment_info", "card_declined"] }
  if checkoutBegan && Codes.isError(code) {
    return [row.name == "purchase" ? "add_payment_info" : row.name, "checkout_error"]
  }
  return [row.name]
}

/// The `sessions` section of the report.
func sessionsJSON(_ shoppers: [Shopper], _ settings: ReferenceSettings) -> JSONValue {
  let all = shoppers.flatMap { $0.sessions }.filter { settings.chooses(start: $0.start) }
  let sessions = all.filter { !$0.isBackground }
  let durations = sessions.map { $0.end - $0.start }
  let bounced = sessions.count { isBounce($0, settings) }
  let events = sessions.reduce(0) { $0 + $1.acts.count { !$0.isAutomatic } }
  var duration = secondsQuantiles(durations)
  duration["mean"] = meanSeconds(durations)
  return .object([
    "count": .integer(sessions.count),
    "background": .integer(all.count - sessions.count),
    "open": .integer(sessions.count { $0.isOpen }),
    "bounced": .integer(bounced),
    "bounce_rate": share(bounced, sessions.count),
    "duration_seconds": .object(duration),
    "events": .object(["mean": share(events, sessions.count)]),
  ])
}

/// No cart stage, no signal, and at most one distinct page (without a page column: one event).
func isBounce(_ session: Unit, _ settings: ReferenceSettings) -> Bool {
  if session.acts.contains(where: { $0.isCartStage || $0.isSignal }) { return false }
  let seen = session.acts.filter { !$0.isAutomatic }
  if !settings.hasPageColumn { return seen.count <= 1 }
  return Set(seen.map { $0.row.text("page") }.filter { !$0.isEmpty }).count <= 1
}
