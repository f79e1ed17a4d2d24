import CByteScan
import Reference
import Testing

/// The vector masks against the plain C loop.
@Suite struct ByteScanTests {
  @Test(arguments: [",", ";", "\t", "|"] as [Unicode.Scalar])
  func masksEqualTheScalarVersion(delimiter: Unicode.Scalar) {
    let delimiter = UInt8(ascii: delimiter)
    let edges: [UInt8] = [0, 1, 9, 10, 11, 13, 0x22, 0x2c, 0x3b, 0x7c, 0x7f, 0x80, 0x81, 0xff]
    for seed in 0..<2000 {
      var generator = SplitMix64(seed: UInt64(seed))
      let block = (0..<64).map { _ in
        seed % 2 == 0
          ? UInt8.random(in: 0...255, using: &generator)
          : edges.randomElement(using: &generator) ?? 0
      }
      let fast = fuga_scan_block(block, delimiter)
      let slow = fuga_scan_block_scalar(block, delimiter)
      #expect(
        fast.delimiters == slow.delimiters && fast.stops == slow.stops, "seed \(seed)")
    }
  }

  @Test func everyByteInEveryPlaceIsClassified() {
    for byte in UInt8.min...UInt8.max {
      for place in 0..<64 {
        var block = [UInt8](repeating: UInt8(ascii: "a"), count: 64)
        block[place] = byte
        let masks = fuga_scan_block(block, UInt8(ascii: ","))
        let isStop = [0, 0x0a, 0x0d, 0x22].contains(byte) || byte >= 0x80
        #expect(masks.delimiters == (byte == 0x2c ? 1 << UInt64(place) : 0), "byte \(byte)")
        #expect(masks.stops == (isStop ? 1 << UInt64(place) : 0), "byte \(byte)")
      }
    }
  }
}
