/// Stands for an id in a list that is to hold no ids: the first 16 hexadecimal digits of its SHA-256 (FIPS 180-4).
///
/// The same id has the same token in every run, and whoever has the id can work it out: `printf %s ID | sha256sum`.
enum UserToken {
  static func token(of id: ArraySlice<UInt8>) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return digest(of: Array(id)).prefix(2).flatMap { word in
      stride(from: 28, through: 0, by: -4).map { digits[Int(word >> UInt32($0) & 15)] }
    }
  }

  private static func digest(of bytes: [UInt8]) -> [UInt32] {
    var message = bytes + [0x80]
    while message.count % 64 != 56 { message.append(0) }
    let bitCount = UInt64(bytes.count) * 8
    for shift in stride(from: 56, through: 0, by: -8) {
      message.append(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift)))
    }
    var state = primes.prefix(8).map { fractionOfRoot($0, degree: 2) }
    for block in stride(from: 0, to: message.count, by: 64) {
      mix(message[block..<block + 64], into: &state)
    }
    return state
  }

  /// One block; all sums are modulo 2^32 by definition.
  private static func mix(_ block: ArraySlice<UInt8>, into state: inout [UInt32]) {
    var words: [UInt32] = stride(from: block.startIndex, to: block.endIndex, by: 4).map { start in
      block[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
    for index in 16..<64 {
      let (near, far) = (words[index - 2], words[index - 15])
      let one = turned(far, 7) ^ turned(far, 18) ^ far >> 3
      let two = turned(near, 17) ^ turned(near, 19) ^ near >> 10
      words.append(words[index - 16] &+ one &+ words[index - 7] &+ two)
    }
    var s = state
    for index in 0..<64 {
      let choice = (s[4] & s[5]) ^ (~s[4] & s[6])
      let majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2])
      let high = turned(s[4], 6) ^ turned(s[4], 11) ^ turned(s[4], 25)
      let low = turned(s[0], 2) ^ turned(s[0], 13) ^ turned(s[0], 22)
      let first = s[7] &+ high &+ choice &+ constants[index] &+ words[index]
      s = [first &+ low &+ majority, s[0], s[1], s[2], s[3] &+ first, s[4], s[5], s[6]]
    }
    for index in state.indices { state[index] = state[index] &+ s[index] }
  }

  /// The first 64 prime numbers.
  private static let primes: [UInt128] = (2...311).filter { number in
    !(2..<number).contains { number % $0 == 0 }
  }

  /// The first 32 bits of the fractions of the primes' cube roots.
  private static let constants = primes.map { fractionOfRoot($0, degree: 3) }

  /// The first 32 bits behind the point of a square or cube root: the greatest number whose power is not above the prime
  /// times 2^64 or 2^96, found bit by bit.
  private static func fractionOfRoot(_ prime: UInt128, degree: Int) -> UInt32 {
    // Primes are below 2^9, so the product is below 2^105; a root is below 2^37 and its power below 2^111.
    let goal = prime << UInt128(32 * degree)
    var root: UInt128 = 0
    for bit in stride(from: 36, through: 0, by: -1) {
      let next = root | 1 << UInt128(bit)
      let power = degree == 2 ? next * next : next * next * next
      if power <= goal { root = next }
    }
    return UInt32(truncatingIfNeeded: root)
  }

  private static func turned(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }
}
