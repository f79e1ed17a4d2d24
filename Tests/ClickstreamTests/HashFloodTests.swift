import Foundation
import Reference
import RowReader
import Testing

@testable import Clickstream

/// Keys chosen to collide take no longer to find than others: counted in steps, not in time.
///
/// Keys are placed as the tables place them; a key's steps are the slots looked at until it is found.
@Suite struct HashFloodTests {
  /// Many keys that are alike in some way.
  struct Family: CustomTestStringConvertible, Sendable {
    var name: String
    var key: @Sendable (Int) -> [UInt8]

    var testDescription: String { name }

    static let all: [Family] = [
      Family(name: "numbers") { Array("\($0)".utf8) },
      Family(name: "numbers behind a word") { Array("user\($0)".utf8) },
      Family(name: "numbers of nine digits") { Array("\(100_000_000 + $0)".utf8) },
      Family(name: "a long common beginning") {
        [UInt8](repeating: 0x61, count: 90) + littleEndian($0)
      },
      Family(name: "a long common end") { littleEndian($0) + [UInt8](repeating: 0x61, count: 90) },
      Family(name: "equal ends, as long as words") { number in
        [UInt8](repeating: 0x61, count: 16) + littleEndian(number)
          + [UInt8](repeating: 0x62, count: 16)
      },
      Family(name: "four bytes, low ones differ") { Array(littleEndian($0).prefix(4)) },
      Family(name: "four bytes, high ones differ") { Array(littleEndian($0 << 16).prefix(4)) },
      Family(name: "eight bytes, high ones differ") { littleEndian($0 << 48) },
      Family(name: "one bit of many") { number in
        var key = [UInt8](repeating: 0, count: 200)
        key[number / 8] = 1 << UInt8(number % 8)
        return key
      },
      Family(name: "zeros of any length") { [UInt8](repeating: 0, count: $0) },
      Family(name: "two words that change places") { number in
        let (one, other) = (littleEndian(number / 2), littleEndian(number / 2 + 1_000_000))
        return number % 2 == 0 ? one + other : other + one
      },
      Family(name: "words with an equal sum") { littleEndian($0) + littleEndian(1_000_000 - $0) },
      Family(name: "steps of a large power of two") { littleEndian($0 << 32) + littleEndian(0) },
    ]

    private static func littleEndian(_ number: Int) -> [UInt8] {
      withUnsafeBytes(of: UInt64(number).littleEndian) { Array($0) }
    }
  }

  /// Slots looked at to find a key, on average, in a table that is as full as tables get.
  private func steps(_ hashes: [UInt64]) -> Double {
    var count = 16
    while hashes.count * 4 > count * 3 { count *= 2 }
    var slots = Slots(count: count)
    for (index, hash) in hashes.enumerated() { slots.place(UInt64(index) + 1, hash: hash) }
    let steps = (0..<count).filter { slots.words[$0] != 0 }.map { slot in
      let home = Int(truncatingIfNeeded: hashes[Int(slots.words[slot]) - 1]) & slots.mask
      return ((slot - home) & slots.mask) + 1
    }
    return Double(steps.reduce(0, +)) / Double(hashes.count)
  }

  private func randomKeys(_ count: Int) -> [[UInt8]] {
    var generator = SplitMix64(seed: UInt64(count))
    return (0..<count).map { _ in (0..<12).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
  }

  /// The most keys that a table of 2,048 slots takes: there it is slowest, 2.5 steps a key.
  private static let keyCount = 1536
  /// A secret may suit some keys by chance: none of so many may suit an attacker.
  private static let secrets = 60

  @Test(arguments: Family.all) func likeKeysTakeNoMoreSteps(family: Family) {
    let keys = (0..<HashFloodTests.keyCount).map(family.key)
    #expect(Set(keys).count == keys.count)
    let ordinary = steps(randomKeys(keys.count).map { KeyedHash().hash($0.span) })
    let worst =
      (0..<HashFloodTests.secrets).map { _ in
        let key = KeyedHash()
        return steps(keys.map { key.hash($0.span) })
      }.max() ?? 0
    #expect(worst <= 2 * ordinary)
  }

  /// The top bits choose partitions and the bits behind them slices: none may be far too full.
  @Test(arguments: Family.all) func likeKeysSpreadOverPartitions(family: Family) {
    let keys = (0..<HashFloodTests.keyCount).map(family.key)
    for _ in 0..<HashFloodTests.secrets / 4 {
      let key = KeyedHash()
      for shift: UInt64 in [58, 46] {
        var sizes = [Int](repeating: 0, count: 64)
        for text in keys { sizes[Int(key.hash(text.span) >> shift) & 63] += 1 }
        #expect((sizes.max() ?? 0) <= 3 * keys.count / 64, "bits from \(shift)")
      }
    }
  }

  @Test(arguments: [2, 5, 9]) func likeTuplesTakeNoMoreSteps(width: Int) {
    let ordinary = steps(randomKeys(HashFloodTests.keyCount).map { KeyedHash().hash($0.span) })
    for place in 0..<width {
      let worst =
        (0..<HashFloodTests.secrets).map { _ in
          let key = KeyedHash()
          return steps(
            (0..<HashFloodTests.keyCount).map { number in
              var tuple = [UInt32](repeating: 0, count: width)
              tuple[place] = UInt32(number)
              return tuple.withUnsafeBufferPointer { key.hash(ids: $0) }
            })
        }.max() ?? 0
      #expect(worst <= 2 * ordinary, "column \(place)")
    }
  }

  /// The corpus holds users chosen to collide under well-known hashes.
  @Test(arguments: ["limits_hash_flood_33.csv.gz", "limits_hash_flood_same_ends.csv.gz"])
  func floodsOfTheCorpusTakeNoMoreSteps(name: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Corpus").path
    var collector = EventCollector(plan: ReadingPlan(), key: KeyedHash())
    collector.beginFile()
    let source = try FileByteSource(path: Array((folder + "/" + name).utf8))
    _ = try readRows(from: source, into: &collector)
    let users = collector.store.partitions.map(\.users.list.all)
    #expect(users.reduce(0) { $0 + $1.count } > 1000)
    for users in users {
      let key = collector.store.key
      let found = steps(users.map { key.hash($0.span) })
      #expect(found <= 2 * steps(randomKeys(users.count).map { key.hash($0.span) }) + 1)
    }
  }
}
