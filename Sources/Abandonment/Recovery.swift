import Clickstream

/// What followed an abandoned cart.
struct Recovery: Sendable {
  var isRecovered = false
  var isOpen = false
  var isLost = false
}

/// A person's purchases, as recovery asks for them.
struct PurchaseHistory: Sendable {
  /// Times of all purchases, ascending.
  private var times: [Int64] = []
  /// By session start, ascending: the start, and the earliest purchase in that session or a later one.
  private var bySession: [(start: Int64, earliest: Int64)] = []

  /// Reads a person's purchases; the last person's are forgotten.
  mutating func load(_ person: borrowing Person, _ archive: EventArchive) {
    times.removeAll(keepingCapacity: true)
    bySession.removeAll(keepingCapacity: true)
    for session in person.sessions where session.hasPurchase {
      var isFirst = true
      for moment in person.moments(of: session)
      where archive.meanings.events[Int(moment.meaning)].stage == .purchase {
        times.append(moment.timeMilliseconds)
        if isFirst { bySession.append((session.startMilliseconds, moment.timeMilliseconds)) }
        isFirst = false
      }
    }
    times.sort()
    // Sessions come by start, so a pass from the end finds the earliest purchase still ahead.
    for index in bySession.indices.dropLast().reversed() {
      bySession[index].earliest = min(bySession[index].earliest, bySession[index + 1].earliest)
    }
  }

  /// The number of purchases before a time: equal numbers mean the same next purchase, or none.
  func nextPurchase(from time: Int64) -> Int {
    firstIndex(times.count) { times[$0] >= time }
  }

  /// The earliest purchase of a session that starts after a time; nil for none.
  func earliestPurchase(inSessionAfter time: Int64) -> Int64? {
    let index = firstIndex(bySession.count) { bySession[$0].start > time }
    return index < bySession.count ? bySession[index].earliest : nil
  }

  /// The first index that holds, of a run of indices that fail and then hold.
  private func firstIndex(_ count: Int, _ holds: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
