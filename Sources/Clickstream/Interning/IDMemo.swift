/// What small numbers, such as ids, are known to stand for.
struct IDMemo: Sendable {
  private var ids: [UInt32] = []
  /// No table gives this id.
  private static let unknown = UInt32.max

  @inline(__always)
  subscript(key: UInt32) -> UInt32? {
    get {
      guard Int(key) < ids.count, ids[Int(key)] != IDMemo.unknown else { return nil }
      return ids[Int(key)]
    }
    set {
      while ids.count <= Int(key) { ids.append(IDMemo.unknown) }
      ids[Int(key)] = newValue ?? IDMemo.unknown
    }
  }

  /// Forgets everything, but keeps the room.
  mutating func removeAll() { ids.removeAll(keepingCapacity: true) }
}
