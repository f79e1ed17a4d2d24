import Testing

@testable import Reports

@Suite struct NumberTests {
  @Test(arguments: [
    (0, 1, "0.0"), (1, 1, "1.0"), (644, 1_000, "0.644"), (1_143, 1_775, "0.643944"),
    (1, 3, "0.333333"), (2, 3, "0.666667"),
    // Ties go to the even digit: 0.0000005 and 0.0000015.
    (1, 2_000_000, "0.0"), (3, 2_000_000, "0.000002"), (5, 2_000_000, "0.000002"),
    (3, 2, "1.5"), (Int.max, Int.max, "1.0"),
  ])
  func rateIsRoundedHalfEven(x: Int, n: Int, expected: String) {
    #expect(MachineNumber.rate(x, of: n) == expected)
  }

  @Test func rateOfNothingIsNil() {
    #expect(MachineNumber.rate(0, of: 0) == nil)
    #expect(PlainNumber.percent(0, of: 0) == "–")
  }

  @Test(arguments: [
    (0.0, "0.0"), (1.0, "1.0"), (0.2195, "0.2195"), (1.0 / 3, "0.333333"), (-0.5, "-0.5"),
    // Exactly a tie in binary: 2^-7 = 0.0078125.
    (0.0078125, "0.007812"), (0.0234375, "0.023438"),
    (1e-9, "0.0"), (-1e-9, "0.0"), (0x1p-1074, "0.0"), (123_456.789, "123456.789"),
    (0.1 + 0.2, "0.3"), (1e18, "1000000000000000000.0"),
  ])
  func realIsRoundedFromItsExactValue(value: Double, expected: String) {
    #expect(MachineNumber.real(value) == expected)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300])
  func realThatIsNoNumberIsNil(value: Double) {
    #expect(MachineNumber.real(value) == nil)
  }

  @Test(
    arguments: [
      (0, "0"), (1_000, "1"), (61_500, "61.5"), (1, "0.001"), (12_345, "12.345"), (-1_500, "-1.5"),
    ] as [(Int64, String)])
  func secondsAreShort(milliseconds: Int64, expected: String) {
    #expect(MachineNumber.seconds(milliseconds: milliseconds) == expected)
  }

  @Test func meanDurationHasThreeDecimals() {
    #expect(MachineNumber.meanSeconds(sumMilliseconds: 400_000_001, count: 2_700) == "148.148")
    #expect(MachineNumber.meanSeconds(sumMilliseconds: 1, count: 2) == "0")
    #expect(MachineNumber.meanSeconds(sumMilliseconds: 3, count: 2) == "0.002")
    #expect(MachineNumber.meanSeconds(sumMilliseconds: 0, count: 0) == nil)
  }

  @Test(
    arguments: [
      (0, "0.00", "0.00"), (1, "0.000001", "0.000001"), (10_000, "0.01", "0.01"),
      (80_412_000_000, "80412.00", "80,412.00"), (1_234_500_000, "1234.50", "1,234.50"),
      (-5_250_000, "-5.25", "-5.25"), (-1, "-0.000001", "-0.000001"),
      (
        Int128.min, "-170141183460469231731687303715884.105728",
        "-170,141,183,460,469,231,731,687,303,715,884.105728"
      ),
    ] as [(Int128, String, String)])
  func amountKeepsEveryDigit(millionths: Int128, machine: String, plain: String) {
    #expect(MachineNumber.amount(millionths: millionths) == machine)
    #expect(PlainNumber.amount(millionths: millionths) == plain)
  }

  @Test(
    arguments: [
      (0, "0 ms"), (850, "850 ms"), (1_000, "1 s"), (9_500, "9.5 s"), (9_949, "9.9 s"),
      (9_950, "10 s"), (42_000, "42 s"), (59_600, "1m 00s"), (200_000, "3m 20s"),
      (3_900_000, "1h 05m"), (86_399_999, "1d 00h"), (180_000_000, "2d 02h"),
    ] as [(Int64, String)])
  func durationReadsWell(milliseconds: Int64, expected: String) {
    #expect(PlainNumber.duration(milliseconds: milliseconds) == expected)
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (-12_345, "-12,345")])
  func countIsGrouped(count: Int, expected: String) {
    #expect(PlainNumber.count(count) == expected)
  }

  @Test func percentHasOneDecimal() {
    #expect(PlainNumber.percent(1_143, of: 1_775) == "64.4 %")
    #expect(PlainNumber.percent(1, of: 1) == "100.0 %")
    #expect(PlainNumber.percent(1, of: 2_000) == "0.0 %")
    #expect(PlainNumber.percent(3, of: 2_000) == "0.2 %")
  }

  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (951_782_400_000, "2000-02-29T00:00:00.000Z"),
      (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
      (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
      (1_793_491_200_123, "2026-11-01T00:00:00.123Z"),
      (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
      (-62_167_219_200_001, "-0001-12-31T23:59:59.999Z"),
    ] as [(Int64, String)])
  func timeIsISO8601(milliseconds: Int64, expected: String) {
    #expect(TimeText.iso8601(milliseconds: milliseconds) == expected)
  }
}
