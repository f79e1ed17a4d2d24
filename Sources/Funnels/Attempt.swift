/// One attempt at a funnel: what an entry led to.
struct Attempt {
  /// The entry among the candidates of its list.
  var entry: Int
  /// Which list of candidates it is of; there are several when values are held.
  var list: Int
  /// Place of the entry among the unit's moments.
  var place: Int
  var entryMilliseconds: Int64
  /// The step that the entry fills, as its search numbers steps.
  var firstStep: Int
  /// Steps filled that are not optional, the entry's included.
  var level: Int
  /// At most so many steps beside its own are filled at the entry's time.
  var stepsAtEntry: Int
  /// When the last step was filled, if that is the funnel's last one and no exclusion came between.
  var convertedMilliseconds: Int64?
  /// When an exclusion killed it; nil for never.
  var killedMilliseconds: Int64?
  /// Until when it could have gone on, if it was not killed and did not convert; it uses no later event.
  var overMilliseconds: Int64

  /// The last moment of its life.
  var endMilliseconds: Int64 {
    killedMilliseconds ?? convertedMilliseconds ?? overMilliseconds
  }

  /// Whether it counts rather than another attempt of the same unit: more steps, then entered through an earlier step,
  /// then entered later.
  func isBetter(than other: Attempt) -> Bool {
    if level != other.level { return level > other.level }
    if firstStep != other.firstStep { return firstStep < other.firstStep }
    return place > other.place
  }
}
