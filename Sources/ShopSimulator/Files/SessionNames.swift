/// How sessions are named in the rows.
package enum SessionNames: Sendable, Equatable {
  /// `u0000123-02`: easy to read, and easy to compress.
  case numbered
  /// `0b5e7a3c-91d4-4f6e-8c2b-7a3c91d44f6e`: a random UUID (RFC 9562, version 4) from the seed, as most trackers
  /// write them; it makes up about half of a row's compressed bytes.
  case random(seed: UInt64)

  func append(_ row: EventRow, to text: inout ByteText) {
    switch self {
    case .numbered:
      text.append(UInt8(ascii: "u"))
      text.append(Int(row.user), digits: 7)
      text.append(UInt8(ascii: "-"))
      text.append(Int(row.session), digits: 2)
    case .random(let seed):
      let key = RandomKey(seed: seed).child(Int(row.user))
      let session = Int(row.session) * 2
      // The version in bits 12...15, the variant 10 in the top bits.
      let high = key.word(.sessionName, session) & ~0xf000 | 0x4000
      let low = key.word(.sessionName, session + 1) & ~(3 << 62) | 1 << 63
      appendUUID(high, low, to: &text)
    }
  }

  /// Thirty-two hexadecimal digits in groups of 8, 4, 4, 4 and 12.
  private func appendUUID(_ high: UInt64, _ low: UInt64, to text: inout ByteText) {
    let digits: StaticString = "0123456789abcdef"
    for place in 0..<32 {
      if [8, 12, 16, 20].contains(place) { text.append(UInt8(ascii: "-")) }
      let word = place < 16 ? high : low
      let nibble = Int(word >> UInt64(60 - place % 16 * 4) & 15)
      text.append(digits.utf8Start[nibble])
    }
  }
}
