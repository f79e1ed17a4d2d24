/// Fills steps with events of one time, each step with an event of its own, in any order.
///
/// Events that fit the same steps are one class with a capacity, so the work depends on the number of different
/// step sets, not on the number of events. Steps are added one at a time along augmenting paths (Kuhn's algorithm
/// for bipartite matching, with capacities), so that no order is ever tried.
struct TieMatching: Sendable {
  private struct EventClass {
    var mask: UInt64
    var capacity: Int
    /// Steps that events of the class fill now.
    var filled: UInt64 = 0

    var isFull: Bool { filled.nonzeroBitCount >= capacity }
  }

  private var classes: [EventClass] = []
  /// Classes that the search for one step has looked at.
  private var visited: [Bool] = []

  /// Forgets all events.
  mutating func removeAll() { classes.removeAll(keepingCapacity: true) }

  /// One more event that fits the steps of `mask`.
  mutating func add(_ mask: UInt64) {
    if let index = classes.firstIndex(where: { $0.mask == mask }) {
      classes[index].capacity += 1
    } else {
      classes.append(EventClass(mask: mask, capacity: 1))
    }
  }

  /// One event less; it must have been added and no step filled yet.
  mutating func remove(_ mask: UInt64) {
    if let index = classes.firstIndex(where: { $0.mask == mask }) {
      classes[index].capacity -= 1
    }
  }

  /// Empties all steps; the events stay.
  mutating func clear() {
    for index in classes.indices { classes[index].filled = 0 }
  }

  /// Fills one more step, moving others if need be; false when that cannot be done.
  mutating func fill(_ step: Int) -> Bool {
    visited.removeAll(keepingCapacity: true)
    for _ in classes { visited.append(false) }
    return place(step)
  }

  private mutating func place(_ step: Int) -> Bool {
    let bit = UInt64(1) << UInt64(step)
    for index in classes.indices
    where classes[index].mask & bit != 0 && !visited[index] && !classes[index].isFull {
      classes[index].filled |= bit
      return true
    }
    for index in classes.indices where classes[index].mask & bit != 0 && !visited[index] {
      visited[index] = true
      if makeRoom(in: index) {
        classes[index].filled |= bit
        return true
      }
    }
    return false
  }

  /// Moves one step out of a full class.
  private mutating func makeRoom(in index: Int) -> Bool {
    var steps = classes[index].filled
    while steps != 0 {
      let step = steps.trailingZeroBitCount
      steps &= steps - 1
      if place(step) {
        classes[index].filled &= ~(UInt64(1) << UInt64(step))
        return true
      }
    }
    return false
  }

  /// How many of the steps from `step` on can be filled together, at most up to `limit`.
  mutating func reach(from step: Int, limit: Int) -> Int {
    clear()
    var next = step
    while next < limit && fill(next) { next += 1 }
    return next - step
  }
}
