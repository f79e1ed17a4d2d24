import RowReader
import Testing

@testable import Clickstream

/// An event with texts in place of ids: what is left when it no longer shows how it was kept.
struct ResolvedRow: Hashable {
  var timeMilliseconds: Int64
  /// Canonical name, code class and answers aside.
  var name: [UInt8]
  /// User, session, customer, channel, device.
  var origin: [[UInt8]]
  /// By `DetailSlot`, then by property.
  var details: [[UInt8]]
}

/// Every user's events in their total order, and what was dropped on the way.
struct ResolvedEvents: Equatable {
  var rowsByUser: [[UInt8]: [ResolvedRow]] = [:]
  var duplicates = 0

  /// Loads all pieces of an archive; each user must be in one of them alone.
  init(_ archive: EventArchive, byteLimit: Int = .max) throws {
    for piece in archive.pieces(byteLimit: byteLimit) {
      var partition = try UserPartition(piece, of: archive)
      partition.removeFiltered(archive.meanings)
      duplicates += partition.duplicates
      var own: [[UInt8]: [ResolvedRow]] = [:]
      for event in partition.events {
        let row = ResolvedEvents.row(event, partition, archive)
        own[row.origin[OriginSlot.user.rawValue], default: []].append(row)
      }
      rowsByUser.merge(own) { _, new in
        Issue.record("a user in two pieces")
        return new
      }
    }
  }

  private static func row(
    _ event: Event, _ partition: UserPartition, _ archive: EventArchive
  ) -> ResolvedRow {
    func origin(_ slot: OriginSlot, _ texts: StringList) -> [UInt8] {
      texts[partition.origin(slot, of: event)]
    }
    let meaning = archive.meanings.rows[Int(event.symbol)]
    return ResolvedRow(
      timeMilliseconds: event.timeMilliseconds, name: archive.meanings.names[meaning.name],
      origin: [
        origin(.user, partition.users), origin(.session, partition.sessions),
        origin(.customer, partition.customers), origin(.channel, archive.channels),
        origin(.device, archive.devices),
      ],
      details: (0..<archive.plan.detailWidth).map { slot in
        let id = partition.values.detail(slot: slot, of: event)
        // Tallies of all pieces refer to kept details by the archive's ids.
        return archive.plan.keptDetails[slot]
          ? archive.texts(ofDetail: slot)[id] : partition.values.texts[slot][id]
      })
  }
}

/// One file of a collector's test.
struct TestFile {
  var text: [UInt8]
  /// Turns out damaged at its very end, when all of its rows have come through.
  var isDamaged = false

  /// Reads the file as a worker does.
  func read(into collector: inout EventCollector, _ options: ReadOptions = ReadOptions()) {
    collector.beginFile()
    do throws(ReadError) {
      _ = try readRows(from: MemoryByteSource(text), options: options, into: &collector)
      if isDamaged { collector.dropFile() } else { _ = collector.keepFile() }
    } catch {
      collector.dropFile()
    }
  }
}
