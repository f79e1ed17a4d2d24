import Clickstream
import Reference
import RowReader
import Testing

/// Times: every accepted and rejected form of the reading contract.
@Suite struct TimeTests {
  private static let noon: Int64 = 1_793_534_400_000  // 2026-11-01T12:00:00Z

  @Test(
    arguments: [
      ("2026-11-01T12:00:00Z", noon), ("2026-11-01t12:00:00z", noon),
      ("2026-11-01 12:00:00", noon), ("2026-11-01 12:00:00 UTC", noon),
      ("2026-11-01T12:00:00UTC", nil), ("2026-11-01 12:00:00 utc", nil),
      ("2026-11-01 12:00:00 Z", nil), ("2026-11-01 12:00:00  UTC", nil),
      ("2026-11-01T13:00:00+01:00", noon), ("2026-11-01T13:00:00+0100", noon),
      ("2026-11-01T13:00:00 +01:00", noon), ("2026-11-01T13:00:00 +0100", noon),
      ("2026-11-01T06:30:00-05:30", noon), ("2026-11-01T12:00:00-00:00", noon),
      ("2026-11-01T12:00:00.5Z", noon + 500), ("2026-11-01T12:00:00.123456789", noon + 123),
      ("2026-11-01T12:00:00.9999999 UTC", noon + 999), ("2026-11-01T12:00:00.04+00:00", noon + 40),
      ("2026-11-01T12:00:00.1234567890", nil), ("2026-11-01T12:00:00.", nil),
      ("2026-11-01T12:00:00.Z", nil), ("2026-11-01T12:00:00,5Z", nil),
      ("1793534400", noon), ("1793534400.25", noon + 250), ("1793534400.123456789", noon + 123),
      ("1793534400.", nil), ("1793534400.1234567890", nil), ("1793534400000", noon),
      ("1793534400000.5", nil), ("1793534400000999", noon), ("17935344000", nil),
      ("17935344000000", nil), ("17935344000000000", nil), ("1793534400000000000", nil),
      ("946684800", 946_684_800_000), ("946684800000", 946_684_800_000),
      ("946684800000000", 946_684_800_000),
      ("2026-11-01", nil), ("2026-11-01T12:00", nil), ("2026-11-01T12", nil),
      ("2026-11-01T12:00:00 CET", nil), ("2026-11-01T12:00:00 Europe/Madrid", nil),
      ("2026-W44-7T12:00:00Z", nil), ("2026-305T12:00:00Z", nil), ("20261101T120000Z", nil),
      ("11/01/2026 12:00:00", nil), ("01.11.2026 12:00:00", nil),
      ("Sun, 01 Nov 2026 12:00:00 GMT", nil), ("01/Nov/2026:12:00:00 +0000", nil),
      ("46327.5", nil), ("1.7935344e9", nil), ("+1793534400", nil), ("-1793534400", nil),
      (" 2026-11-01T12:00:00Z", nil), ("2026-11-01T12:00:00Z ", nil), ("2026-11-01T12:00:00 ", nil),
      ("2026-11-01T12:00:00ZZ", nil), ("2026-11-01_12:00:00", nil), ("", nil), (" ", nil),
      ("2026-11-01T24:00:00Z", nil), ("2026-11-01T12:60:00Z", nil), ("2026-11-01T12:00:61Z", nil),
      ("2026-02-29T12:00:00Z", nil), ("2028-02-29T12:00:00Z", 1_835_438_400_000),
      ("2026-04-31T12:00:00Z", nil), ("2026-00-01T12:00:00Z", nil), ("2026-13-01T12:00:00Z", nil),
      ("2026-11-00T12:00:00Z", nil), ("2026-11-01T12:00:00+25:00", nil),
      ("2026-11-01T12:00:00+05:99", nil), ("2026-11-01T12:00:00+5:30", nil),
      ("2026-11-01T12:00:00+05", nil), ("2026-11-01T12:00:00+05-30", nil),
      ("2026-11-01T12:00:00  +05:30", nil), ("2026-11-01T12:00:00+053", nil),
      ("2026-12-31T23:59:60Z", 1_798_761_599_999), ("2026-12-31T23:59:60.5Z", 1_798_761_599_999),
      ("2027-01-01T00:59:60+01:00", 1_798_761_599_999), ("2026-12-31T22:59:60Z", nil),
      ("2026-11-01T12:00:60Z", nil), ("２０２６-11-01T12:00:00Z", nil), ("١٧٩٣٥٣٤٤٠٠", nil),
    ] as [(String, Int64?)])
  func formIsReadAsTheContractSays(text: String, expected: Int64?) {
    #expect(read(text) == expected.map(ReferenceTime.time) ?? .reject("invalid_time"))
    #expect(referenceTime(Array(text.utf8)) == read(text), "the reference differs")
  }

  @Test(arguments: [
    "1999-12-31T23:59:59.999Z", "2100-01-01T00:00:00Z", "2000-01-01T00:00:00+00:01", "100000000",
    "9999999999", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2099-12-31T23:30:00-01:00",
    "100000000000", "900000000000000", "4102444800",
  ])
  func wellFormedTimesOutsideTheRangeAreToldApart(text: String) {
    #expect(read(text) == .reject("time_out_of_range"))
    #expect(referenceTime(Array(text.utf8)) == read(text), "the reference differs")
  }

  @Test(
    arguments: [
      ("2000-01-01T00:00:00Z", 946_684_800_000), ("2099-12-31T23:59:59.999Z", 4_102_444_799_999),
      ("2099-12-31T23:59:60Z", 4_102_444_799_999), ("1999-12-31T23:59:59-00:01", 946_684_859_000),
    ] as [(String, Int64)])
  func edgesOfTheRangeAreInside(text: String, expected: Int64) {
    #expect(read(text) == .time(expected))
  }

  /// One reader for all, so that its memory of the last date is tried as well.
  @Test(arguments: 0..<10) func mutationsAgreeWithTheReference(_ group: Int) {
    let seeds = [
      "2026-11-01T12:00:00Z", "2028-02-29 23:59:60 UTC", "2026-12-31T23:59:59.123456+01:00",
      "2000-01-01t00:00:00.5 -0530", "1793534400", "1793534400.25", "1793534400000",
      "1793534400000000", "2026-02-28 10:00:00", "2099-12-31T23:59:60z",
    ]
    let bytes = Array("0123456789-:.TtZz +UTC\t,/eE\0".utf8) + [0xff]
    var generator = SplitMix64(seed: UInt64(group))
    var reader = TimestampReader(zone: .utc)
    for round in 0..<3000 {
      var text = Array((seeds.randomElement(using: &generator) ?? "").utf8)
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0...text.count, using: &generator)
        let byte = bytes.randomElement(using: &generator) ?? 0
        switch Int.random(in: 0..<4, using: &generator) {
        case 0 where place < text.count: text.remove(at: place)
        case 1: text.insert(byte, at: place)
        default: if place < text.count { text[place] = byte }
        }
      }
      let found = read(text, &reader)
      let expected = referenceTime(text)
      #expect(
        found == expected,
        "seed \(group), round \(round): \(String(decoding: text, as: UTF8.self).debugDescription)")
    }
  }

  /// Every byte in every place of the usual forms, read behind a time of the same date.
  @Test(arguments: [
    "2026-11-01T12:34:56.789Z", "2026-11-01T23:59:59Z", "2000-01-01 00:00:00.000Z",
    "2099-12-31T23:59:59.999Z",
  ])
  func usualFormsAgreeWithTheReference(text: String) {
    var reader = TimestampReader(zone: .utc)
    for place in text.utf8.indices {
      for byte in UInt8.min...UInt8.max {
        _ = read(Array(text.utf8), &reader)
        var other = Array(text.utf8)
        other[text.utf8.distance(from: text.startIndex, to: place)] = byte
        #expect(read(other, &reader) == referenceTime(other), "byte \(byte) at \(place)")
      }
    }
  }

  @Test func everyDayOfTheRangeIsCounted() {
    var day = 10_957  // 2000-01-01
    for year in 2000...2099 {
      for month in 1...12 {
        for date in 1...CivilDate.daysInMonth(year: year, month: month) {
          #expect(CivilDate.days(year: year, month: month, day: date) == day)
          #expect(CivilDate.date(ofDay: day) == (year, month, date))
          day += 1
        }
      }
    }
    #expect(Int64(day) * 86_400_000 == TimestampReader.range.upperBound)
  }
}

private func read(_ text: String) -> ReferenceTime {
  var reader = TimestampReader(zone: .utc)
  return read(Array(text.utf8), &reader)
}

private func read(_ text: [UInt8], _ reader: inout TimestampReader) -> ReferenceTime {
  do throws(RejectReason) {
    return .time(try reader.read(text.span))
  } catch {
    return .reject(error.name)
  }
}
