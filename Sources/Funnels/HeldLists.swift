/// A unit's candidates, one list for each set of values that an attempt must hold; without such values one list.
///
/// In a strict funnel an event that holds other values ends an attempt. Of those between two events of a list one is
/// enough to do so, and one at the time of each of the two:
/// ```
/// events   a/i  x/j  x/j  y/k  b/i         list of i:  a   (ends)   b         and not three of them
/// ```
struct HeldLists: Sendable {
  private let isStrict: Bool
  /// The first `count` are in use.
  private(set) var all = [CandidateList()]
  private(set) var count = 1
  /// Sets of values by the set before and the value that narrows it; they are numbered from 1.
  private var numberOfSet: [UInt64: Int] = [:]
  private var listOfSet: [Int: Int] = [:]
  /// All events of a strict unit, and the list of each; -1 for none.
  private var events: [(candidate: Candidate, list: Int)] = []
  /// By event: the first one that is later in time.
  private var later: [Int] = []
  /// By list: its last event so far; -1 for none.
  private var lastOfList: [Int] = []

  init(plan: FunnelPlan) { isStrict = plan.order == .strict }

  mutating func removeAll() {
    for index in 0..<count { all[index].removeAll() }
    count = 1
    events.removeAll(keepingCapacity: true)
    if !numberOfSet.isEmpty { numberOfSet.removeAll(keepingCapacity: numberOfSet.count < 1024) }
    if !listOfSet.isEmpty { listOfSet.removeAll(keepingCapacity: listOfSet.count < 1024) }
  }

  /// The next event in order, where no values are held.
  mutating func append(_ candidate: Candidate) { all[0].append(candidate) }

  /// Narrows a set of held values, 0 at first, by one more value.
  mutating func narrow(_ set: Int, by value: UInt32) -> Int {
    // Sets are numbered by how many there are in a unit, below 2^32.
    let key = UInt64(set) << 32 | UInt64(value)
    if let number = numberOfSet[key] { return number }
    numberOfSet[key] = numberOfSet.count + 1
    return numberOfSet.count
  }

  /// The next event in order with its set of held values; nil where one is missing.
  mutating func append(_ candidate: Candidate, set: Int?) {
    let list = set.map { self.list(of: $0) } ?? -1
    if isStrict {
      events.append((candidate, list))
    } else if list >= 0 && candidate.mask | candidate.optional != 0 {
      all[list].append(candidate)
    }
  }

  private mutating func list(of set: Int) -> Int {
    if let list = listOfSet[set] { return list }
    let list = listOfSet.count
    listOfSet[set] = list
    if list == all.count { all.append(CandidateList()) }
    count = max(count, list + 1)
    return list
  }

  /// Makes the lists, once all events of the unit are there.
  mutating func finish() {
    guard !events.isEmpty else { return }
    noteLaterEvents()
    lastOfList.removeAll(keepingCapacity: true)
    for _ in 0..<count { lastOfList.append(-1) }
    for index in events.indices where events[index].list >= 0 {
      let list = events[index].list
      appendStrangers(after: lastOfList[list], before: index, to: list)
      all[list].append(events[index].candidate)
      lastOfList[list] = index
    }
    for list in 0..<count where lastOfList[list] >= 0 {
      appendStrangers(after: lastOfList[list], before: events.count, to: list)
    }
  }

  private mutating func noteLaterEvents() {
    later.removeAll(keepingCapacity: true)
    for _ in events { later.append(events.count) }
    for index in events.indices.dropLast().reversed() {
      let isLater = time(index + 1) > time(index)
      later[index] = isLater ? index + 1 : later[index + 1]
    }
  }

  private func time(_ index: Int) -> Int64 { events[index].candidate.timeMilliseconds }

  /// Adds what ends attempts between two events that follow each other in a list; -1 for none before.
  private mutating func appendStrangers(after last: Int, before next: Int, to list: Int) {
    if last >= 0 && last + 1 < next {
      if time(last + 1) == time(last) { appendStranger(last + 1, to: list) }
      let between = later[last]
      if between < next && (next == events.count || time(between) < time(next)) {
        appendStranger(between, to: list)
      }
    }
    guard next < events.count, next > last + 1, time(next - 1) == time(next),
      last < 0 || time(last) < time(next)
    else { return }
    appendStranger(next - 1, to: list)
  }

  private mutating func appendStranger(_ index: Int, to list: Int) {
    var stranger = events[index].candidate
    (stranger.mask, stranger.optional) = (0, 0)
    all[list].append(stranger)
  }
}
