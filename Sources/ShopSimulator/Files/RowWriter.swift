/// Turns compact rows into CSV text.
struct RowWriter {
  static let header =
    "event_time,user_id,session_id,event,page,channel,device,value,quantity,currency,item,"
    + "order_id,error_code,country\n"

  private let datePrefix: [UInt8]
  private let events = NameTable(EventName.allCases.map(\.text))
  private let channels = NameTable(Channel.allCases.map(\.text))
  private let devices = NameTable(Device.allCases.map(\.text))
  private let countries = NameTable(Country.allCases.map(\.code))
  private let codes = NameTable(ErrorCode.texts)
  private let fixedPages = NameTable(Page.fixedAddresses)
  private let categoryPages = NameTable(Page.categories.map { "/c/\($0)" })
  private let searchPages = NameTable(Page.searches.map { Self.quoted("/search?q=\($0)") })
  private(set) var text = ByteText()

  private let sessionNames: SessionNames

  /// Creates a writer for the rows of one day.
  init(date: CivilDate, sessionNames: SessionNames) {
    datePrefix = Array("\(date.text)T".utf8)
    self.sessionNames = sessionNames
  }

  mutating func appendHeader() { text.append(Self.header.utf8) }

  mutating func removeAll() { text.removeAll() }

  mutating func append(_ row: EventRow) {
    appendTime(Int(row.timeMilliseconds % CivilDate.millisecondsPerDay))
    appendUser(row)
    appendComma()
    text.append(events[Int(row.event.rawValue)])
    appendComma()
    appendPage(row)
    appendComma()
    text.append(channels[Int(row.channel.rawValue)])
    appendComma()
    text.append(devices[Int(row.device.rawValue)])
    appendComma()
    appendAmount(row)
    appendComma()
    appendItem(row)
    appendComma()
    appendOrder(row)
    appendComma()
    text.append(codes[Int(row.code)])
    appendComma()
    text.append(countries[Int(row.country.rawValue)])
    text.append(UInt8(ascii: "\n"))
  }

  private mutating func appendComma() { text.append(UInt8(ascii: ",")) }

  /// `2026-11-01T08:15:30.250Z`.
  private mutating func appendTime(_ milliseconds: Int) {
    text.append(datePrefix)
    text.append(milliseconds / 3_600_000, digits: 2)
    text.append(UInt8(ascii: ":"))
    text.append(milliseconds / 60_000 % 60, digits: 2)
    text.append(UInt8(ascii: ":"))
    text.append(milliseconds / 1_000 % 60, digits: 2)
    text.append(UInt8(ascii: "."))
    text.append(milliseconds % 1_000, digits: 3)
    text.append(UInt8(ascii: "Z"))
    appendComma()
  }

  /// `u0000123,u0000123-02`.
  private mutating func appendUser(_ row: EventRow) {
    text.append(UInt8(ascii: "u"))
    text.append(Int(row.user), digits: 7)
    appendComma()
    sessionNames.append(row, to: &text)
  }

  private mutating func appendPage(_ row: EventRow) {
    switch row.pageKind {
    case .fixed: text.append(fixedPages[Int(row.pageArgument)])
    case .category: text.append(categoryPages[Int(row.pageArgument)])
    case .search: text.append(searchPages[Int(row.pageArgument)])
    case .item:
      text.append("/p/".utf8)
      text.append(Int(row.pageArgument), digits: 4)
    }
  }

  /// Value, quantity and currency.
  private mutating func appendAmount(_ row: EventRow) {
    if row.valueCents >= 0 { text.append(hundredths: Int(row.valueCents)) }
    appendComma()
    if row.quantity > 0 { text.append(Int(row.quantity)) }
    appendComma()
    if row.valueCents >= 0 { text.append("EUR".utf8) }
  }

  private mutating func appendItem(_ row: EventRow) {
    guard row.item > 0 else { return }
    text.append("sku-".utf8)
    text.append(Int(row.item), digits: 4)
  }

  private mutating func appendOrder(_ row: EventRow) {
    guard row.order > 0 else { return }
    text.append(UInt8(ascii: "o"))
    text.append(Int(row.user), digits: 7)
    text.append(Int(row.order), digits: 3)
  }

  /// A field as CSV wants it: in quotes where it holds a quote or a comma.
  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { $0 == "\"" || $0 == "," }) else { return field }
    let doubled = field.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
    return "\"\(doubled)\""
  }
}
