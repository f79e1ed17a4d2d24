import Machine

/// What one worker has collected, ready to be merged with the others.
package struct CollectedEvents: Sendable {
  var store: EventStore
  var spill: SpillFile?
  /// Answers to each classified field's matchers, by field and class.
  let answers: [[[Bool]]]

  var hasSpilled: Bool { !(spill?.blocks.isEmpty ?? true) }

  /// Moves what is left in memory behind the rest.
  mutating func spillRest() throws(SpillError) {
    try spill?.write(store)
    store.removeSpilled()
  }
}

extension EventCollector {
  /// Rows kept so far by raw event name.
  package var eventCounts: [[UInt8]: Int] {
    var bySymbol = [Int](repeating: 0, count: store.symbols.count)
    for tape in store.tapes { tape.forEach { bySymbol[Int($0.symbol)] += 1 } }
    var counts: [[UInt8]: Int] = [:]
    for (symbol, count) in bySymbol.enumerated() where count > 0 {
      let name = store.symbols.elements[symbol * store.symbols.width + SymbolSlot.name.rawValue]
      counts[store.names[name], default: 0] += count
    }
    return counts
  }
}
