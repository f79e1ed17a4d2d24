import CZlib
import Reference
import Testing

@testable import RowReader

/// Random gzip streams, whole and mutated, against a decoder by another hand: the same bytes, or both refuse.
@Suite struct GzipDifferenceTests {
  private static let streams = 10_000

  @Test(arguments: 0..<20) func streamsAreDecodedAsByTheReference(_ group: Int) {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SplitMix64(seed: seed)
    var whole = 0
    for round in 0..<GzipDifferenceTests.streams / 20 {
      let bytes = RandomGzip.file(using: &generator)
      let expected = referenceGunzip(bytes)
      if expected != nil { whole += 1 }
      let size = [1, 2, 3, 7, 61, 4096].randomElement(using: &generator) ?? 1
      var found = content(bytes, inputBytes: size)
      if inflaterName.hasPrefix("ISA-L"), found != nil, expected == nil,
        found == referenceGunzip(bytes, takesIncompleteCodes: true)
      {
        // The checksum holds, so these are the bytes that were packed.
        found = nil
      }
      #expect(found == expected, "seed \(seed), round \(round), \(size) a read: \(bytes)")
      if found != expected { return }
    }
    // About half of the streams are not mutated, and many of the others get their checksum put right.
    #expect(whole > GzipDifferenceTests.streams / 20 / 3)
  }

  /// Here ISA-L's count of the bytes that are left fell below zero.
  @Test(
    arguments: [
      [
        235, 81, 159, 84, 204, 83, 47, 174, 172, 144, 194, 11, 33, 193, 77, 30, 48, 9, 0, 215, 22,
        182, 134, 28, 0, 0, 0, 0,
      ],
      [
        155, 232, 218, 161, 192, 233, 95, 108, 196, 125, 111, 229, 209, 179, 52, 26, 137, 73, 18,
        23,
        0, 186, 13, 105, 147, 77, 0, 0, 0, 170,
      ],
    ] as [[UInt8]])
  func faultsAtTheVeryEndAreRefused(body: [UInt8]) {
    let bytes = GzipMember("").header + body
    #expect(referenceGunzip(bytes) == nil)
    for size in 1...bytes.count { #expect(content(bytes, inputBytes: size) == nil) }
  }

  /// What the decoder gives; nil when it refuses.
  private func content(_ bytes: [UInt8], inputBytes: Int) -> [UInt8]? {
    var options = ReadOptions()
    options.inputBytes = inputBytes
    do throws(ReadError) {
      let source = MemoryByteSource(bytes, chunkBytes: inputBytes)
      var stream = try ContentStream(source, options: options)
      var window = ByteWindow(capacity: 1 << 16)
      while try window.fill(from: &stream, limit: .max) > 0 {}
      return Array(window.bytes[..<window.count])
    } catch {
      return nil
    }
  }
}

/// Gzip files of every kind of block, some with a fault.
private enum RandomGzip {
  static func file(using generator: inout SplitMix64) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 1...2, using: &generator) { bytes += member(using: &generator) }
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: bytes += [UInt8](repeating: 0, count: Int.random(in: 1...9, using: &generator))
    case 1: bytes.removeLast(Int.random(in: 1...bytes.count - 10, using: &generator))
    case 2: bytes.append(UInt8.random(in: 0...255, using: &generator))
    case 3:
      let place = Int.random(in: 3..<bytes.count, using: &generator)
      bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    default: break
    }
    return bytes
  }

  private static func member(using generator: inout SplitMix64) -> [UInt8] {
    let content = content(using: &generator)
    var body = deflated(content, using: &generator)
    var crc = referenceCRC(content[...])
    var count = UInt32(content.count)
    if Int.random(in: 0..<3, using: &generator) == 0 {
      mutate(&body, using: &generator)
      // What the body now says, with a checksum that fits: the faults of deflate itself are looked for.
      if let said = try? ReferenceBody(body) { (crc, count) = (said.crc, said.count) }
    }
    let header: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]
    return header + body
      + [crc, count].flatMap { word in
        (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
      }
  }

  /// Few and many distinct bytes, repeats near and far.
  private static func content(using generator: inout SplitMix64) -> [UInt8] {
    let letters = UInt8.random(in: 0...255, using: &generator)
    var content: [UInt8] = []
    for _ in 0..<Int.random(in: 0..<30, using: &generator) {
      if !content.isEmpty && Bool.random(using: &generator) {
        let from = Int.random(in: 0..<content.count, using: &generator)
        content += content[from..<min(content.count, from + 40)]
      } else {
        for _ in 0..<Int.random(in: 0..<20, using: &generator) {
          content.append(UInt8.random(in: 0...letters, using: &generator))
        }
      }
    }
    return content
  }

  private static func deflated(
    _ content: [UInt8], using generator: inout SplitMix64
  ) -> [UInt8] {
    let strategies = [Z_DEFAULT_STRATEGY, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED, Z_FILTERED]
    return RowReaderTests.deflated(
      content, level: Int32.random(in: 0...9, using: &generator),
      strategy: strategies.randomElement(using: &generator) ?? Z_DEFAULT_STRATEGY)
  }

  private static func mutate(_ body: inout [UInt8], using generator: inout SplitMix64) {
    for _ in 0..<Int.random(in: 1...2, using: &generator) where !body.isEmpty {
      // The codes stand in front.
      let reach = Bool.random(using: &generator) ? min(body.count, 20) : body.count
      let place = Int.random(in: 0..<reach, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: body.remove(at: place)
      case 1: body.insert(UInt8.random(in: 0...255, using: &generator), at: place)
      default: body[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      }
    }
  }
}

/// What a deflate stream says, for the trailer behind it.
private struct ReferenceBody {
  var crc: UInt32
  var count: UInt32

  init(_ body: [UInt8]) throws {
    let content = try referenceInflated(body)
    crc = referenceCRC(content[...])
    count = UInt32(content.count)
  }
}
