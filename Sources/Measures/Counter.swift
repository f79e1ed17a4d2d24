/// How often each id was met.
package struct Counter: Sendable {
  package private(set) var counts: [UInt32: Int] = [:]

  package init() {}

  package mutating func count(_ id: UInt32) { counts[id, default: 0] += 1 }

  package mutating func merge(_ other: Counter) {
    for (id, count) in other.counts { counts[id, default: 0] += count }
  }
}
