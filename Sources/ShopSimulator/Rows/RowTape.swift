/// How long a shopper takes before an event.
enum Pause {
  /// What a page does by itself right after it was asked for.
  case instant
  /// A click on a page already known.
  case click
  /// Reading a page.
  case reading

  /// The shortest pause and the range above it, in milliseconds.
  var milliseconds: (shortest: Double, range: Double) {
    switch self {
    case .instant: (80, 1_400)
    case .click: (1_500, 20_000)
    case .reading: (3_000, 150_000)
    }
  }
}

/// Writes down the rows of one session and keeps its clock.
///
/// A run that only asks what became of the carts keeps no rows: everything decided here is looks,
/// nothing that a shopper or the shop could react to.
struct RowTape {
  /// After this the pauses are short, so that a session stays below two hours.
  private static let hurriedAfterMilliseconds: Int64 = 3_600_000

  private let keepsRows: Bool
  private let startMilliseconds: Int64
  private var template: EventRow
  private var pacing: SequentialRandom
  private(set) var rows: [EventRow] = []

  init(shopper: Shopper, visit: PlannedVisit, key: RandomKey, keepsRows: Bool) {
    let origin = SessionOrigin(shopper: shopper, visit: visit, key: key)
    self.keepsRows = keepsRows
    startMilliseconds = visit.startMilliseconds
    pacing = SequentialRandom(seed: key.word(.pacing))
    template = EventRow(
      timeMilliseconds: visit.startMilliseconds, user: UInt32(shopper.number), order: 0,
      session: UInt16(visit.session), pageArgument: 0, pageKind: .fixed, event: .sessionStart,
      channel: origin.channel, device: origin.device, country: shopper.country)
  }

  /// Writes down an event some time after the one before.
  mutating func record(
    _ event: EventName, on page: Page, after pause: Pause, _ details: RowDetails = RowDetails()
  ) {
    guard keepsRows else { return }
    if !rows.isEmpty { template.timeMilliseconds += duration(of: pause) }
    var row = template
    row.event = event
    row.pageKind = page.kind
    row.pageArgument = page.argument
    row.valueCents = details.valueCents
    row.item = details.item
    row.quantity = details.quantity
    row.order = details.order
    row.code = details.code
    rows.append(row)
  }

  /// Writes down what the page reports by itself: now and then a scroll or a ping.
  mutating func recordAutomatic(on page: Page) {
    guard keepsRows else { return }
    if pacing.next() < 0.22 { record(.scroll, on: page, after: .click) }
    if pacing.next() < 0.08 { record(.pagePing, on: page, after: .click) }
  }

  /// Whether something without any effect on the shopper is to be written, by chance.
  mutating func decorates(_ chance: Double) -> Bool { keepsRows && pacing.next() < chance }

  private mutating func duration(of pause: Pause) -> Int64 {
    if template.timeMilliseconds - startMilliseconds > Self.hurriedAfterMilliseconds {
      return 200 + Int64(pacing.next() * 1_800)
    }
    if case .reading = pause, pacing.next() < 0.004 { return longPause() }
    let spread = pacing.next()
    let (shortest, range) = pause.milliseconds
    // The cube makes short pauses common: the mean is a quarter of the range.
    return Int64(shortest + range * spread * spread * spread)
  }

  /// A visitor called away: 5 to 29 minutes, and one time in thirty 31 to 45 minutes.
  private mutating func longPause() -> Int64 {
    let spread = pacing.next()
    if pacing.next() < 1 / 30 { return Int64((31 + 14 * spread) * 60_000) }
    return Int64((5 + 24 * spread) * 60_000)
  }
}
