/// The tidy table: one line per number or string of the report.
struct TidyTable: Sendable {
  private(set) var table = CSVTable([
    "section", "name", "segment_by", "segment", "step", "metric", "value",
  ])

  /// One line per scalar of the members.
  mutating func add(_ members: [ReportValue.Member], at place: TidyPlace) {
    for member in members.flattened {
      // Names of rules are keys too, and may come from a configuration: they are guarded like text.
      table.rows.append(place.cells + [.text(member.key), member.value])
    }
  }

  mutating func add(_ metric: String, _ value: ReportValue, at place: TidyPlace) {
    add([.init(metric, value)], at: place)
  }

  /// One line per currency; a single empty value where the unit has no such amount.
  mutating func add(_ metric: String, money amounts: [Money]?, at place: TidyPlace) {
    guard let amounts else { return add(metric, .null, at: place) }
    for money in amounts {
      add(metric, money.amountValue, at: place.segment("currency", money.currencyValue))
    }
  }

  /// One line per value that was counted.
  mutating func add(_ metric: String, tallies: [Tally], by: String, at place: TidyPlace) {
    for tally in tallies {
      add(metric, .count(tally.count), at: place.segment(by, .text(bytes: tally.name)))
    }
  }
}

/// What a tidy line speaks of: its first five columns.
struct TidyPlace: Sendable {
  var section: String
  var name = ReportValue.null
  var segmentBy = ReportValue.null
  var segment = ReportValue.null
  var step = ReportValue.null

  init(_ section: String, name: ReportValue = .null) {
    self.section = section
    self.name = name
  }

  func segment(_ by: String, _ value: ReportValue) -> TidyPlace {
    segment(.own(by), value)
  }

  func segment(_ by: ReportValue, _ value: ReportValue) -> TidyPlace {
    var place = self
    place.segmentBy = by
    place.segment = value
    return place
  }

  func step(_ name: ReportValue) -> TidyPlace {
    var place = self
    place.step = name
    return place
  }

  var cells: [ReportValue] {
    [.own(section), name, segmentBy, segment, step]
  }
}
