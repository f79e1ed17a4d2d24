/// `x / n` with at most 6 digits, half to even; null if n is 0.
func share(_ part: Int, _ whole: Int) -> JSONValue {
  if whole == 0 { return .null }
  let value = roundedQuotient(Int128(part) * 1_000_000, Int128(whole))
  return .number(decimalText(millionths: value, leastDigits: 1))
}

/// A number with at most 6 digits, half to even.
func number(_ value: Double) -> JSONValue {
  let value = Int128((value * 1_000_000).rounded(.toNearestOrEven))
  return .number(decimalText(millionths: value, leastDigits: 1))
}

/// Whole milliseconds as seconds.
func seconds(_ milliseconds: Int64?) -> JSONValue {
  guard let milliseconds else { return .null }
  return .number(decimalText(millionths: Int128(milliseconds) * 1000, leastDigits: 0))
}

/// The nearest-rank order statistic: the ceil(percent · n / 100)-th smallest.
func quantile(_ values: [Int], percent: Int) -> Int? {
  if values.isEmpty { return nil }
  let rank = (percent * values.count + 99) / 100
  return values.sorted()[rank - 1]
}

/// `{"p50", "p90"}` of milliseconds, in seconds.
func secondsQuantiles(_ milliseconds: [Int64]) -> [String: JSONValue] {
  let values = milliseconds.map { Int($0) }
  return [
    "p50": seconds(quantile(values, percent: 50).map { Int64($0) }),
    "p90": seconds(quantile(values, percent: 90).map { Int64($0) }),
  ]
}

/// `{"p50", "p90"}` of counts.
func countQuantiles(_ values: [Int]) -> JSONValue {
  .object([
    "p50": quantile(values, percent: 50).map { .integer($0) } ?? .null,
    "p90": quantile(values, percent: 90).map { .integer($0) } ?? .null,
  ])
}

/// The mean of milliseconds in seconds, rounded half to even to 3 digits.
func meanSeconds(_ milliseconds: [Int64]) -> JSONValue {
  if milliseconds.isEmpty { return .null }
  let total = milliseconds.reduce(Int128(0)) { $0 + Int128($1) }
  return seconds(Int64(roundedQuotient(total, Int128(milliseconds.count))))
}

/// ISO 8601 UTC with milliseconds; the date by counting days from 1970.
func timestamp(_ milliseconds: Int64) -> String {
  var days = milliseconds / 86_400_000
  var year: Int64 = 1970
  while days >= daysOf(year: year) {
    days -= daysOf(year: year)
    year += 1
  }
  let lengths: [Int64] = [31, daysOf(year: year) - 337, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  var month = 0
  while days >= lengths[month] {
    days -= lengths[month]
    month += 1
  }
  let date = "\(year)-\(padded(Int64(month) + 1, 2))-\(padded(days + 1, 2))"
  let day = milliseconds % 86_400_000
  let hours = padded(day / 3_600_000, 2)
  let minutes = padded(day / 60_000 % 60, 2)
  let rest = "\(padded(day / 1000 % 60, 2)).\(padded(day % 1000, 3))"
  return "\(date)T\(hours):\(minutes):\(rest)Z"
}

private func daysOf(year: Int64) -> Int64 {
  (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 366 : 365
}

private func padded(_ value: Int64, _ width: Int) -> String {
  let text = String(value)
  return String(repeating: "0", count: max(0, width - text.count)) + text
}
