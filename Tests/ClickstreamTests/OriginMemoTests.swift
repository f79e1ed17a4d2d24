import Reference
import Testing

@testable import Clickstream

/// What the memo finds is what was kept: the same five texts, and none that are only nearly the same.
@Suite struct OriginMemoTests {
  /// User, session, customer, channel, device.
  private static let cases: [[String]] = [
    ["u1", "", "", "", ""], ["", "", "c1", "", ""], ["u1", "s1", "c1", "web", "mobile"],
    ["user-0123456789", "0123456789abcdef0123456789abcdef", "", "google / cpc", "desktop"],
    [String(repeating: "x", count: 104), "", "", "", ""], ["a", "", "bb", "", "ccc"],
    ["aaaaaaaa", "bbbbbbbbb", "cccc", "ddd", "eeeeeeeeeeeeeeeee"],
  ]

  /// Five texts in a row of bytes, somewhere behind `padding` others.
  private struct Row {
    var bytes: [UInt8]
    var fields = OriginFields()

    init(_ texts: [[UInt8]], padding: Int = 0) {
      bytes = [UInt8](repeating: 0x2c, count: padding)
      var ranges: [Range<Int>] = []
      for text in texts {
        ranges.append(bytes.count..<bytes.count + text.count)
        bytes += text + [0x2c]
      }
      fields.user = ranges[0]
      fields.session = ranges[1]
      fields.customer = ranges[2]
      fields.channel = ranges[3]
      fields.device = ranges[4]
    }
  }

  private func find(_ row: Row, _ hash: UInt64, in memo: OriginMemo) -> [Int]? {
    row.bytes.withUnsafeBytes { memo.find(row.fields, in: $0, hash: hash) }
      .map { [$0.partition, Int($0.origin)] }
  }

  private func keep(_ place: [Int], _ row: Row, _ hash: UInt64, in memo: OriginMemo) {
    row.bytes.withUnsafeBytes {
      memo.keep(
        OriginMemo.Place(partition: place[0], origin: UInt32(place[1])), of: row.fields, in: $0,
        hash: hash)
    }
  }

  @Test(arguments: cases) func findsWhatWasKept(texts: [String]) {
    let memo = OriginMemo()
    let texts = texts.map { Array($0.utf8) }
    let row = Row(texts)
    #expect(OriginMemo.fits(row.fields))
    #expect(find(row, 99, in: memo) == nil && !memo.mayHold(hash: 99))
    keep([63, 4_000_000_000], row, 99, in: memo)
    #expect(memo.mayHold(hash: 99))
    for padding in 0..<9 {
      #expect(find(Row(texts, padding: padding), 99, in: memo) == [63, 4_000_000_000])
    }
    memo.removeAll()
    #expect(find(row, 99, in: memo) == nil && !memo.mayHold(hash: 99))
  }

  @Test(arguments: cases) func oneOtherByteAnywhereIsAnotherOrigin(texts: [String]) {
    let memo = OriginMemo()
    let texts = texts.map { Array($0.utf8) }
    keep([1, 2], Row(texts), 99, in: memo)
    for field in texts.indices {
      for place in texts[field].indices {
        var other = texts
        other[field][place] ^= 0x80
        #expect(find(Row(other), 99, in: memo) == nil, "field \(field), byte \(place)")
      }
    }
    #expect(find(Row(texts), 98, in: memo) == nil)
    #expect(find(Row(texts), 99, in: memo) == [1, 2])
  }

  /// The same bytes cut elsewhere into fields.
  @Test(arguments: cases) func bordersOfFieldsCount(texts: [String]) {
    let memo = OriginMemo()
    let texts = texts.map { Array($0.utf8) }
    keep([1, 2], Row(texts), 99, in: memo)
    for field in 0..<4 {
      for (from, to) in [(field, field + 1), (field + 1, field)] where !texts[from].isEmpty {
        var other = texts
        if from < to {
          other[to].insert(other[from].removeLast(), at: 0)
        } else {
          other[to].append(other[from].removeFirst())
        }
        #expect(find(Row(other), 99, in: memo) == nil, "from field \(from) to \(to)")
      }
    }
  }

  @Test func longerTextsDoNotFit() {
    #expect(!OriginMemo.fits(Row([[UInt8](repeating: 1, count: 105), [], [], [], []]).fields))
    #expect(!OriginMemo.fits(Row((0..<5).map { _ in [UInt8](repeating: 1, count: 21) }).fields))
  }

  /// Against a dictionary: what is found was kept last, and what was kept last in its place is found.
  @Test(arguments: [1, 2, 3] as [UInt64]) func latestKeptIsFound(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let memo = OriginMemo()
    var latest: [UInt64: (texts: [[UInt8]], place: [Int])] = [:]
    for round in 0..<5000 {
      let texts = (0..<5).map { _ in
        Array("\(Int.random(in: 0..<3, using: &generator))".utf8)
      }
      // Many hashes share their low bits, which choose the entry.
      let low = UInt64.random(in: 0..<3, using: &generator)
      let hash = UInt64.random(in: 0..<4, using: &generator) << 40 | low
      let known = latest[low].flatMap { $0.texts == texts + [[UInt8(hash >> 40)]] ? $0.place : nil }
      #expect(find(Row(texts), hash, in: memo) == known, "seed \(seed), round \(round)")
      guard known == nil else { continue }
      keep([round % 64, round], Row(texts), hash, in: memo)
      latest[low] = (texts + [[UInt8(hash >> 40)]], [round % 64, round])
    }
  }
}
