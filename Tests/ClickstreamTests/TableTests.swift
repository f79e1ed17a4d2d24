import Clickstream
import Reference
import Testing

/// The interning tables against a dictionary.
@Suite struct TableTests {
  /// Few and many distinct texts, equal beginnings and ends, empty ones, NUL and bytes above 0x7f.
  private func text(_ generator: inout SplitMix64) -> [UInt8] {
    let number = Int.random(in: 0..<400, using: &generator)
    switch number % 5 {
    case 0: return []
    case 1: return Array("user-\(number)".utf8)
    case 2: return Array("\(number)-a-common-ending-longer-than-a-word".utf8)
    case 3: return [UInt8](repeating: 0, count: number / 20)
    default: return [0xff, UInt8(number & 0xff)] + Array("x".utf8)
    }
  }

  @Test(arguments: 1...10) func stringsAreNumberedAsTheyCome(_ seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    var table = StringTable(key: KeyedHash())
    var ids: [[UInt8]: UInt32] = [[]: 0]
    var texts: [[UInt8]] = [[]]
    for round in 0..<2000 {
      let text = text(&generator)
      #expect(ids[text].map { table[$0] } ?? text == text, "seed \(seed), round \(round)")
      let id = table.id(of: text.span)
      if ids[text] == nil {
        ids[text] = UInt32(texts.count)
        texts.append(text)
      }
      #expect(id == ids[text], "seed \(seed), round \(round)")
      guard round % 500 == 499 else { continue }
      let kept = Int.random(in: 1...texts.count, using: &generator)
      table.truncate(to: kept)
      for gone in texts[kept...] { ids[gone] = nil }
      texts.removeLast(texts.count - kept)
      #expect(table.count == kept && table.list.all == Array(texts.dropFirst()), "seed \(seed)")
    }
  }

  @Test(arguments: 1...5) func mergedTablesHoldBoth(_ seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    let key = KeyedHash()
    var one = StringTable(key: key)
    var other = StringTable(key: key)
    for _ in 0..<300 {
      let text = text(&generator)
      if Bool.random(using: &generator) { _ = one.id(of: text.span) }
      if Bool.random(using: &generator) { _ = other.id(of: text.span) }
    }
    let before = one.list.all
    let ids = one.merge(other.list)
    #expect(Array(one.list.all.prefix(before.count)) == before)
    for id in 0..<other.count {
      #expect(one[ids[id]] == other[UInt32(id)], "seed \(seed)")
    }
    #expect(Set(one.list.all).count == one.list.all.count)
  }

  @Test func textsAreOrderedByBytes() {
    var table = StringTable(key: KeyedHash())
    let texts: [[UInt8]] = [[], [0], [0, 0], [0x61], [0x61, 0x62], [0x62], [0xff]]
    let ids = texts.map { table.id(of: $0.span) }
    for (one, first) in ids.enumerated() {
      for (other, second) in ids.enumerated() {
        #expect(table.list.isLess(first, second) == (one < other))
      }
    }
  }

  /// NFC and NFD are the same text to a String and two users to us.
  @Test func idsAreBytes() {
    var table = StringTable(key: KeyedHash())
    let composed = table.id(of: Array("é".utf8).span)
    #expect(composed != table.id(of: Array("e\u{301}".utf8).span))
  }

  @Test(arguments: [0, 1, 2, 5, 9]) func tuplesAreNumberedAsTheyCome(width: Int) {
    var generator = SplitMix64(seed: UInt64(width))
    var table = TupleTable(width: width, key: KeyedHash())
    var ids: [[UInt32]: UInt32] = [:]
    var tuples: [[UInt32]] = []
    for round in 0..<3000 {
      let tuple = (0..<width).map { _ in UInt32.random(in: 0...3, using: &generator) }
      let id = table.id(of: tuple.span)
      if ids[tuple] == nil {
        ids[tuple] = UInt32(tuples.count)
        tuples.append(tuple)
      }
      #expect(id == ids[tuple], "width \(width), round \(round)")
      guard round % 700 == 699 else { continue }
      let kept = Int.random(in: 0...tuples.count, using: &generator)
      table.truncate(to: kept)
      for gone in tuples[kept...] { ids[gone] = nil }
      tuples.removeLast(tuples.count - kept)
      #expect(table.count == kept && table.elements == Array(tuples.joined()))
    }
  }
}
