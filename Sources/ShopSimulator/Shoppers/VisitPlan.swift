/// A time at which a user may come to the shop.
struct PlannedVisit {
  enum Kind {
    /// A visit that takes place whatever happened before.
    case planned
    /// A return to the cart abandoned in the planned visit of the same number, if there is one.
    case comeback
    /// What follows an order of the planned visit of the same number, if there is one.
    case aftermath
  }

  let kind: Kind
  /// The number of the planned visit it is or belongs to, from 0.
  let number: Int
  /// The start, in milliseconds since the first day's midnight.
  var startMilliseconds: Int64
  /// The number of the session, from 1; unique for the user.
  var session = 0

  /// A number that tells the visits of a user apart, whichever of them take place.
  var keyPart: Int {
    switch kind {
    case .planned: number * 4
    case .comeback: number * 4 + 1
    case .aftermath: number * 4 + 2
    }
  }
}

/// All times at which a user may come.
///
/// The times are laid down before anything happens, also for visits that depend on what happens.
/// So a cause that is switched off moves no visit.
struct VisitPlan {
  /// The longest a session lasts, by the pacing of `RowTape`.
  static let longestSessionMilliseconds: Int64 = 2 * 3_600_000
  /// From start to start; leaves more than 31 minutes between sessions.
  private static let spacingMilliseconds = longestSessionMilliseconds + 35 * 60_000
  /// No session starts in the last three hours, so every session has ended when the data ends.
  private static let quietMilliseconds: Int64 = 3 * 3_600_000
  /// Visits by hour of day, UTC; sums to 100.
  private static let hourWeights = [
    1, 1, 0, 0, 1, 1, 2, 3, 5, 5, 6, 6, 6, 6, 5, 5, 5, 6, 7, 8, 8, 7, 4, 2,
  ]

  private(set) var visits: [PlannedVisit] = []

  init(shopper: Shopper, settings: ShopSettings) {
    let isHeavy = shopper.key.happens(settings.heavyUserShare, .heavy)
    let usual = Self.visitCount(percentile: shopper.key.pick(100, .visits))
    for number in 0..<(isHeavy ? 40 : usual) {
      addVisit(number, shopper: shopper, days: settings.days)
    }
    visits.sort { $0.startMilliseconds < $1.startMilliseconds }
    spread(end: settings.spanMilliseconds - Self.quietMilliseconds)
  }

  /// Two of five users come once; one of fifty comes ten times.
  private static func visitCount(percentile: Int) -> Int {
    switch percentile {
    case ..<40: 1
    case ..<62: 2
    case ..<76: 3
    case ..<86: 4
    case ..<93: 6
    case ..<98: 8
    default: 10
    }
  }

  private mutating func addVisit(_ number: Int, shopper: Shopper, days: Int) {
    let key = shopper.key
    let start = Self.start(number, key: key, days: days)
    // Squares make short delays the common ones.
    let patience = key.fraction(.comebackDelay, number)
    let comeback = start + 4 * 3_600_000 + Int64(patience * patience * 4 * 86_400_000)
    let aftermath = start + 12 * 3_600_000 + Int64(key.fraction(.aftermathDelay, number) * 4e8)
    visits.append(PlannedVisit(kind: .planned, number: number, startMilliseconds: start))
    visits.append(PlannedVisit(kind: .comeback, number: number, startMilliseconds: comeback))
    visits.append(PlannedVisit(kind: .aftermath, number: number, startMilliseconds: aftermath))
  }

  private static func start(_ number: Int, key: RandomKey, days: Int) -> Int64 {
    let day = key.pick(days, .visitDay, number)
    let within = key.pick(3_600_000, .visitMinute, number)
    let hour = self.hour(percent: key.pick(100, .visitHour, number))
    return Int64(day) * CivilDate.millisecondsPerDay + Int64(hour * 3_600_000 + within)
  }

  private static func hour(percent: Int) -> Int {
    var rest = percent
    for (hour, weight) in hourWeights.enumerated() {
      if rest < weight { return hour }
      rest -= weight
    }
    return 12
  }

  /// Moves visits apart, drops those that no longer fit, and numbers the sessions.
  private mutating func spread(end: Int64) {
    var earliest: Int64 = 0
    for index in visits.indices {
      visits[index].startMilliseconds = max(visits[index].startMilliseconds, earliest)
      visits[index].session = index + 1
      earliest = visits[index].startMilliseconds + Self.spacingMilliseconds
    }
    visits.removeAll { $0.startMilliseconds >= end }
  }
}
