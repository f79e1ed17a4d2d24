import RowReader

/// Remembers how many distinct texts of a column are known to be amounts, so that each is read once.
struct AmountCache {
  private var checked = 0

  /// Makes sure that the text with this id is an amount or none; one that is not is forgotten.
  ///
  /// - Throws: `invalidNumber` with the slot's role.
  mutating func check(
    _ id: UInt32, _ slot: DetailSlot, in store: inout EventStore
  ) throws(RowFault) {
    // Texts are checked as they come, so a known id is an amount.
    guard Int(id) >= checked else { return }
    let reading = store.detailTexts[slot.rawValue].withBytes(id) { Amount.read($0) }
    guard reading != .invalid else {
      store.detailTexts[slot.rawValue].truncate(to: Int(id))
      throw RowFault(reason: .invalidNumber, role: slot.role)
    }
    checked = Int(id) + 1
  }

  /// Forgets texts that the store has forgotten.
  mutating func truncate(to count: Int) { checked = min(checked, count) }
}
