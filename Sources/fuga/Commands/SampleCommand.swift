import ArgumentParser
import Foundation
import Reports
import ShopSimulator

/// Writes a synthetic shop.
struct SampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Writes dumps of a synthetic shop whose causes of abandonment are known.",
    discussion: """
      One gzip'd CSV a day, in order of time, and truth.json: how many abandoned carts each cause made.
      The same users, days and seed give the same files. About 25 events a user.

      Example:
        fuga sample -o /tmp/shop --users 2000 --days 14 --seed 7
      """)

  @Option(name: [.short, .customLong("output")], help: "Folder for the files.")
  var output: String

  @Option(help: "Users, at least 1.")
  var users = 2000

  @Option(help: "Days, at least 1.")
  var days = 14

  @Option(help: "Any number; another seed is another shop.")
  var seed: UInt64 = 1

  @Flag(
    name: .customLong("random-session-ids"),
    help:
      "Session ids are random UUIDs, as most trackers write them: larger files, harder to compress."
  )
  var randomSessionIDs = false

  func validate() throws {
    let settings = ShopSettings(users: users, days: days, seed: seed)
    guard settings.users == users, users >= 1 else {
      throw ValidationError("--users: from 1 to 4000000")
    }
    guard settings.days == days else { throw ValidationError("--days: from 1 to 3650") }
  }

  mutating func run() throws {
    let folder = try OutputFolder(path: RawArguments.bytes(of: output))
    let shop = SampleShop(
      settings: ShopSettings(users: users, days: days, seed: seed),
      sessionNames: randomSessionIDs ? .random(seed: seed) : .numbered)
    try refuseStrangers(in: folder, of: shop)
    try shop.write { name, bytes in
      try folder.replace([WideTables.File(name: name, bytes: bytes)])
    }
  }

  /// The same shop may be written again; beside other dumps truth.json would be untrue.
  private func refuseStrangers(in folder: borrowing OutputFolder, of shop: SampleShop) throws {
    let own = Set((0..<days).map { shop.fileName(ofDay: $0) } + [SampleShop.truthFileName])
    let strangers = folder.names.filter { !own.contains($0) && !$0.hasPrefix(".") }
    guard strangers.isEmpty else {
      throw CommandFailure(
        .cannotWrite, "\(MessageText.shown(Array(output.utf8))): holds other files",
        seen: strangers.prefix(3).map { MessageText.shown(Array($0.utf8)) }.joined(separator: ", "),
        toGoOn: "name a new folder: truth.json must speak of all that lies beside it")
    }
  }
}
