/// A growing buffer of text as bytes, with the few number formats that the rows need.
struct ByteText {
  private(set) var bytes: [UInt8] = []

  init() {}

  /// Empties the text but keeps its room.
  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  @inline(__always)
  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  mutating func append(_ text: some Sequence<UInt8>) { bytes.append(contentsOf: text) }

  /// Appends a number >= 0 with leading zeros to at least `digits` digits.
  mutating func append(_ number: Int, digits: Int) {
    var place = 1
    for _ in 1..<max(digits, Self.digitCount(of: number)) { place *= 10 }
    while place > 0 {
      append(UInt8(ascii: "0") + UInt8(number / place % 10))
      place /= 10
    }
  }

  /// Appends a number without leading zeros.
  mutating func append(_ number: Int) {
    if number < 0 { append(UInt8(ascii: "-")) }
    append(abs(number), digits: 1)
  }

  /// Appends hundredths as `123.45`.
  mutating func append(hundredths: Int) {
    if hundredths < 0 { append(UInt8(ascii: "-")) }
    append(abs(hundredths) / 100, digits: 1)
    append(UInt8(ascii: "."))
    append(abs(hundredths) % 100, digits: 2)
  }

  private static func digitCount(of number: Int) -> Int {
    var count = 1
    var rest = number / 10
    while rest > 0 {
      count += 1
      rest /= 10
    }
    return count
  }
}
