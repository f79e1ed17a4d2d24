import Clickstream
import Reference
import Testing

/// Amounts in millionths, exactly.
@Suite struct AmountTests {
  @Test(
    arguments: [
      ("", .none), ("NULL", .none), ("null", .none), ("\\N", .none), ("Null", .invalid),
      ("\\n", .invalid), ("0", .millionths(0)), ("-0", .millionths(0)), ("-0.0", .millionths(0)),
      ("1", .millionths(1_000_000)), ("-1.5", .millionths(-1_500_000)),
      ("0.000001", .millionths(1)), ("-0.000001", .millionths(-1)), ("0.0000001", .invalid),
      ("007.50", .millionths(7_500_000)),
      ("999999999999.999999", .millionths(999_999_999_999_999_999)),
      ("-999999999999.999999", .millionths(-999_999_999_999_999_999)),
      ("1000000000000", .invalid), ("0000000000001", .invalid), ("1.", .invalid), (".5", .invalid),
      ("-", .invalid), ("--1", .invalid), ("+1", .invalid), ("1e3", .invalid), ("1,5", .invalid),
      ("1,000.00", .invalid), ("$1", .invalid), ("1 €", .invalid), (" 1", .invalid),
      ("1 ", .invalid),
      ("1.5.0", .invalid), ("1.-5", .invalid), ("٣", .invalid), ("NaN", .invalid),
      ("inf", .invalid),
      ("0x10", .invalid), ("1_000", .invalid), ("NULL ", .invalid),
    ] as [(String, Amount.Reading)])
  func formIsReadAsTheContractSays(text: String, expected: Amount.Reading) {
    #expect(Amount.read(Array(text.utf8).span) == expected)
    #expect(referenceReading(Array(text.utf8)) == expected, "the reference differs")
  }

  @Test(arguments: 0..<5) func randomTextsAgreeWithTheReference(_ seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    let bytes = Array("0123456789012345678901234567890123456789--..,eE+ NULnul\\".utf8) + [0xff, 0]
    for round in 0..<5000 {
      let length = Int.random(in: 0...Int.random(in: 0...21, using: &generator), using: &generator)
      let text = (0..<length).map { _ in bytes.randomElement(using: &generator) ?? 0 }
      let shown = String(decoding: text, as: UTF8.self).debugDescription
      #expect(
        Amount.read(text.span) == referenceReading(text), "seed \(seed), round \(round): \(shown)")
    }
  }

  @Test(
    arguments: [
      (1_000_000, 1_000_000, 1_000_000), (19_990_000, 3_000_000, 59_970_000),
      (1, 500_000, 0), (3, 500_000, 2), (5, 500_000, 2), (1, 500_001, 1), (1, 499_999, 0),
      (-1, 500_000, 0), (-3, 500_000, -2), (-5, 500_000, -2), (-1, 500_001, -1), (3, -500_000, -2),
      (1_000_001, 1_500_000, 1_500_002), (0, 7, 0),
    ] as [(Int64, Int64, Int128)])
  func productsAreRoundedHalfToEven(price: Int64, quantity: Int64, expected: Int128) {
    #expect(Amount.product(price, quantity) == expected)
    #expect(Amount.product(quantity, price) == expected)
  }

  @Test func theLargestProductIsExact() {
    let largest: Int64 = 999_999_999_999_999_999
    let expected = (Int128(largest) * Int128(largest) - 1) / 1_000_000
    #expect(Amount.product(largest, largest) == expected)
    #expect(Amount.product(-largest, largest) == -expected)
  }
}

private func referenceReading(_ text: [UInt8]) -> Amount.Reading {
  switch referenceAmount(text) {
  case .none: .none
  case .millionths(let value): .millionths(value)
  case .reject: .invalid
  }
}
