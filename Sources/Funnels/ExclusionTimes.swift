/// When a unit's events meet exclusions.
struct ExclusionTimes: Sendable {
  /// By exclusion: the steps that it lies between.
  private let steps: [(from: Int, to: Int)]
  private let isAnyOrder: Bool
  /// By exclusion: times of its events, in order.
  private var times: [[Int64]]

  init(plan: FunnelPlan) {
    steps = plan.exclusions.map { ($0.from, $0.to) }
    isAnyOrder = plan.order == .any
    times = Array(repeating: [], count: plan.exclusions.count)
  }

  var isEmpty: Bool { steps.isEmpty }

  mutating func removeAll() {
    for index in times.indices { times[index].removeAll(keepingCapacity: true) }
  }

  /// Notes an event of the unit that meets the exclusions of `mask`; in order of time.
  mutating func note(_ mask: UInt64, at time: Int64) {
    var rest = mask
    while rest != 0 {
      times[rest.trailingZeroBitCount].append(time)
      rest &= rest - 1
    }
  }

  /// When an attempt is killed: at the first excluded event strictly between two of its steps.
  ///
  /// - Parameters:
  ///   - filled: by step, when it was filled; nil where it was not.
  ///   - over: until when the attempt could go on: so long an exclusion kills whose second step was not reached.
  func killTime(filled: [Int64?], over: Int64) -> Int64? {
    var first: Int64?
    for index in steps.indices {
      guard let span = span(steps[index], filled), let time = event(index, after: span.start),
        span.end.map({ time < $0 }) ?? (time <= over)
      else { continue }
      first = min(first ?? time, time)
    }
    return first
  }

  /// From the first of two steps to the second; where that was skipped, to the next one filled.
  private func span(
    _ steps: (from: Int, to: Int), _ filled: [Int64?]
  ) -> (start: Int64, end: Int64?)? {
    let (from, to) = (filled[steps.from], filled[steps.to])
    if isAnyOrder {
      // Whichever came first.
      guard let from, let to else { return (from ?? to).map { ($0, nil) } }
      return (min(from, to), max(from, to))
    }
    guard let from else { return nil }
    var end = to
    for step in steps.to..<filled.count where end == nil { end = filled[step] }
    return (from, end)
  }

  private func event(_ index: Int, after time: Int64) -> Int64? {
    let all = times[index]
    let place = all.partitionPoint { $0 > time }
    return place < all.count ? all[place] : nil
  }
}

extension Array {
  /// The first index whose element holds, of elements that fail and then hold.
  func partitionPoint(_ holds: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
