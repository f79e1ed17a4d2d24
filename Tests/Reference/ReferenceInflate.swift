/// Deflate (RFC 1951) bit by bit and code by code: slow, and easy to hold against the text of the RFC.
struct ReferenceInflate {
  /// Why a stream is refused; none of its bytes count then.
  struct Fault: Error {}

  private let bytes: [UInt8]
  /// Codes that leave room for others are taken, as ISA-L does; the RFC does not forbid them.
  private let takesIncompleteCodes: Bool
  /// Bits read, counted from the start of the bytes.
  private(set) var bitPosition: Int
  private(set) var output: [UInt8] = []

  /// Decodes the stream at `start`, up to the end of its last block.
  init(_ bytes: [UInt8], from start: Int, takesIncompleteCodes: Bool) throws {
    self.bytes = bytes
    self.takesIncompleteCodes = takesIncompleteCodes
    bitPosition = start * 8
    var isLast = false
    while !isLast {
      isLast = try bits(1) == 1
      switch try bits(2) {
      case 0: try copyStored()
      case 1: try decode(fixedLiterals(), fixedDistances())
      case 2:
        let (literals, distances) = try readCodes()
        try decode(literals, distances)
      default: throw Fault()
      }
    }
  }

  /// The first byte behind the stream.
  var end: Int { (bitPosition + 7) / 8 }

  private mutating func bit() throws -> Int {
    guard bitPosition / 8 < bytes.count else { throw Fault() }
    defer { bitPosition += 1 }
    return Int(bytes[bitPosition / 8] >> UInt8(bitPosition % 8)) & 1
  }

  /// A number, its lowest bit first.
  private mutating func bits(_ count: Int) throws -> Int {
    var number = 0
    for place in 0..<count { number |= try bit() << place }
    return number
  }

  // MARK: Blocks

  private mutating func copyStored() throws {
    bitPosition = end * 8
    let (length, complement) = (try bits(16), try bits(16))
    guard length == complement ^ 0xffff else { throw Fault() }
    for _ in 0..<length { output.append(UInt8(try bits(8))) }
  }

  private mutating func decode(_ literals: Code, _ distances: Code) throws {
    while true {
      let symbol = try next(literals)
      switch symbol {
      case ..<256: output.append(UInt8(symbol))
      case 256: return
      default:
        guard symbol < 286 else { throw Fault() }
        let (base, extra) = ReferenceInflate.lengths[symbol - 257]
        try copy(length: base + bits(extra), distances)
      }
    }
  }

  private mutating func copy(length: Int, _ distances: Code) throws {
    let symbol = try next(distances)
    guard symbol < 30 else { throw Fault() }
    let (base, extra) = ReferenceInflate.distances[symbol]
    let distance = try base + bits(extra)
    guard distance <= output.count else { throw Fault() }
    for _ in 0..<length { output.append(output[output.count - distance]) }
  }

  // MARK: Codes

  /// Symbols by the length of their code and the code itself.
  private struct Code {
    var symbols: [[Int: Int]]
  }

  private mutating func next(_ code: Code) throws -> Int {
    var word = 0
    for length in 1...15 {
      word = try word << 1 | bit()
      if let symbol = code.symbols[length][word] { return symbol }
    }
    throw Fault()
  }

  /// Codes from their lengths, section 3.2.2; a set with room for more codes is refused but for a single code of one bit.
  private func code(_ lengths: [Int]) throws -> Code {
    var counts = [Int](repeating: 0, count: 16)
    for length in lengths where length > 0 { counts[length] += 1 }
    var left = 1
    for length in 1...15 {
      left = left * 2 - counts[length]
      guard left >= 0 else { throw Fault() }
    }
    let longest = counts.lastIndex { $0 > 0 } ?? 0
    guard left == 0 || longest <= 1 || takesIncompleteCodes else { throw Fault() }
    var symbols = [[Int: Int]](repeating: [:], count: 16)
    var word = 0
    for length in 1...15 {
      word <<= 1
      for symbol in lengths.indices where lengths[symbol] == length {
        symbols[length][word] = symbol
        word += 1
      }
    }
    return Code(symbols: symbols)
  }

  private mutating func readCodes() throws -> (literals: Code, distances: Code) {
    let (literalCount, distanceCount) = (try bits(5) + 257, try bits(5) + 1)
    let lengthCount = try bits(4) + 4
    guard literalCount <= 286, distanceCount <= 30 else { throw Fault() }
    var lengthLengths = [Int](repeating: 0, count: 19)
    for place in 0..<lengthCount { lengthLengths[ReferenceInflate.order[place]] = try bits(3) }
    let lengths = try readLengths(
      literalCount + distanceCount, lengthCode(lengthLengths))
    guard lengths[256] > 0 else { throw Fault() }
    return (
      try code(Array(lengths[..<literalCount])),
      try code(Array(lengths[literalCount...]))
    )
  }

  /// The code of lengths must be complete.
  private func lengthCode(_ lengths: [Int]) throws -> Code {
    let sum = lengths.reduce(0) { $0 + ($1 > 0 ? 1 << (7 - $1) : 0) }
    guard sum == 1 << 7 || takesIncompleteCodes else { throw Fault() }
    return try code(lengths)
  }

  private mutating func readLengths(_ count: Int, _ code: Code) throws -> [Int] {
    var lengths: [Int] = []
    while lengths.count < count {
      switch try next(code) {
      case 16:
        guard let last = lengths.last else { throw Fault() }
        lengths += [Int](repeating: last, count: 3 + (try bits(2)))
      case 17: lengths += [Int](repeating: 0, count: 3 + (try bits(3)))
      case 18: lengths += [Int](repeating: 0, count: 11 + (try bits(7)))
      case let length: lengths.append(length)
      }
    }
    guard lengths.count == count else { throw Fault() }
    return lengths
  }

  private func fixedLiterals() throws -> Code {
    try code(
      [Int](repeating: 8, count: 144) + [Int](repeating: 9, count: 112)
        + [Int](repeating: 7, count: 24) + [Int](repeating: 8, count: 8))
  }

  private func fixedDistances() throws -> Code {
    try code([Int](repeating: 5, count: 32))
  }

  /// The order in which lengths of the code of lengths stand, section 3.2.7.
  private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  /// First length and extra bits of symbols 257 to 285, section 3.2.5.
  private static let lengths: [(Int, Int)] = steps(from: 3, groups: 4, until: 258) + [(258, 0)]
  /// First distance and extra bits of symbols 0 to 29.
  private static let distances: [(Int, Int)] = steps(from: 1, groups: 2, until: 32_769)

  /// The first two groups have no extra bits; each one behind them has one more than the group before.
  private static func steps(from first: Int, groups size: Int, until limit: Int) -> [(Int, Int)] {
    var result: [(Int, Int)] = []
    var base = first
    while base < limit {
      let extra = max(0, result.count / size - 1)
      result.append((base, extra))
      base += 1 << extra
    }
    return result
  }
}

/// The content of a raw deflate stream.
///
/// - Throws: for a stream with a fault, or with bytes behind its end.
public func referenceInflated(_ bytes: [UInt8]) throws -> [UInt8] {
  let inflated = try ReferenceInflate(bytes, from: 0, takesIncompleteCodes: false)
  guard inflated.end == bytes.count else { throw ReferenceInflate.Fault() }
  return inflated.output
}
