import CZlib
import ShopSimulator
import Testing

@Suite struct FileTests {
  private static let settings = ShopSettings(users: 300, days: 3, seed: 7)

  /// All files of a shop, in the order in which they are written.
  private static func files(_ settings: ShopSettings) throws -> [(name: String, bytes: [UInt8])] {
    var files: [(name: String, bytes: [UInt8])] = []
    try SampleShop(settings: settings).write { files.append(($0, $1)) }
    return files
  }

  @Test func filesAreTheDaysThenTheTruth() throws {
    let names = try Self.files(Self.settings).map(\.name)
    #expect(
      names == [
        "events-2026-11-01.csv.gz", "events-2026-11-02.csv.gz", "events-2026-11-03.csv.gz",
        "truth.json",
      ])
  }

  @Test func equalSettingsGiveEqualBytes() throws {
    let first = try Self.files(Self.settings)
    let second = try Self.files(Self.settings)
    #expect(first.map(\.name) == second.map(\.name))
    #expect(first.map(\.bytes) == second.map(\.bytes))
  }

  @Test func differentSeedsGiveDifferentBytes() throws {
    var other = Self.settings
    other.seed = 8
    let pairs = zip(try Self.files(Self.settings), try Self.files(other))
    for (first, second) in pairs { #expect(first.bytes != second.bytes) }
  }

  @Test func gzipHoldsTheTextAndNoClock() throws {
    let shop = SampleShop(settings: Self.settings)
    for (day, file) in try Self.files(Self.settings).dropLast().enumerated() {
      // Magic and deflate; then no flags (so no name), and a modification time of zero.
      #expect(file.bytes.prefix(8) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
      #expect(inflated(file.bytes) == shop.csv(ofDay: day))
    }
  }

  @Test func largeDayIsReadableToItsEnd() throws {
    let settings = ShopSettings(users: 3_000, days: 1, seed: 4)
    let text = SampleShop(settings: settings).csv(ofDay: 0)
    #expect(text.count > 2 << 20)
    #expect(inflated(try Self.files(settings)[0].bytes) == text)
  }

  @Test func shopWithoutUsersWritesHeadersOnly() throws {
    let files = try Self.files(ShopSettings(users: 0, days: 2, seed: 1))
    #expect(files.count == 3)
    let text = String(decoding: inflated(files[0].bytes), as: UTF8.self)
    #expect(
      text == "event_time,user_id,session_id,event,page,channel,device,value,quantity,currency,"
        + "item,order_id,error_code,country\n")
  }

  @Test func errorOfTheSinkEndsTheWriting() {
    struct DiskFull: Error {}
    var calls = 0
    #expect(throws: DiskFull.self) {
      try SampleShop(settings: Self.settings).write { _, _ in
        calls += 1
        throw DiskFull()
      }
    }
    #expect(calls == 1)
  }

  @Test func settingsOutOfRangeAreMovedIntoIt() {
    let settings = ShopSettings(users: -5, days: 0, seed: 1)
    #expect(settings.users == 0)
    #expect(settings.days == 1)
  }

  @Test(arguments: [
    (0, "1970-01-01"), (20_758, "2026-11-01"), (11_016, "2000-02-29"), (-1, "1969-12-31"),
  ])
  func datesAreThoseOfTheCalendar(days: Int, text: String) {
    let date = CivilDate(daysSince1970: days)
    #expect(date.text == text)
    #expect(date.daysSince1970 == days)
  }

  @Test func datesGoThereAndBack() {
    for days in stride(from: -30_000, to: 60_000, by: 13) {
      #expect(CivilDate(daysSince1970: days).daysSince1970 == days)
    }
  }
}

/// What zlib makes of a gzip member; empty when it refuses it.
private func inflated(_ bytes: [UInt8]) -> [UInt8] {
  var input = bytes
  var text = [UInt8](repeating: 0, count: 64 << 20)
  var stream = unsafe z_stream()
  let size = unsafe Int32(MemoryLayout<z_stream>.size)
  let count = unsafe input.withUnsafeMutableBufferPointer { source in
    unsafe text.withUnsafeMutableBufferPointer { target in
      unsafe stream.next_in = source.baseAddress
      unsafe stream.avail_in = UInt32(source.count)
      unsafe stream.next_out = target.baseAddress
      unsafe stream.avail_out = UInt32(target.count)
      guard unsafe inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, size) == Z_OK else { return 0 }
      let status = unsafe inflate(&stream, Z_FINISH)
      unsafe inflateEnd(&stream)
      return unsafe status == Z_STREAM_END ? target.count - Int(stream.avail_out) : 0
    }
  }
  return Array(text[..<count])
}
