/// The report as a tree of keys and values: what JSON prints and what the CSV tables are picked from.
///
/// Both formats take their keys from here, so a key cannot differ between them.
indirect enum ReportValue: Sendable {
  case null
  /// A number or truth value fuga made, in its final spelling.
  case number(String)
  /// A word, time or amount fuga made.
  case own(String)
  /// Text from the input or the configuration; each format escapes it.
  case text(String)
  case list([ReportValue])
  case record([Member])

  /// One key of a record.
  struct Member: Sendable {
    var key: String
    var value: ReportValue

    init(_ key: String, _ value: ReportValue) {
      self.key = key
      self.value = value
    }
  }
}

extension ReportValue {
  static func count(_ count: Int) -> ReportValue {
    .number(String(count))
  }

  static func count(_ count: Int?) -> ReportValue {
    count.map { .number(String($0)) } ?? .null
  }

  static func flag(_ isTrue: Bool) -> ReportValue {
    .number(isTrue ? "true" : "false")
  }

  static func number(_ text: String?) -> ReportValue {
    text.map { .number($0) } ?? .null
  }

  /// x / n; null when n is 0.
  static func rate(_ x: Int, of n: Int) -> ReportValue {
    .number(MachineNumber.rate(x, of: n))
  }

  static func real(_ value: Double?) -> ReportValue {
    .number(value.flatMap(MachineNumber.real))
  }

  static func seconds(milliseconds: Int64?) -> ReportValue {
    .number(milliseconds.map(MachineNumber.seconds))
  }

  static func time(milliseconds: Int64?) -> ReportValue {
    milliseconds.map { .own(TimeText.iso8601(milliseconds: $0)) } ?? .null
  }

  /// Input bytes as text, masked; bytes that are not UTF-8 become U+FFFD.
  static func text(bytes: InputText) -> ReportValue {
    .text(String(decoding: SensitiveText.masked(bytes), as: UTF8.self))
  }

  static func quantiles(_ quantiles: DurationQuantiles) -> [Member] {
    [
      Member("p50", .seconds(milliseconds: quantiles.p50Milliseconds)),
      Member("p90", .seconds(milliseconds: quantiles.p90Milliseconds)),
    ]
  }

  static func quantiles(_ quantiles: CountQuantiles) -> [Member] {
    [Member("p50", .count(quantiles.p50)), Member("p90", .count(quantiles.p90))]
  }

  static func amount(millionths: Int128?) -> ReportValue {
    millionths.map { .own(MachineNumber.amount(millionths: $0)) } ?? .null
  }

  /// One record a currency; null where the unit has no such amount.
  static func money(_ amounts: [Money]?) -> ReportValue {
    guard let amounts else { return .null }
    return .list(amounts.map { .record($0.members) })
  }

  /// One record a value, with the value and its count under the given keys.
  static func tallies(_ tallies: [Tally], name: String, count: String) -> ReportValue {
    .list(
      tallies.map {
        .record([Member(name, .text(bytes: $0.name)), Member(count, .count($0.count))])
      })
  }

  var isScalar: Bool {
    switch self {
    case .list, .record: false
    default: true
    }
  }
}

extension Money {
  var members: [ReportValue.Member] {
    [.init("currency", currencyValue), .init("amount", amountValue)]
  }

  var currencyValue: ReportValue {
    currency.map { .text(bytes: $0) } ?? .null
  }

  var amountValue: ReportValue {
    .own(MachineNumber.amount(millionths: millionths))
  }
}
