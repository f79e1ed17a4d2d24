/// What one worker has collected, ready to be merged with the others.
package struct CollectedEvents: Sendable {
  let store: EventStore
  /// Answers to each classified field's matchers, by field and class.
  let answers: [[[Bool]]]
}

extension EventCollector {
  /// Ends the collecting; every file has been kept or dropped.
  package consuming func finish() -> CollectedEvents {
    CollectedEvents(store: store, answers: classifiers.map(\.answers))
  }
}

extension EventCollector {
  /// Rows kept so far by raw event name.
  package var eventCounts: [[UInt8]: Int] {
    var bySymbol = [Int](repeating: 0, count: store.symbols.count)
    for partition in store.partitions {
      for event in partition.events.chunks.joined() { bySymbol[Int(event.symbol)] += 1 }
    }
    var counts: [[UInt8]: Int] = [:]
    for (symbol, count) in bySymbol.enumerated() where count > 0 {
      let name = store.symbols.elements[symbol * store.symbols.width + SymbolSlot.name.rawValue]
      counts[store.names[name], default: 0] += count
    }
    return counts
  }
}
