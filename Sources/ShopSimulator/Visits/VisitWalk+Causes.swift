extension VisitWalk {
  /// An act is tried this often at most; then the shop lets it pass.
  private static let attemptsAtMost = 6

  /// Shows what the shop shows at a place; false when the shopper gives up over it.
  ///
  /// A page shows everything at once, so the shopper sees it all before he makes up his mind.
  mutating func goesOnAfterShown(at place: Place, index: Int) -> Bool {
    var goesOn = true
    for cause in Cause.shown {
      let chance = shop.causes[cause].chances[place]
      guard meets(cause, at: place, index: index, chance: chance) else { continue }
      if givesUp(over: cause, at: place, index: index) { goesOn = false }
    }
    return goesOn
  }

  /// Acts at a place until the shop accepts it; false when the shopper gives up before.
  mutating func goesOnAfterAnswers(at place: Place) -> Bool {
    for cause in Cause.answers {
      guard triesUntilAccepted(cause, at: place) else { return false }
    }
    return true
  }

  private mutating func triesUntilAccepted(_ cause: Cause, at place: Place) -> Bool {
    var chance = shop.causes[cause].chances[place]
    for attempt in 0..<Self.attemptsAtMost {
      guard meets(cause, at: place, index: attempt, chance: chance) else { return true }
      if givesUp(over: cause, at: place, index: attempt) { return false }
      recordAnotherTry(after: cause, at: place, attempt: attempt)
      chance = shop.causes[cause].repeatChance
    }
    return true
  }

  /// Whether the shopper meets a cause: a matter of luck, and of who he is.
  private func meets(_ cause: Cause, at place: Place, index: Int, chance: Double) -> Bool {
    guard chance > 0, shop.causes[cause].isOn else { return false }
    // A fee can surprise only once.
    if cause == .surpriseFee && cart.feeCents > 0 { return false }
    let isFirst = index == 0 || cause.kind == .shown
    let factor =
      isFirst && shopper.prone.contains(cause) ? shop.causes[cause].proneFactor : 1
    return cartKey.happens(
      chance * factor, .meets, Self.causeIndex(cause, at: place, index: index))
  }

  /// Lets the shopper meet a cause, and asks his will.
  private mutating func givesUp(over cause: Cause, at place: Place, index: Int) -> Bool {
    recordSignal(cause, at: place, index: index)
    guard cart.hasBegun else { return false }
    cart.met.insert(CauseSet(cause))
    let choice = Self.causeIndex(cause, at: place, index: index)
    return cartKey.happens(shop.causes[cause].leaveChance, .leaves, choice)
  }

  /// A number for one meeting: the cause, the place, and the page or attempt (below 4,096).
  static func causeIndex(_ cause: Cause, at place: Place, index: Int) -> Int {
    Int(cause.rawValue) << 16 | place.rawValue << 12 | index
  }
}
