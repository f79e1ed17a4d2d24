import Clickstream
import Reference
import Testing

/// Local times; every expected second was computed with Python's zoneinfo, whose `fold=0` is our rule.
@Suite struct TimeZoneTests {
  @Test(
    arguments: [
      // Winter, summer; the hour from 2:00 is skipped on 29 March and repeated on 25 October.
      ("Europe/Madrid", "2026-01-15T12:00:00", 1_768_474_800),
      ("Europe/Madrid", "2026-07-15T12:00:00", 1_784_109_600),
      ("Europe/Madrid", "2026-03-29T01:59:59", 1_774_745_999),
      ("Europe/Madrid", "2026-03-29T02:00:00", 1_774_746_000),
      ("Europe/Madrid", "2026-03-29T02:30:00", 1_774_747_800),
      ("Europe/Madrid", "2026-03-29T03:00:00", 1_774_746_000),
      ("Europe/Madrid", "2026-10-25T01:59:59", 1_792_886_399),
      ("Europe/Madrid", "2026-10-25T02:00:00", 1_792_886_400),
      ("Europe/Madrid", "2026-10-25T02:30:00", 1_792_888_200),
      ("Europe/Madrid", "2026-10-25T03:00:00", 1_792_893_600),
      ("America/New_York", "2026-03-08T01:59:59", 1_772_953_199),
      ("America/New_York", "2026-03-08T02:30:00", 1_772_955_000),
      ("America/New_York", "2026-03-08T03:00:00", 1_772_953_200),
      ("America/New_York", "2026-11-01T01:30:00", 1_793_511_000),
      ("America/New_York", "2026-11-01T02:00:00", 1_793_516_400),
      ("America/New_York", "2000-04-02T02:30:00", 954_660_600),
      ("Asia/Kolkata", "2026-06-01T00:00:00", 1_780_252_200),
      ("Asia/Kolkata", "2026-12-01T00:00:00", 1_796_063_400),
      // South of the equator; the second changes at midnight.
      ("Australia/Sydney", "2026-01-01T00:00:00", 1_767_186_000),
      ("Australia/Sydney", "2026-04-05T02:30:00", 1_775_316_600),
      ("Australia/Sydney", "2026-07-01T00:00:00", 1_782_828_000),
      ("Australia/Sydney", "2026-10-04T02:30:00", 1_791_045_000),
      ("America/Santiago", "2026-04-04T23:30:00", 1_775_356_200),
      ("America/Santiago", "2026-04-05T00:00:00", 1_775_361_600),
      ("America/Santiago", "2026-09-06T00:30:00", 1_788_669_000),
      ("America/Santiago", "2026-09-06T01:00:00", 1_788_667_200),
      // Half an hour of summer time; winter time as the exception; a day that was skipped.
      ("Australia/Lord_Howe", "2026-04-05T01:45:00", 1_775_313_900),
      ("Australia/Lord_Howe", "2026-10-04T02:15:00", 1_791_042_300),
      ("Europe/Dublin", "2026-01-01T00:00:00", 1_767_225_600),
      ("Europe/Dublin", "2026-07-01T00:00:00", 1_782_860_400),
      ("Pacific/Apia", "2011-12-30T12:00:00", 1_325_282_400),
      // Behind the listed changes: the footer's rule.
      ("Europe/Madrid", "2038-07-01T12:00:00", 2_161_591_200),
      ("Europe/Madrid", "2045-03-26T02:30:00", 2_374_104_600),
      ("Europe/Madrid", "2045-10-29T02:30:00", 2_392_849_800),
      ("Europe/Madrid", "2099-12-31T23:59:59", 4_102_441_199),
      ("America/New_York", "2060-03-14T02:30:00", 2_846_475_000),
      ("America/New_York", "2060-11-07T01:30:00", 2_867_031_000),
      ("Australia/Sydney", "2050-01-01T00:00:00", 2_524_568_400),
      ("Australia/Sydney", "2050-07-01T00:00:00", 2_540_210_400),
      ("Asia/Kolkata", "2080-01-01T00:00:00", 3_471_273_000),
      ("America/Nuuk", "2040-03-24T22:30:00", 2_216_248_200),
    ] as [(String, String, Int64)])
  func localTimeIsReadInItsZone(zone: String, text: String, expected: Int64) throws {
    var reader = TimestampReader(zone: try #require(TimeZoneFile.load(zone)))
    #expect(try reader.read(Array(text.utf8).span) == expected * 1000)
    // A value with its own zone does not care.
    #expect(try reader.read(Array("2026-11-01T12:00:00Z".utf8).span) == 1_793_534_400_000)
  }

  @Test func aLeapSecondIsJudgedInUTC() throws {
    var reader = TimestampReader(zone: try #require(TimeZoneFile.load("Europe/Madrid")))
    #expect(try reader.read(Array("2027-01-01T00:59:60".utf8).span) == 1_798_761_599_999)
    #expect(throws: (any Error).self) { try reader.read(Array("2026-12-31T23:59:60".utf8).span) }
  }

  @Test(
    arguments: [
      ("Europe/Madrid", 1_774_738_799_999, 20_540), ("Europe/Madrid", 1_774_738_800_000, 20_541),
      ("Europe/Madrid", 1_774_821_600_000, 20_542), ("UTC", 1_774_742_399_999, 20_540),
      ("America/Santiago", 1_788_667_199_999, 20_701),
      ("America/Santiago", 1_788_667_200_000, 20_702),
    ] as [(String, Int64, Int)])
  func daysBeginAtLocalMidnight(zone: String, time: Int64, day: Int) throws {
    let rules = try #require(TimeZoneFile.load(zone))
    #expect(rules.localDay(ofMilliseconds: time) == day)
  }

  @Test(arguments: [
    "", "Mars/Olympus", "/etc/passwd", "../zoneinfo/UTC", "Europe/Madrid\0", "Europe",
  ])
  func namesThatAreNoZoneAreRefused(name: String) {
    #expect(TimeZoneFile.load(name) == nil)
  }

  /// Whatever a damaged zone file holds, it is refused or gives some zone, and never ends the process.
  @Test func damagedZoneFilesAreNoDanger() {
    var file: [UInt8] = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 39)
    file[39] = 1  // typecnt of the first block, with 6 bytes of type and no names
    file += [0, 0, 0, 0, 0, 0]
    file += Array("TZif2".utf8) + [UInt8](repeating: 0, count: 39)
    file[file.count - 5] = 1
    file += [0, 0, 0x0e, 0x10, 0, 0] + Array("\nCET-1CEST,M3.5.0,M10.5.0/3\n".utf8)
    #expect(TimeZoneFile.parse(file, name: "x") != nil)
    for seed in 0..<3000 {
      var generator = SplitMix64(seed: UInt64(seed))
      var damaged = file
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<damaged.count, using: &generator)
        damaged[place] = UInt8.random(in: 0...255, using: &generator)
      }
      damaged.removeLast(Int.random(in: 0...20, using: &generator))
      let zone = TimeZoneFile.parse(damaged, name: "x")
      _ = zone?.utcSeconds(fromLocal: 1_793_534_400)
      _ = zone?.localDay(ofMilliseconds: 1_793_534_400_000)
    }
  }
}
