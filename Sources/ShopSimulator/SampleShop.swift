/// A synthetic web shop whose causes of abandonment are declared, and therefore known.
///
/// Users come to the shop in sessions over some days. Causes act on what they want, so the rows look
/// like a real dump while the truth about every cause can be counted: by living the same lives
/// without it. Equal settings give equal bytes.
///
/// ```swift
/// let shop = SampleShop(settings: ShopSettings(users: 2_000, days: 14, seed: 7))
/// try shop.write { fileName, bytes in try folder.create(fileName, bytes) }
/// ```
package struct SampleShop: Sendable {
  /// The name of the file that holds the truth.
  package static let truthFileName = "truth.json"

  /// Rows in memory at one time; more users than that are simulated anew for each group of days.
  private static let rowsHeldAtMost = 8_000_000.0
  private static let pieceSize = 1 << 20

  /// The settings of the shop.
  package let settings: ShopSettings

  private let sessionNames: SessionNames

  /// Creates a shop.
  package init(settings: ShopSettings, sessionNames: SessionNames = .numbered) {
    self.settings = settings
    self.sessionNames = sessionNames
  }

  /// The name of one day's file; `day` counts from 0.
  package func fileName(ofDay day: Int) -> String { "events-\(date(ofDay: day).text).csv.gz" }

  /// Writes all files, one at a time: the days in order, then the truth.
  ///
  /// - Parameter sink: called once for each file with its name and its bytes.
  /// - Throws: what the sink throws, or `ShopError` when zlib has no memory.
  /// - Complexity: about 2 s for a million rows, most of it in zlib; 40 bytes a row in memory, for
  ///   at most eight million rows.
  package func write(to sink: (_ fileName: String, _ bytes: [UInt8]) throws -> Void) throws {
    for days in dayGroups() {
      var gathered = gather(days: days)
      for day in days {
        let rows = gathered.removeRows(ofDay: day)
        try sink(fileName(ofDay: day), compressed(rows, day: day))
      }
    }
    try sink(Self.truthFileName, truth().json)
  }

  /// The rows of one day as CSV text with its header, not compressed; `day` is in 0..<days.
  ///
  /// All users are simulated to find them.
  package func csv(ofDay day: Int) -> [UInt8] {
    var gathered = gather(days: day..<day + 1)
    var text: [UInt8] = []
    writeText(of: gathered.removeRows(ofDay: day), day: day) { text.append(contentsOf: $0) }
    return text
  }

  /// How many carts each cause really made be abandoned.
  ///
  /// - Complexity: each user is run once, and once more for each cause met.
  package func truth() -> ShopTruth {
    var counter = TruthCounter(settings: settings)
    for user in 0..<settings.users { counter.count(user: user) }
    return counter.truth
  }

  private func date(ofDay day: Int) -> CivilDate {
    CivilDate(daysSince1970: settings.firstDay.daysSince1970 + day)
  }

  /// Groups of days whose rows fit into memory together.
  private func dayGroups() -> [Range<Int>] {
    let rowsPerDay = Double(settings.users) * ShopSettings.eventsPerUser / Double(settings.days)
    let size = max(1, Int(min(Self.rowsHeldAtMost / max(rowsPerDay, 1), Double(settings.days))))
    return stride(from: 0, to: settings.days, by: size).map {
      $0..<min($0 + size, settings.days)
    }
  }

  private func gather(days: Range<Int>) -> DayRows {
    var gathered = DayRows(days: days)
    let start = Int64(days.lowerBound) * CivilDate.millisecondsPerDay
    let end = Int64(days.upperBound) * CivilDate.millisecondsPerDay
    for user in 0..<settings.users {
      let run = UserRun(user: user, settings: settings)
      _ = run.live(
        in: settings,
        keepsRows: { visit in
          visit.startMilliseconds < end
            && visit.startMilliseconds + VisitPlan.longestSessionMilliseconds > start
        },
        rows: { gathered.take($0) })
    }
    return gathered
  }

  private func compressed(_ rows: OrderedRows, day: Int) throws(ShopError) -> [UInt8] {
    var writer = try GzipWriter()
    try writeText(of: rows, day: day) { piece throws(ShopError) in try writer.write(piece) }
    try writer.finish()
    return writer.compressed
  }

  /// Writes the text of a day in pieces of about a mebibyte.
  private func writeText<Failure: Error>(
    of rows: OrderedRows, day: Int, to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    var writer = RowWriter(date: date(ofDay: day), sessionNames: sessionNames)
    writer.appendHeader()
    for place in 0..<rows.count {
      writer.append(rows[place])
      guard writer.text.bytes.count >= Self.pieceSize else { continue }
      try sink(writer.text.bytes)
      writer.removeAll()
    }
    try sink(writer.text.bytes)
  }
}
