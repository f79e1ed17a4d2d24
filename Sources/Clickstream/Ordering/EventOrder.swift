/// The total order of one person's events, built from columns alone (docs/definitions.md, "Total order").
///
/// Time, sequence, rank, canonical name; then page, session, customer, channel, device, value, quantity, currency, item, order,
/// code, rating as bytes; then properties by name; for a person of several users the user last. Events equal in all of
/// these are interchangeable.
struct EventOrder {
  let archive: EventArchive
  let partition: UserPartition

  /// Up to so many events are sorted by insertion, which is fastest on runs that are nearly in order.
  private static let insertionLimit = 48

  /// Puts the events of one user in order; one pass when they are already.
  func sort(_ events: inout [Event], _ range: Range<Int>) {
    var isSorted = true
    for index in range.dropFirst() where precedes(events[index], events[index - 1]) {
      isSorted = false
      break
    }
    if isSorted { return }
    if range.count <= EventOrder.insertionLimit { return insertionSort(&events, range) }
    events.withUnsafeMutableBufferPointer { buffer in
      // The range lies inside the events; sorting a slice of the array itself would copy it.
      var user = UnsafeMutableBufferPointer(rebasing: buffer[range])
      user.sort { precedes($0, $1) }
    }
  }

  private func insertionSort(_ events: inout [Event], _ range: Range<Int>) {
    for index in range.dropFirst() {
      let event = events[index]
      var place = index
      while place > range.lowerBound && precedes(event, events[place - 1]) {
        events[place] = events[place - 1]
        place -= 1
      }
      events[place] = event
    }
  }

  @inline(__always)
  func precedes(_ one: Event, _ other: Event) -> Bool {
    let (a, b) = (one.timeMilliseconds, other.timeMilliseconds)
    return a == b ? tiePrecedes(one, other) : a < b
  }

  /// Decides between events of equal time.
  @inline(never)
  private func tiePrecedes(_ one: Event, _ other: Event) -> Bool {
    if one == other { return false }
    if let isBefore = sequencePrecedes(one, other) { return isBefore }
    let (a, b) = (archive.meanings.rows[Int(one.symbol)], archive.meanings.rows[Int(other.symbol)])
    if a.rank != b.rank { return a.rank < b.rank }
    if a.name != b.name { return archive.meanings.names.list.isLess(a.name, b.name) }
    let page = DetailSlot.page.rawValue
    return detailPrecedes(page, one, other) ?? originPrecedes(one, other)
      ?? detailsPrecede(one, other) ?? userPrecedes(one, other)
  }

  private func originPrecedes(_ one: Event, _ other: Event) -> Bool? {
    if one.origin == other.origin { return nil }
    return precedes(.session, partition.sessions, one, other)
      ?? precedes(.customer, partition.customers, one, other)
      ?? precedes(.channel, archive.channels, one, other)
      ?? precedes(.device, archive.devices, one, other)
  }

  private func precedes(
    _ slot: OriginSlot, _ table: borrowing StringList, _ one: Event, _ other: Event
  ) -> Bool? {
    let (a, b) = (partition.origin(slot, of: one), partition.origin(slot, of: other))
    return a == b ? nil : table.isLess(a, b)
  }

  private func detailsPrecede(_ one: Event, _ other: Event) -> Bool? {
    if one.details == other.details { return nil }
    for slot in 0..<partition.values.width where slot != DetailSlot.sequence.rawValue {
      if let isBefore = detailPrecedes(slot, one, other) { return isBefore }
    }
    return nil
  }

  /// Only a person of several users has events that differ in nothing else.
  private func userPrecedes(_ one: Event, _ other: Event) -> Bool {
    precedes(.user, partition.users, one, other) ?? false
  }

  private func detailPrecedes(_ slot: Int, _ one: Event, _ other: Event) -> Bool? {
    let values = partition.values
    let (a, b) = (values.detail(slot: slot, of: one), values.detail(slot: slot, of: other))
    return a == b ? nil : values.texts[slot].isLess(a, b)
  }

  /// Whole numbers by value, before any other text, behind a missing one; nil when both say the same.
  private func sequencePrecedes(_ one: Event, _ other: Event) -> Bool? {
    if one.details == other.details { return nil }
    let values = partition.values
    let (a, b) = (values.sequenceNumber(of: one), values.sequenceNumber(of: other))
    return a == b ? nil : a < b
  }
}

/// A value of the sequence column: missing, a whole number of up to 18 digits, or some other text, in this order.
enum SequenceNumber: Comparable, Sendable {
  case missing
  case number(Int64)
  case text([UInt8])

  init(_ bytes: [UInt8]) {
    if bytes.isEmpty {
      self = .missing
    } else if bytes.count <= 18, let number = Int64(String(decoding: bytes, as: UTF8.self)) {
      self = .number(number)
    } else {
      self = .text(bytes)
    }
  }

  static func < (one: SequenceNumber, other: SequenceNumber) -> Bool {
    switch (one, other) {
    case (.missing, .missing): false
    case (.missing, _): true
    case (_, .missing): false
    case (.number(let a), .number(let b)): a < b
    case (.number, .text): true
    case (.text, .number): false
    case (.text(let a), .text(let b)): a.lexicographicallyPrecedes(b)
    }
  }
}
