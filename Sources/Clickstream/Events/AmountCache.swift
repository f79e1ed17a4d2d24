/// Remembers which distinct texts of a column are amounts, so that each is read once.
struct AmountCache {
  private var isValid: [Bool] = []

  /// Whether the text with this id is an amount or none.
  mutating func isAmount(_ id: UInt32, _ store: borrowing EventStore, _ slot: DetailSlot) -> Bool {
    let index = Int(id)
    while isValid.count <= index {
      let next = UInt32(isValid.count)
      let reading = store.detailTexts[slot.rawValue].withBytes(next) { Amount.read($0) }
      isValid.append(reading != .invalid)
    }
    return isValid[index]
  }

  mutating func truncate(to count: Int) {
    if count < isValid.count { isValid.removeLast(isValid.count - count) }
  }
}
