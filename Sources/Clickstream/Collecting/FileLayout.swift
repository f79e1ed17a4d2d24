import RowReader

/// Where the columns that a run needs lie in one file: slots of the reader's selection, -1 for none.
struct FileLayout {
  private(set) var map: ColumnMap?
  private var delimiter: UInt8 = 0
  /// File columns to deliver, by slot.
  private(set) var selection: [Int] = []
  private(set) var time = -1
  private(set) var user = -1
  private(set) var event = -1
  private(set) var session = -1
  private(set) var customer = -1
  private(set) var page = -1
  private(set) var channel = -1
  private(set) var device = -1
  /// Details that the file has, value and quantity first, the page left out: it is nearly always there.
  private(set) var details: [Detail] = []
  /// By classified field.
  private(set) var classified: [Int] = []
  /// The columns that say whom and where a row comes from.
  private(set) var originRuns = ColumnRuns()
  /// The columns that say what happened.
  private(set) var contentRuns = ColumnRuns()
  /// Stands for the header's names: rows of files with other columns are no duplicates.
  private(set) var namesDigest: UInt64 = 0

  /// Where a detail lies.
  struct Detail: Equatable {
    /// By `DetailSlot`, then by property.
    var slot: Int
    /// Slot of the reader's selection.
    var column: Int
  }

  init() {}

  /// - Parameters:
  ///   - properties: properties in use, in the order of the details.
  ///   - classified: fields that conditions test.
  ///   - selectsAll: every column is delivered, by ascending name, so that rows can be compared as a whole.
  init(
    map: ColumnMap, delimiter: UInt8, properties: [[UInt8]], classified: [Field], selectsAll: Bool
  ) {
    self.map = map
    self.delimiter = delimiter
    if selectsAll { selectAll(of: map) }
    time = slot(.role(.time))
    user = slot(.role(.user))
    event = slot(.role(.event))
    session = slot(.role(.session))
    customer = slot(.role(.customer))
    page = slot(.role(.page))
    channel = slot(.role(.channel))
    device = slot(.role(.device))
    let fields = DetailSlot.allCases.map { Field.role($0.role) } + properties.map { .property($0) }
    for (detail, field) in fields.enumerated() where detail != DetailSlot.page.rawValue {
      let column = slot(field)
      if column >= 0 { details.append(Detail(slot: detail, column: column)) }
    }
    self.classified = classified.map { slot($0) }
    originRuns = runs([user, session, customer, channel, device])
    contentRuns = runs([event, page] + details.map(\.column) + self.classified)
  }

  private func runs(_ slots: [Int]) -> ColumnRuns {
    ColumnRuns(Set(slots.filter { $0 >= 0 }.map { selection[$0] }))
  }

  /// Whether rows of both files that are equal in their bytes are equal in what they say.
  func readsAlike(_ other: FileLayout) -> Bool {
    selection == other.selection
      && [time, user, event, session, customer, page, channel, device]
        == [
          other.time, other.user, other.event, other.session, other.customer, other.page,
          other.channel, other.device,
        ]
      && details == other.details && classified == other.classified
      && delimiter == other.delimiter
  }

  private mutating func selectAll(of map: ColumnMap) {
    selection = map.names.indices.sorted { one, other in
      let (a, b) = (normalizedName(map.names[one]), normalizedName(map.names[other]))
      return a == b ? one < other : a.lexicographicallyPrecedes(b)
    }
    for column in selection {
      for byte in normalizedName(map.names[column]) + [0] {
        // FNV-1a; the names of one run only need to be told apart.
        namesDigest = (namesDigest ^ UInt64(byte)) &* 0x100_0000_01b3
      }
    }
  }

  /// The slot of a field's column, which is selected if it was not.
  private mutating func slot(_ field: Field) -> Int {
    let found =
      switch field {
      case .role(let role): map?.columns[role]
      case .property(let name): map?.column(property: name)
      }
    guard let column = found else { return -1 }
    if let slot = selection.firstIndex(of: column) { return slot }
    selection.append(column)
    return selection.count - 1
  }
}

extension RowBatch {
  /// Where a selected column of a row lies; empty for a column that the file lacks (slot -1).
  @inline(__always)
  func field(orEmpty slot: Int, ofRow row: Int) -> Range<Int> {
    slot < 0 ? 0..<0 : field(slot, ofRow: row)
  }
}
