import Clickstream

/// What followed an abandoned cart.
struct Recovery {
  var isRecovered = false
  var isOpen = false
  var isLost = false
}

/// A person's purchases, as recovery asks for them.
struct PurchaseHistory {
  /// Times of all purchases, ascending.
  private var times: [Int64] = []
  /// By session start, ascending: the start, and the earliest purchase in that session or a later one.
  private var bySession: [(start: Int64, earliest: Int64)] = []

  init(_ person: borrowing Person, _ archive: EventArchive) {
    for session in person.sessions where session.hasPurchase {
      let purchases = person.moments[session.moments].filter {
        archive.meanings.events[Int($0.meaning)].stage == .purchase
      }
      times += purchases.map(\.timeMilliseconds)
      if let first = purchases.first {
        bySession.append((session.startMilliseconds, first.timeMilliseconds))
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
