import Foundation
import Testing

@testable import Clickstream

/// Texts compared and hashed by words that may overlap: never a byte more than the text has.
@Suite struct EqualBytesTests {
  /// A text between two others: the same bytes at any address, with anything around.
  private func placed(_ text: [UInt8], at offset: Int, among filler: UInt8) -> [UInt8] {
    [UInt8](repeating: filler, count: offset) + text + [UInt8](repeating: filler, count: 16)
  }

  private func text(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
  }

  private func areEqual(
    _ one: [UInt8], _ oneOffset: Int, _ other: [UInt8], _ otherOffset: Int, _ count: Int
  )
    -> Bool
  {
    one.withUnsafeBytes { one in
      other.withUnsafeBytes { other in
        areEqualBytes(
          one.baseAddress.map { $0 + oneOffset }, other.baseAddress.map { $0 + otherOffset },
          count: count)
      }
    }
  }

  @Test(arguments: 0...80) func bytesAroundATextDoNotCount(count: Int) {
    let text = text(count)
    for offset in 0..<8 {
      let one = placed(text, at: offset, among: 0)
      let other = placed(text, at: offset * 3 % 8, among: 0xff)
      #expect(areEqual(one, offset, other, offset * 3 % 8, count), "offset \(offset)")
    }
  }

  @Test(arguments: 1...80) func everyByteOfATextCounts(count: Int) {
    let one = text(count)
    for place in 0..<count {
      for bit: UInt8 in [0, 7] {
        var other = one
        other[place] ^= 1 << bit
        #expect(!areEqual(one, 0, other, 0, count), "byte \(place)")
        #expect(!areEqual(placed(one, at: 3, among: 0), 3, other, 0, count), "byte \(place)")
      }
    }
  }

  @Test func noBytesAreEqualWhereverTheyLie() {
    #expect(areEqualBytes(nil, nil, count: 0))
    #expect([UInt8(1)].withUnsafeBytes { areEqualBytes($0.baseAddress, nil, count: 0) })
  }

  @Test(arguments: 0...80) func hashesAreOfTheBytesAlone(count: Int) {
    let key = KeyedHash()
    let text = text(count)
    let expected = key.hash(text.span)
    for offset in 0..<8 {
      for filler: UInt8 in [0, 0xff] {
        let hash = placed(text, at: offset, among: filler).withUnsafeBytes { bytes in
          key.hash(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count]))
        }
        #expect(hash == expected, "offset \(offset)")
      }
    }
  }

  /// Of 64 bits, two hashes agree by chance once in 10^19.
  @Test(arguments: 1...80) func everyBitOfATextChangesItsHash(count: Int) {
    let key = KeyedHash()
    let text = text(count)
    var hashes: Set<UInt64> = [key.hash(text.span), key.other.hash(text.span)]
    for bit in 0..<count * 8 {
      var changed = text
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      hashes.insert(key.hash(changed.span))
    }
    #expect(hashes.count == count * 8 + 2)
  }

  @Test func lengthsCount() {
    let key = KeyedHash()
    let zeros = (0...80).map { key.hash([UInt8](repeating: 0, count: $0).span) }
    #expect(Set(zeros).count == 81)
    let ids = (0...9).map { count in
      [UInt32](repeating: 0, count: count).withUnsafeBufferPointer { key.hash(ids: $0) }
    }
    #expect(Set(ids).count == 10)
  }

  /// Texts that end where readable memory ends, and that begin where it begins.
  @Test func nothingOutsideATextIsTouched() throws {
    let (one, other) = (try GuardedPage(), try GuardedPage())
    let key = KeyedHash()
    for count in 0...80 {
      let text = text(count)
      for atEnd in [false, true] {
        let first = one.place(text, atEnd: atEnd)
        let second = other.place(text, atEnd: !atEnd)
        #expect(areEqualBytes(first.baseAddress, second.baseAddress, count: count))
        #expect(key.hash(first) == key.hash(text.span))
      }
    }
  }
}

/// A page of memory between two that nobody may touch: a load outside ends the process.
private final class GuardedPage {
  private let memory: UnsafeMutableRawPointer
  private let size = Int(sysconf(Int32(_SC_PAGESIZE)))

  struct NoMemory: Error {}

  init() throws {
    guard
      let memory = mmap(nil, 3 * size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      memory != MAP_FAILED, mprotect(memory + size, size, PROT_READ | PROT_WRITE) == 0
    else { throw NoMemory() }
    self.memory = memory
  }

  deinit { munmap(memory, 3 * size) }

  func place(_ text: [UInt8], atEnd: Bool) -> UnsafeRawBufferPointer {
    let start = memory + size + (atEnd ? size - text.count : 0)
    let room = UnsafeMutableRawBufferPointer(start: start, count: text.count)
    room.copyBytes(from: text)
    return UnsafeRawBufferPointer(room)
  }
}
