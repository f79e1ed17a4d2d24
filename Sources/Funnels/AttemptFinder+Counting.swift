/// Which of a unit's attempts count.
extension AttemptFinder {
  private func isBetter(_ one: Attempt, than other: Attempt) -> Bool {
    if search != .anyOrder { return one.isBetter(than: other) }
    return one.level != other.level ? one.level > other.level : one.place < other.place
  }

  /// The best attempt among some that were not killed; with a goal, among those that converted then.
  mutating func count(_ range: Range<Int>, goal: Int64? = nil) {
    var best: Int?
    for index in range where attempts[index].killedMilliseconds == nil {
      if goal != nil && attempts[index].convertedMilliseconds != goal { continue }
      if best.map({ isBetter(attempts[index], than: attempts[$0]) }) ?? true { best = index }
    }
    if let best { counted.append(attempts[best]) }
  }

  /// Attempts that do not overlap: a run lasts while any entry in it is live, and the next begins behind it.
  ///
  /// A run ends with its first conversion, and nothing behind that counts for any of its attempts.
  mutating func countRuns() {
    // Where all attempts go the same ways, one that converts first is the best when cut there.
    let mustCut = plan.entry == .open || search == .within || search == .strict
    var start = 0
    while start < attempts.count {
      var goal: Int64?
      var over = Int64.min
      var end = start
      while end < attempts.count,
        end == start || attempts[end].entryMilliseconds <= goal ?? over
      {
        if let converted = attempts[end].convertedMilliseconds {
          goal = min(goal ?? converted, converted)
        }
        over = max(over, attempts[end].endMilliseconds)
        end += 1
      }
      if let goal, mustCut && search != .anyOrder {
        countCut(start..<end, at: goal)
      } else {
        count(start..<end, goal: goal)
      }
      start = end
    }
    if lists.count > 1 { counted.sort { ($0.list, $0.place) < ($1.list, $1.place) } }
  }

  /// The best attempt of a run when nothing behind a moment counts: none gets further than it did without that limit, so
  /// the best come first, until none of the rest can be better.
  private mutating func countCut(_ range: Range<Int>, at goal: Int64) {
    attempts[range].sort { $0.isBetter(than: $1) }
    var best: Attempt?
    for index in range {
      if let best, !attempts[index].isBetter(than: best) { break }
      let cut = cut(attempts[index], at: goal)
      if cut.killedMilliseconds == nil && best.map({ cut.isBetter(than: $0) }) ?? true {
        best = cut
      }
    }
    if let best { counted.append(best) }
  }

  private mutating func cut(_ old: Attempt, at goal: Int64) -> Attempt {
    var attempt = old
    let list = lists.all[old.list]
    let end = min(windowEnd(old.entryMilliseconds), goal)
    load(old.list)
    switch search {
    case .greedy:
      attempt = walker.attempt(
        old.entry, group: list.groupIndex(of: old.entry), firstStep: old.firstStep, list, old.list,
        exclusions, until: end)
    case .within: attempt = withinSearch.attempt(old, of: list, until: end, exclusions)
    case .strict:
      attempt.overMilliseconds = end
      solveStrictly(&attempt, list)
    case .anyOrder: break
    }
    if killsByOptional && search != .strict { kill(&attempt) }
    return attempt
  }
}
