import Clickstream

/// The steps that an event fits, as a funnel's search takes them.
struct StepMask: Sendable {
  var mask: UInt64
  var optional: UInt64

  var isEmpty: Bool { mask | optional == 0 }
}

/// An event that fits some step.
struct Candidate {
  var timeMilliseconds: Int64
  /// The steps that it fits; for walks that look at required steps only, those, numbered without the others.
  var mask: UInt64
  /// The optional steps that it fits, numbered among all.
  var optional: UInt64 = 0
  /// Place among the unit's moments.
  var place: Int
}

/// A unit's events that fit some step, in total order, in groups of equal time.
struct CandidateList {
  private(set) var all: [Candidate] = []
  /// Ends of the groups.
  private(set) var groupEnds: [Int] = []
  /// Some group needs matching: its events fit several steps, or different ones.
  private(set) var hasMixedGroup = false
  /// Every event fits the first step and no other.
  private(set) var fitsFirstStepOnly = true

  mutating func removeAll() {
    all.removeAll(keepingCapacity: true)
    groupEnds.removeAll(keepingCapacity: true)
    hasMixedGroup = false
    fitsFirstStepOnly = true
  }

  /// Adds the next event in order.
  mutating func append(_ candidate: Candidate) {
    if let last = all.last, last.timeMilliseconds == candidate.timeMilliseconds {
      groupEnds[groupEnds.count - 1] += 1
      if last.mask != candidate.mask || last.mask.nonzeroBitCount > 1 { hasMixedGroup = true }
    } else {
      groupEnds.append(all.count + 1)
    }
    if candidate.mask != 1 || candidate.optional != 0 { fitsFirstStepOnly = false }
    all.append(candidate)
  }

  /// Holds those of some events that fit steps, and no other.
  mutating func load(_ moments: ArraySlice<Moment>, at places: [Int], _ masks: [StepMask]) {
    removeAll()
    for place in places {
      let moment = moments[place]
      let mask = masks[Int(moment.meaning)].mask
      guard mask != 0 else { continue }
      append(
        Candidate(timeMilliseconds: moment.timeMilliseconds, mask: mask, place: place))
    }
  }

  func group(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : groupEnds[index - 1])..<groupEnds[index]
  }

  func time(ofGroup index: Int) -> Int64 { all[group(index).lowerBound].timeMilliseconds }

  /// Whether all events of a group fit one and the same step: then at most one of them is used.
  func isUniform(_ group: Range<Int>) -> Bool {
    let mask = all[group.lowerBound].mask
    return mask.nonzeroBitCount == 1 && group.allSatisfy { all[$0].mask == mask }
  }

  /// Whether a group is one event or uniform: nothing needs matching there.
  func isPlain(_ group: Range<Int>) -> Bool { group.count == 1 || isUniform(group) }

  /// The group that holds a candidate.
  func groupIndex(of candidate: Int) -> Int {
    var (low, high) = (0, groupEnds.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if groupEnds[middle] > candidate { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
