import Measures

/// What the carts that met one reason were worth, exactly, by position of the first meeting and group.
struct ExposedValues: Sendable {
  /// What the carts of one position and group were worth.
  struct Entry: Sendable {
    var position: Int
    var group: Int
    var exposed = AmountByCurrency()
    /// Of those that were abandoned.
    var abandoned = AmountByCurrency()
  }

  private var byPlace: [Int: Entry] = [:]

  mutating func add(_ value: AmountByCurrency, isAbandoned: Bool, at position: Int, group: Int) {
    guard !value.isEmpty else { return }
    let place = group * CartPosition.count + position
    byPlace[place, default: Entry(position: position, group: group)].add(
      value, isAbandoned: isAbandoned)
  }

  mutating func merge(_ other: ExposedValues) {
    byPlace.merge(other.byPlace) { one, other in
      var sum = one
      sum.exposed.merge(other.exposed)
      sum.abandoned.merge(other.abandoned)
      return sum
    }
  }

  /// Ids of all currencies that occur.
  var currencies: [UInt32] {
    var ids: Set<UInt32> = []
    for entry in byPlace.values { entry.exposed.forEachCurrency { ids.insert($0) } }
    return ids.sorted()
  }

  func sums(of currency: UInt32) -> Sums {
    var sums = Sums(currency: currency)
    for entry in byPlace.values { sums.add(entry) }
    return sums
  }
}

extension ExposedValues {
  /// The values of one currency, in millionths, over all groups and of each.
  struct Sums {
    let currency: UInt32
    /// Group by group, then position by position; the last table is that of all groups.
    private var exposed: [Int128]
    private var abandoned: [Int128]
    private static let tableCount = Jackknife.groupCount + 1

    fileprivate init(currency: UInt32) {
      self.currency = currency
      exposed = Array(repeating: 0, count: Sums.tableCount * CartPosition.count)
      abandoned = exposed
    }

    fileprivate mutating func add(_ entry: Entry) {
      for table in [entry.group, Jackknife.groupCount] {
        let place = table * CartPosition.count + entry.position
        exposed[place].addClamping(entry.exposed[currency])
        abandoned[place].addClamping(entry.abandoned[currency])
      }
    }

    /// What the exposed carts at a position were worth.
    subscript(position: Int) -> (abandoned: Double, exposed: Double) {
      let place = Jackknife.groupCount * CartPosition.count + position
      // Few positions have values, and the conversion is slow.
      guard exposed[place] > 0 else { return (0, 0) }
      return (Double(abandoned[place]), Double(exposed[place]))
    }

    /// The same without one group; amounts are not negative, so the differences are in range.
    subscript(position: Int, without group: Int) -> (abandoned: Double, exposed: Double) {
      let place = Jackknife.groupCount * CartPosition.count + position
      let own = group * CartPosition.count + position
      guard exposed[place] > exposed[own] else { return (0, 0) }
      return (Double(abandoned[place] - abandoned[own]), Double(exposed[place] - exposed[own]))
    }
  }
}

extension ExposedValues.Entry {
  fileprivate mutating func add(_ value: AmountByCurrency, isAbandoned: Bool) {
    exposed.merge(value)
    if isAbandoned { abandoned.merge(value) }
  }
}

extension Int128 {
  /// A sum beyond 128 bits stays at the bound; amounts are not negative.
  fileprivate mutating func addClamping(_ other: Int128) {
    let (sum, overflow) = addingReportingOverflow(other)
    self = overflow ? .max : sum
  }
}
