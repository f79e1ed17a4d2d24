import Reference
import Testing

@testable import Clickstream

/// Tables share memory with their copies; nobody may see it.
///
/// Each test keeps four tables with the list that each must equal, and adds to one, cuts one back, or makes one a copy of
/// another, in any order.
@Suite struct TableCopyTests {
  static let seeds: [UInt64] = Array(1...8)
  private static let rounds = 3000

  /// What is done to a table in one round.
  private enum Step {
    case add, truncate, copy, replace

    /// Mostly additions, so that tables grow between copies.
    static func random(_ generator: inout SplitMix64) -> Step {
      switch Int.random(in: 0..<100, using: &generator) {
      case 0..<90: .add
      case 90..<93: .truncate
      case 93..<99: .copy
      default: .replace
      }
    }
  }

  private static func text(_ generator: inout SplitMix64) -> [UInt8] {
    let number = Int.random(in: 0..<600, using: &generator)
    return Array((number % 3 == 0 ? "\(number)" : "a text longer than words: \(number)").utf8)
  }

  @Test(arguments: seeds) func copiesOfStringTablesAreValues(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let fresh = StringTable(key: KeyedHash())
    var pairs = Array(repeating: (table: fresh, texts: [[UInt8]()]), count: 4)
    for round in 0..<TableCopyTests.rounds {
      let index = Int.random(in: 0..<4, using: &generator)
      switch Step.random(&generator) {
      case .add:
        let text = TableCopyTests.text(&generator)
        let id = pairs[index].table.id(of: text.span)
        let known = pairs[index].texts.firstIndex(of: text)
        #expect(Int(id) == known ?? pairs[index].texts.count, "seed \(seed), round \(round)")
        if known == nil { pairs[index].texts.append(text) }
      case .truncate:
        let kept = Int.random(in: 1...pairs[index].texts.count, using: &generator)
        pairs[index].table.truncate(to: kept)
        pairs[index].texts.removeLast(pairs[index].texts.count - kept)
      case .copy: pairs[Int.random(in: 0..<4, using: &generator)] = pairs[index]
      case .replace: pairs[index] = (fresh, [[]])
      }
      guard round % 50 == 0 else { continue }
      for (table, texts) in pairs {
        #expect(table.count == texts.count && table.list.all == Array(texts.dropFirst()))
      }
    }
  }

  @Test(arguments: seeds) func copiesOfStringListsAreValues(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var pairs = Array(repeating: (list: StringList.none, texts: [[UInt8]]()), count: 4)
    for round in 0..<TableCopyTests.rounds {
      let index = Int.random(in: 0..<4, using: &generator)
      switch Step.random(&generator) {
      case .add:
        let text = round % 7 == 0 ? [] : TableCopyTests.text(&generator)
        text.withUnsafeBytes { pairs[index].list.append($0) }
        pairs[index].texts.append(text)
      case .truncate:
        let kept = Int.random(in: 0...pairs[index].texts.count, using: &generator)
        pairs[index].list.truncate(to: kept)
        pairs[index].texts.removeLast(pairs[index].texts.count - kept)
      case .copy: pairs[Int.random(in: 0..<4, using: &generator)] = pairs[index]
      case .replace: pairs[index] = (.none, [])
      }
      guard round % 50 == 0 else { continue }
      for (list, texts) in pairs {
        let found = (0..<UInt32(list.count)).map { list[$0] }
        #expect(found == texts, "seed \(seed), round \(round)")
      }
    }
  }

  @Test(arguments: seeds) func copiesOfTupleTablesAreValues(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let width = Int(seed % 4) + 1
    let fresh = TupleTable(width: width, key: KeyedHash())
    var pairs = Array(repeating: (table: fresh, tuples: [[UInt32]]()), count: 4)
    for round in 0..<TableCopyTests.rounds {
      let index = Int.random(in: 0..<4, using: &generator)
      switch Step.random(&generator) {
      case .add:
        let tuple = (0..<width).map { _ in UInt32.random(in: 0...20, using: &generator) }
        let id = pairs[index].table.id(of: tuple.span)
        let known = pairs[index].tuples.firstIndex(of: tuple)
        #expect(Int(id) == known ?? pairs[index].tuples.count, "seed \(seed), round \(round)")
        if known == nil { pairs[index].tuples.append(tuple) }
      case .truncate:
        let kept = Int.random(in: 0...pairs[index].tuples.count, using: &generator)
        pairs[index].table.truncate(to: kept)
        pairs[index].tuples.removeLast(pairs[index].tuples.count - kept)
      case .copy: pairs[Int.random(in: 0..<4, using: &generator)] = pairs[index]
      case .replace: pairs[index] = (fresh, [])
      }
      guard round % 50 == 0 else { continue }
      for (table, tuples) in pairs {
        #expect(table.count == tuples.count && table.elements == Array(tuples.joined()))
      }
    }
  }

  /// A copy is made, one of the two grows far, and the other still finds and adds as before.
  @Test(arguments: [false, true]) func growthOfOneLeavesTheOther(original: Bool) {
    var one = StringTable(key: KeyedHash())
    for number in 0..<100 { _ = one.id(of: Array("\(number)".utf8).span) }
    var other = one
    for number in 100..<5000 {
      let text = Array("\(number)".utf8)
      _ = original ? one.id(of: text.span) : other.id(of: text.span)
    }
    if original { swap(&one, &other) }
    #expect(one.count == 101 && other.count == 5001)
    let added = Array("another".utf8)
    #expect(one.id(of: added.span) == 101 && other.id(of: added.span) == 5001)
    for number in 0..<5000 {
      #expect(other.id(of: Array("\(number)".utf8).span) == UInt32(number) + 1)
    }
  }
}

/// Where events come from: an id stands for the origin that was asked for, and for no other.
@Suite struct OriginTableTests {
  /// One origin to ask for; few users and sessions, so that each comes with several others.
  private func origin(_ generator: inout SplitMix64) -> [UInt32] {
    [12, 30, 3, 3, 3].map { UInt32.random(in: 0..<$0, using: &generator) }
  }

  @Test(arguments: TableCopyTests.seeds) func anIDStandsForItsOrigin(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var table = OriginTable()
    var origins: [[UInt32]] = []
    for round in 0..<4000 {
      let asked = origin(&generator)
      let id = Int(table.id(of: InlineArray<5, UInt32> { asked[$0] }))
      if id == origins.count { origins.append(asked) }
      #expect(id < origins.count && origins[id] == asked, "seed \(seed), round \(round)")
      let again = Int(table.id(of: InlineArray<5, UInt32> { asked[$0] }))
      #expect(again == id && table.count == origins.count, "seed \(seed), round \(round)")
      guard round % 150 == 149 else { continue }
      let kept = Int.random(in: 0...origins.count, using: &generator)
      table.truncate(to: kept)
      origins.removeLast(origins.count - kept)
      #expect(table.elements == Array(origins.joined()), "seed \(seed), round \(round)")
    }
  }
}
