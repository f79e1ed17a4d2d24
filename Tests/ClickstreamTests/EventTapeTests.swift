import Reference
import Testing

@testable import Clickstream

/// The tape against an array of events.
@Suite struct EventTapeTests {
  static let seeds: [UInt64] = Array(1...10)

  /// Any time, or one that is near, at or just before the last; ids of one to four bytes.
  private func event(after time: Int64, _ generator: inout SplitMix64) -> Event {
    let range = TimestampReader.range
    let steps: [Int64] = [0, 1, 32_767, 32_768, 8_388_607, 8_388_608, 2_147_483_647, 2_147_483_648]
    let step =
      (steps.randomElement(using: &generator) ?? 0) * (Bool.random(using: &generator) ? 1 : -1)
    let isNear = Int.random(in: 0..<4, using: &generator) > 0
    let time = isNear ? time + step : Int64.random(in: range, using: &generator)
    return Event(
      timeMilliseconds: min(max(time, range.lowerBound), range.upperBound - 1),
      symbol: id(below: UInt32(Event.symbolLimit), &generator), origin: id(&generator),
      details: id(&generator))
  }

  private func id(below limit: UInt32 = .max, _ generator: inout SplitMix64) -> UInt32 {
    let bits = Int.random(in: 0...32, using: &generator)
    let edge = UInt32(truncatingIfNeeded: (UInt64(1) << UInt64(bits)) - 1)
    let isEdge = Bool.random(using: &generator)
    return min(isEdge ? edge : UInt32.random(in: 0...edge, using: &generator), limit - 1)
  }

  private func append(_ event: Event, to tape: inout EventTape) {
    tape.append(
      timeMilliseconds: event.timeMilliseconds, symbol: event.symbol, origin: event.origin,
      details: event.details)
  }

  private func events(
    _ tape: EventTape, from start: EventTape.Mark = EventTape.Mark(),
    upTo end: EventTape.Mark? = nil
  ) -> [Event] {
    var found: [Event] = []
    tape.forEach(from: start, upTo: end) { found.append($0) }
    return found
  }

  /// Tapes of a few slabs are written to, marked, cut back and written to again.
  @Test(arguments: seeds) func holdsWhatWasAppended(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var tape = EventTape()
    var expected: [Event] = []
    var marks = [tape.mark]
    for round in 0..<60 {
      for _ in 0..<Int.random(in: 0...400, using: &generator) {
        let next = event(
          after: expected.last?.timeMilliseconds ?? TimestampReader.range.lowerBound, &generator)
        append(next, to: &tape)
        expected.append(next)
      }
      marks.append(tape.mark)
      let ends = [marks.randomElement(using: &generator), marks.randomElement(using: &generator)]
        .compactMap { $0 }.sorted { $0.count < $1.count }
      let part = events(tape, from: ends[0], upTo: ends[1])
      #expect(part == Array(expected[ends[0].count..<ends[1].count]), "seed \(seed), \(round)")
      if round % 6 == 5 {
        let kept = Int.random(in: marks.count / 2..<marks.count, using: &generator)
        tape.truncate(to: marks[kept])
        expected.removeLast(expected.count - marks[kept].count)
        marks.removeLast(marks.count - kept - 1)
      }
      #expect(tape.count == expected.count && tape.mark == marks.last, "seed \(seed), \(round)")
      #expect(events(tape) == expected, "seed \(seed), round \(round)")
    }
    #expect(tape.bytes > EventTape.slabBytes, "seed \(seed): one slab tries no border")
  }

  /// Every mark near the border of two slabs, as a beginning, as an end, and to cut back to.
  @Test(arguments: seeds) func marksWorkOnBothSidesOfABorder(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var tape = EventTape()
    var expected: [Event] = []
    var marks = [tape.mark]
    var borders: [Int] = []
    while borders.count < 3 {
      let before = tape.bytes
      expected.append(event(after: TimestampReader.range.lowerBound, &generator))
      append(expected[expected.count - 1], to: &tape)
      marks.append(tape.mark)
      if tape.bytes > before { borders.append(expected.count - 1) }
    }
    let near = borders.flatMap { border in (border - 3...border + 3) }.filter(
      marks.indices.contains)
    for start in near {
      #expect(events(tape, from: marks[start]) == Array(expected[start...]), "seed \(seed)")
      for end in near where start <= end {
        let found = events(tape, from: marks[start], upTo: marks[end])
        #expect(found == Array(expected[start..<end]), "seed \(seed): \(start)..<\(end)")
      }
    }
    for kept in near.reversed() {
      tape.truncate(to: marks[kept])
      expected.removeLast(expected.count - kept)
      #expect(tape.count == kept && events(tape) == expected, "seed \(seed): cut to \(kept)")
      for _ in 0..<5 {
        expected.append(event(after: TimestampReader.range.upperBound, &generator))
        append(expected[expected.count - 1], to: &tape)
      }
      #expect(events(tape) == expected, "seed \(seed): cut to \(kept) and gone on")
      tape.truncate(to: marks[kept])
      expected.removeLast(5)
    }
  }

  @Test(arguments: [0, 1, 100, 2000, 6000]) func blocksGiveTheSameEventsBack(count: Int) {
    var generator = SplitMix64(seed: UInt64(count))
    var tape = EventTape()
    for _ in 0..<count {
      append(event(after: TimestampReader.range.lowerBound, &generator), to: &tape)
    }
    var writer = BlockWriter()
    writer.append(7)
    tape.write(to: &writer)
    writer.append([1, 2, 3])
    var reader = BlockReader(writer.bytes)
    #expect(reader.number() == 7)
    let read = EventTape(from: &reader)
    #expect(read.count == count && events(read) == events(tape))
    #expect(reader.ids() == [1, 2, 3])
  }

  /// An event never takes more than the 21 bytes that its form allows, and about 9 in a shop's dump.
  @Test func eventsTakeFewBytes() {
    var tape = EventTape()
    for index in 0..<20_000 {
      tape.append(
        timeMilliseconds: 1_793_534_400_000 + Int64(index) * 40, symbol: UInt32(index % 30),
        origin: UInt32(index / 10), details: UInt32(index % 500))
    }
    #expect(tape.bytes <= 10 * 20_000)
  }

  @Test func emptyTapesAndTapesCutToNothingHoldNothing() {
    var tape = EventTape()
    #expect(tape.count == 0 && tape.bytes == 0 && events(tape).isEmpty)
    append(Event(timeMilliseconds: 1_793_534_400_000, symbol: 1, origin: 2, details: 3), to: &tape)
    tape.truncate(to: EventTape.Mark())
    #expect(tape.count == 0 && tape.bytes == 0 && events(tape).isEmpty)
  }
}

/// The parts of a block, one behind the other.
@Suite struct BlockBytesTests {
  @Test func whatIsWrittenIsRead() {
    var writer = BlockWriter()
    let texts: [[UInt8]] = [[], [0], Array("a text".utf8), [UInt8](repeating: 0xff, count: 70_000)]
    for text in texts { text.withUnsafeBytes { writer.append($0) } }
    writer.append([])
    writer.append([0, 1, .max])
    writer.append(Int(UInt32.max))
    var reader = BlockReader(writer.bytes)
    for text in texts { #expect(reader.raw { Array($0) } == text) }
    #expect(reader.ids() == [] && reader.ids() == [0, 1, .max])
    #expect(reader.number() == Int(UInt32.max))
  }

  @Test(arguments: EventTapeTests.seeds) func idsAreNumberedAnewAsTheyCome(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var renumbering = IDRenumbering()
    for _ in 0..<3 {
      var used: [UInt32] = []
      for _ in 0..<500 {
        let id = UInt32.random(in: 0..<300, using: &generator)
        let known = used.firstIndex(of: id)
        #expect(renumbering.newID(of: id) == UInt32(known ?? used.count), "seed \(seed)")
        if known == nil { used.append(id) }
      }
      #expect(renumbering.used == used, "seed \(seed)")
      renumbering.removeAll()
      #expect(renumbering.used.isEmpty)
    }
  }
}
