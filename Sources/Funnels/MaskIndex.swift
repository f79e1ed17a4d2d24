/// Finds the next group of equal time that holds a certain kind of event: by the step sets that occur in a unit, of which
/// there are few, however many events there are.
struct MaskIndex: Sendable {
  private var numberOfMask: [UInt64: Int] = [:]
  private var masks: [UInt64] = []
  /// By step set: the groups that hold an event of it, in order.
  private var groups: [[Int]] = []

  mutating func load(_ list: borrowing CandidateList) {
    numberOfMask.removeAll(keepingCapacity: true)
    masks.removeAll(keepingCapacity: true)
    for number in groups.indices { groups[number].removeAll(keepingCapacity: true) }
    for group in list.groupEnds.indices {
      for index in list.group(group) { note(list.all[index].mask, in: group) }
    }
  }

  private mutating func note(_ mask: UInt64, in group: Int) {
    let number = numberOfMask[mask] ?? masks.count
    if number == masks.count {
      numberOfMask[mask] = number
      masks.append(mask)
      if number == groups.count { groups.append([]) }
    }
    if groups[number].last != group { groups[number].append(group) }
  }

  /// The first group at or behind `group` with an event whose steps hold; nil for none.
  func first(from group: Int, where holds: (UInt64) -> Bool) -> Int? {
    var first: Int?
    for number in masks.indices where holds(masks[number]) {
      let place = groups[number].partitionPoint { $0 >= group }
      guard place < groups[number].count else { continue }
      first = min(first ?? .max, groups[number][place])
    }
    return first
  }
}
