/// Where events come from: user, session, customer, channel and device by origin.
///
/// Equal origins may have several ids: nothing depends on their number. Each is only compared with the latest of its
/// session, or of its user where there is no session, which finds nearly all; a hash table of all would cost several
/// times the room.
struct OriginTable: Sendable {
  /// All origins, one behind the other, by `OriginSlot`.
  private(set) var elements: [UInt32] = []
  private var latestOfSession: [UInt32] = []
  private var latestOfUser: [UInt32] = []

  private static let none = UInt32.max

  /// Number of origins.
  var count: Int { elements.count / OriginSlot.width }

  /// Memory held, in bytes.
  var bytesHeld: Int {
    4 * (elements.capacity + latestOfSession.capacity + latestOfUser.capacity)
  }

  /// An id of an origin, given by `OriginSlot`.
  mutating func id(of origin: InlineArray<5, UInt32>) -> UInt32 {
    let session = Int(origin[OriginSlot.session.rawValue])
    return session == 0
      ? OriginTable.id(
        of: origin, by: Int(origin[OriginSlot.user.rawValue]), in: &latestOfUser, &elements)
      : OriginTable.id(of: origin, by: session, in: &latestOfSession, &elements)
  }

  private static func id(
    of origin: InlineArray<5, UInt32>, by index: Int, in latest: inout [UInt32],
    _ elements: inout [UInt32]
  ) -> UInt32 {
    while latest.count <= index { latest.append(none) }
    let known = latest[index]
    if known != none && holds(origin, at: known, elements) { return known }
    let id = UInt32(elements.count / OriginSlot.width)
    for slot in origin.indices { elements.append(origin[slot]) }
    latest[index] = id
    return id
  }

  private static func holds(
    _ origin: InlineArray<5, UInt32>, at id: UInt32, _ elements: [UInt32]
  ) -> Bool {
    let first = Int(id) * OriginSlot.width
    for slot in origin.indices where elements[first + slot] != origin[slot] { return false }
    return true
  }

  /// Forgets every origin but the first `count`.
  mutating func truncate(to count: Int) {
    guard count < self.count else { return }
    elements.removeLast((self.count - count) * OriginSlot.width)
    for index in latestOfSession.indices where latestOfSession[index] != OriginTable.none {
      if latestOfSession[index] >= count { latestOfSession[index] = OriginTable.none }
    }
    for index in latestOfUser.indices where latestOfUser[index] != OriginTable.none {
      if latestOfUser[index] >= count { latestOfUser[index] = OriginTable.none }
    }
  }
}
