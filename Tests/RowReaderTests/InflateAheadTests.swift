import Foundation
import Reference
import RowReader
import Testing

/// Decompression on a thread of its own shows in nothing: neither in rows nor in faults, nor when reading ends early.
@Suite(.timeLimit(.minutes(1))) struct InflateAheadTests {
  /// About 2.5 MB of text that does not compress well: more blocks than go round at one time.
  private static let long: [UInt8] = {
    var generator = SplitMix64(seed: 1)
    var text = Array("time,user,event\n".utf8)
    for row in 0..<12_000 {
      let user = (0..<100).map { _ in UInt8.random(in: 0x61...0x7a, using: &generator) }
      text += Array("\(row),".utf8) + user + user + Array(",e\n".utf8)
    }
    return text
  }()

  private static let members: [UInt8] =
    GzipMember(Array(long[..<1_000_000])).bytes + GzipMember(Array(long[1_000_000...])).bytes

  @Test func filesOfManyBlocksGiveTheSameRows() {
    #expect(
      scanned(InflateAheadTests.members, ReadOptions().ahead) == scanned(InflateAheadTests.long))
  }

  @Test(arguments: [0, 10, 600_000])
  func faultsBehindManyBlocksAreTheSame(bytesFromEnd: Int) {
    let bytes = InflateAheadTests.members
    let cut = Array(bytes.dropLast(bytesFromEnd + 1))
    var flipped = bytes
    flipped[bytes.count - bytesFromEnd - 5] ^= 1
    for damaged in [cut, flipped, bytes + [0, 1]] {
      let error = readError(damaged)
      #expect(error != nil)
      #expect(readError(damaged, ReadOptions().ahead) == error)
    }
  }

  /// Each cut of three small members, in each way of reading.
  @Test func smallFilesCutAtEveryByteEndTheSame() {
    let bytes = ["time,user,event\n1,2,3\n", "4,5,", "6\n7,8,9\n"].flatMap { GzipMember($0).bytes }
    for cut in 0...bytes.count {
      let file = Array(bytes[..<cut])
      #expect(readError(file, ReadOptions().ahead) == readError(file), "cut at \(cut)")
      #expect(scanned(file, ReadOptions().ahead) == scanned(file), "cut at \(cut)")
    }
  }

  @Test func faultsOfTheSourceAreTheSame() {
    for limit in [0, 1, 300, 600_000] {
      let errors = [ReadOptions(), ReadOptions().ahead].map { options in
        var sink = RecordingSink()
        return #expect(throws: ReadError.self) {
          let source = FailingSource(InflateAheadTests.members, limit: limit)
          _ = try readRows(from: source, options: options, into: &sink)
        }
      }
      #expect(errors.allSatisfy { $0?.reason == .readFailed && $0?.detail == "no more" })
    }
  }

  /// A sink that gives up, while blocks are still being filled, ends the reading with its own error.
  @Test(arguments: [0, 1, 2, 5]) func aSinkMayGiveUp(batches: Int) {
    for _ in 0..<5 {
      var sink = ImpatientSink(batchesLeft: batches)
      let error = #expect(throws: ReadError.self) {
        let source = MemoryByteSource(InflateAheadTests.members)
        _ = try readRows(from: source, options: ReadOptions().ahead, into: &sink)
      }
      #expect(error?.reason == (batches == 0 ? .missingColumn : .sinkFailed))
    }
  }

  /// A pipe whose writer neither goes on nor closes: who gives up need not wait for it.
  @Test(arguments: [false, true]) func givingUpDoesNotWaitForTheSource(ahead: Bool) throws {
    let folder = NSTemporaryDirectory() + "fuga-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let pipe = folder + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    // A header that is refused as too long, before the member ends.
    let bytes = GzipMember([UInt8](repeating: 0x61, count: 2_000_000) + [0x0a]).bytes.dropLast(20)
    let end = open(pipe, O_RDWR)
    _ = Array(bytes).withUnsafeBytes { write(end, $0.baseAddress, $0.count) }
    let isDone = DispatchSemaphore(value: 0)
    let reader = Thread {
      var sink = RecordingSink()
      if let source = try? FileByteSource(path: Array(pipe.utf8)) {
        let options = ahead ? ReadOptions().ahead : ReadOptions()
        _ = try? readRows(from: source, options: options, into: &sink)
      }
      isDone.signal()
    }
    reader.start()
    #expect(isDone.wait(timeout: .now() + 20) == .success)
    close(end)
  }
}

/// Hands out some bytes and then fails.
private struct FailingSource: ByteSource, ~Copyable {
  private var source: MemoryByteSource
  private var left: Int

  init(_ bytes: [UInt8], limit: Int) {
    source = MemoryByteSource(bytes)
    left = limit
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    guard left > 0 else { throw ReadError(.readFailed, detail: "no more") }
    let count = min(left, buffer.count)
    left -= count
    return try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
  }
}

/// Takes so many batches, and with none not even a header.
private struct ImpatientSink: RowSink {
  var batchesLeft: Int

  mutating func accept(_ header: Header) throws(ReadError) -> [Int]? {
    batchesLeft == 0 ? nil : [0]
  }

  func missingColumns(in header: Header) -> ReadError { ReadError(.missingColumn) }

  mutating func receive(_ batch: borrowing RowBatch, bytes: Span<UInt8>) throws(ReadError) {
    batchesLeft -= 1
    if batchesLeft == 0 { throw ReadError(.sinkFailed) }
  }

  mutating func reject(_ rejection: Rejection) {}
}
