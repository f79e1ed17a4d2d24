/// The total order of one user's events, built from columns alone (docs/definitions.md, "Total order").
///
/// Time, sequence, rank, canonical name; then page, session, customer, channel, device, value, quantity, currency, item, order,
/// code, rating as bytes; then properties by name. Events equal in all of these are interchangeable.
struct EventOrder {
  let archive: EventArchive
  let partition: UserPartition

  func isSorted(_ events: [Event], _ range: Range<Int>) -> Bool {
    for index in range.dropFirst() where precedes(events[index], events[index - 1]) {
      return false
    }
    return true
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
    if a.name != b.name { return archive.meanings.names.isLess(a.name, b.name) }
    if one.page != other.page { return archive.pages.isLess(one.page, other.page) }
    return visitPrecedes(one, other) ?? detailsPrecede(one, other)
  }

  private func visitPrecedes(_ one: Event, _ other: Event) -> Bool? {
    let slots: [(VisitSlot, StringTable)] = [
      (.session, partition.sessions), (.customer, partition.customers),
      (.channel, archive.channels), (.device, archive.devices),
    ]
    for (slot, table) in slots {
      let (a, b) = (partition.visit(slot, of: one), partition.visit(slot, of: other))
      if a != b { return table.isLess(a, b) }
    }
    return nil
  }

  private func detailsPrecede(_ one: Event, _ other: Event) -> Bool {
    for slot in 0..<archive.detailWidth where slot != DetailSlot.sequence.rawValue {
      let a = archive.details[Int(one.details) * archive.detailWidth + slot]
      let b = archive.details[Int(other.details) * archive.detailWidth + slot]
      if a != b { return archive.detailTexts[slot].isLess(a, b) }
    }
    return false
  }

  /// Whole numbers by value, before any other text, behind a missing one; nil when both say the same.
  private func sequencePrecedes(_ one: Event, _ other: Event) -> Bool? {
    let (a, b) = (
      archive.detail(.sequence, of: one), archive.detail(.sequence, of: other)
    )
    if a == b { return nil }
    let table = archive.detailTexts[DetailSlot.sequence.rawValue]
    switch (SequenceNumber(table[a]), SequenceNumber(table[b])) {
    case (let first, let second) where first == second: return nil
    case (let first, let second): return first < second
    }
  }
}

/// A value of the sequence column: missing, a whole number of up to 18 digits, or some other text, in this order.
private enum SequenceNumber: Comparable {
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
