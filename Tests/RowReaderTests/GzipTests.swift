import Reference
import RowReader
import Testing

/// gzip as RFC 1952 and the reading contract have it, member by member and fault by fault.
@Suite struct GzipTests {
  private static let text = "time,user,event\n1,2,3\n4,\"5\n\",6\n"

  private func expectSameInAllCuts(_ bytes: [UInt8], _ expected: Recorded, _ name: String) {
    for options in awkwardGzipOptions() {
      let found = scanned(bytes, options)
      #expect(found == expected, "\(name), \(options.words)")
    }
  }

  @Test(arguments: GoodFile.all) func goodFilesGiveTheirRows(_ file: GoodFile) {
    let plain = Array(GzipTests.text.utf8)
    expectSameInAllCuts(file.bytes(plain), scanned(plain), file.name)
  }

  @Test(arguments: BadFile.all) func eachFaultHasItsReasonAndPlace(_ file: BadFile) {
    for options in awkwardGzipOptions() {
      let error = readError(file.bytes, options)
      #expect(error?.reason == file.reason, "\(options.words)")
      if file.promisesOffset {
        #expect(error?.byteOffset == file.byteOffset, "\(options.words)")
      }
      #expect(error?.memberOffset == file.memberOffset, "\(options.words)")
    }
  }

  @Test func anEmptyMemberAloneIsNoHeader() {
    expectSameInAllCuts(GzipMember("").bytes, .error("empty_input"), "empty member")
  }

  /// Each cut is an error or a boundary of members, and then gives the rows of the whole members.
  @Test func aFileCutAtEveryByteIsNeverUsedInPart() {
    let parts = [
      "time,user,event\n1,2,3\n4,", "5,6\n", String(repeating: "7,8,\"9\n\"\n", count: 60),
    ]
    let members = parts.map { GzipMember($0).bytes }
    let whole = Array(members.joined())
    let boundaries = [members[0].count, members[0].count + members[1].count]
    for cut in 1..<whole.count {
      let expected =
        boundaries.firstIndex(of: cut).map { scanned(Array(parts[...$0].joined().utf8)) }
        ?? .error(cut < 2 ? "missing_column" : "gzip_truncated")
      for options in [ReadOptions(), ReadOptions().ahead] {
        #expect(scanned(Array(whole[..<cut]), options) == expected, "cut at \(cut)")
      }
    }
  }

  /// A flipped bit is an error, or it lies where nothing depends on it: then the rows are the same.
  @Test(arguments: [false, true]) func aFlippedBitNeverGivesOtherRows(isStored: Bool) {
    var generator = SplitMix64(seed: 4)
    let rows = (0..<80).map { "\($0),u\(UInt16.random(in: 0...999, using: &generator)),view" }
    let half = rows.count / 2
    let parts = [
      (["time,user,event"] + rows[..<half]).joined(separator: "\n"),
      "\n" + rows[half...].joined(separator: "\n"),
    ]
    let bytes = parts.flatMap { part in
      var member = GzipMember(part)
      member.isStored = isStored
      return member.bytes
    }
    let expected = scanned(bytes)
    #expect(expected == scanned(Array(parts.joined().utf8)))
    var survivors = 0
    for bit in 0..<bytes.count * 8 {
      var flipped = bytes
      flipped[bit / 8] ^= 1 << UInt8(bit % 8)
      let found = scanned(flipped)
      if case .error = found { continue }
      survivors += 1
      if found != expected { Issue.record("bit \(bit) gives other rows with success") }
    }
    // Time, extra flags and system of each member, the text flag, and a few padding bits of deflate.
    #expect(survivors >= 2 * (6 * 8 + 1) && survivors <= 2 * (6 * 8 + 1) + 16)
  }

  @Test func aThousandEmptyMembersNeedNoStack() {
    let empty = Array(repeatElement(GzipMember("").bytes, count: 1000).joined())
    let bytes = empty + GzipMember(GzipTests.text).bytes + empty
    for options in [ReadOptions(), ReadOptions().ahead] {
      #expect(scanned(bytes, options) == scanned(Array(GzipTests.text.utf8)))
    }
  }

  /// One byte a member: neither header nor open quote is read again for each.
  @Test(.timeLimit(.minutes(1))) func aMemberAByteTakesNoQuadraticTime() {
    let text = GzipTests.text + "1,\"" + String(repeating: "x\n", count: 10_000)
    let bytes = text.utf8.flatMap { byte in
      var member = GzipMember([byte])
      member.isStored = true
      return member.bytes
    }
    #expect(scanned(bytes) == scanned(Array(text.utf8)))
  }
}

/// The error of a file; nil when it was read.
func readError(_ bytes: [UInt8], _ options: ReadOptions = ReadOptions()) -> ReadError? {
  var sink = RecordingSink()
  do throws(ReadError) {
    let source = MemoryByteSource(bytes, chunkBytes: options.inputBytes)
    _ = try readRows(from: source, options: options, into: &sink)
    return nil
  } catch {
    return error
  }
}
