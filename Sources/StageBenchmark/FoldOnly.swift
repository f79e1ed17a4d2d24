import Clickstream
import Funnels

/// Sessions, journeys and funnels of eight steps over events that are in memory and in order already.
struct FoldOnly {
  private let archive: EventArchive
  private let partitions: [UserPartition]
  private let folders: FunnelFolders

  /// - Parameter funnels: how many; they differ in their windows.
  init(events: CollectedEvents, funnels: Int) throws {
    let names = [
      "session_start", "page_view", "view_item", "add_to_cart", "begin_checkout",
      "add_shipping_info", "add_payment_info", "purchase",
    ].map { Array($0.utf8) }
    let plans = (0..<funnels).map { number in
      var plan = FunnelPlan(
        name: "\(number)",
        steps: names.map { FunnelStep(name: $0, condition: .field(.role(.event), .oneOf([$0]))) })
      plan.windowMilliseconds = Int64(number + 5) * 60_000
      return plan
    }
    var reading = ReadingPlan()
    reading.breakdownFields = [.role(.device)]
    reading.funnelConditions = plans.map(\.conditions)
    let archive = try EventArchive(merging: [events], plan: reading) { _ in
      plans.map(\.conditions)
    }
    self.archive = archive
    var partitions: [UserPartition] = []
    for piece in archive.pieces(byteLimit: .max) {
      partitions.append(try UserPartition(piece, of: archive))
    }
    self.partitions = partitions
    let context = FunnelFolder.Context(
      archive: archive, breakdowns: [], held: [], endOfDataMilliseconds: .max, scratch: nil)
    folders = FunnelFolders(
      plans.enumerated().map { FunnelFolder(plan: $1, index: $0, context) }, archive: archive,
      periodMilliseconds: .min..<(.max))
  }

  func run() {
    var sink = Sink(folders: folders)
    var rules = SessionRules()
    rules.source = .column
    rules.assumesComplete = true
    var builder = PersonBuilder(
      archive: archive, rules: rules, endOfDataMilliseconds: 0, hasPageColumn: true)
    for partition in partitions { builder.build(partition, into: &sink) }
  }

  private struct Sink: PersonSink {
    var folders: FunnelFolders

    mutating func receive(_ person: borrowing Person, in partition: borrowing UserPartition) {
      folders.receive(person, in: partition)
    }
  }
}
