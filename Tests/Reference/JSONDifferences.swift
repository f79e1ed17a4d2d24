/// Where a report differs from what the reference expects: one line a difference, `path: expected
/// …, found …`.
///
/// Keys that only `actual` has are ignored. Lists of amounts (`value`, `lost_value`, `revenue`,
/// `average_order_value`) are compared as maps from currency to amount in which nothing is the
/// same as zero, and null the same as an empty list. Entries of `reasons` are paired by name;
/// their order is checked only while all lost value is of one currency, because unlike currencies
/// cannot be compared.
///
/// - Parameters:
///   - expected: the reference's report.
///   - actual: the report to check.
///   - tolerance: by how much two numbers may differ; 0: the same decimal.
public func differences(
  _ expected: JSONValue, _ actual: JSONValue, tolerance: Double = 0
) -> [String] {
  var comparison = JSONComparison(tolerance: tolerance)
  comparison.compare(expected, actual, path: "", key: "")
  return comparison.differences
}

struct JSONComparison {
  let tolerance: Double
  var differences: [String] = []

  static let amountKeys: Set = ["value", "lost_value", "revenue", "average_order_value"]

  init(tolerance: Double) { self.tolerance = tolerance }

  mutating func compare(_ expected: JSONValue, _ actual: JSONValue, path: String, key: String) {
    if Self.amountKeys.contains(key), let left = amounts(expected), let right = amounts(actual) {
      compareAmounts(left, right, path: path)
      return
    }
    switch (expected, actual) {
    case (.object(let left), .object(let right)):
      compareMembers(left, right, path: path)
    case (.array(let left), .array(let right)):
      if key == "reasons" {
        compareReasons(left, right, path: path)
      } else {
        compareElements(left, right, path: path)
      }
    default:
      if !isSame(expected, actual) { note(path, expected, actual) }
    }
  }

  mutating func note(_ path: String, _ expected: JSONValue, _ actual: JSONValue) {
    differences.append("\(path): expected \(expected), found \(actual)")
  }

  func isSame(_ expected: JSONValue, _ actual: JSONValue) -> Bool {
    if expected == actual { return true }
    guard case .number(let left) = expected, case .number(let right) = actual,
      let left = Double(left), let right = Double(right)
    else { return false }
    return abs(left - right) <= tolerance
  }

  mutating func compareMembers(
    _ expected: [String: JSONValue], _ actual: [String: JSONValue], path: String
  ) {
    for (key, value) in expected.sorted(by: { $0.key < $1.key }) {
      let inner = path.isEmpty ? key : "\(path).\(key)"
      if let found = actual[key] {
        compare(value, found, path: inner, key: key)
      } else {
        differences.append("\(inner): expected \(value), found nothing")
      }
    }
  }

  mutating func compareElements(_ expected: [JSONValue], _ actual: [JSONValue], path: String) {
    if expected.count != actual.count {
      note(path, .array(expected), .array(actual))
      return
    }
    for (index, (left, right)) in zip(expected, actual).enumerated() {
      compare(left, right, path: "\(path)[\(index)]", key: "")
    }
  }

  mutating func compareReasons(_ expected: [JSONValue], _ actual: [JSONValue], path: String) {
    let names = expected.map { $0["reason"] ?? .null }
    let found = actual.map { $0["reason"] ?? .null }
    let sameNames = Set(names.map(\.description)) == Set(found.map(\.description))
    if names.count != found.count || !sameNames || (isSorted(expected) && names != found) {
      note("\(path) (names)", .array(names), .array(found))
    }
    for (name, value) in zip(names, expected) {
      guard let other = actual.first(where: { $0["reason"] == name }) else { continue }
      compare(value, other, path: "\(path)[\(name)]", key: "")
    }
  }

  /// Whether the reasons' order is beyond doubt: all lost value is of one currency.
  func isSorted(_ reasons: [JSONValue]) -> Bool {
    let currencies = reasons.flatMap { amounts($0["lost_value"] ?? .null)?.keys.sorted() ?? [] }
    return Set(currencies).count <= 1
  }

  /// The amounts that are not zero by currency; nil if the value is no list of amounts.
  func amounts(_ value: JSONValue) -> [String: JSONValue]? {
    if value == .null { return [:] }
    guard case .array(let entries) = value else { return nil }
    var amounts: [String: JSONValue] = [:]
    for entry in entries {
      guard let currency = entry["currency"], let amount = entry["amount"] else { return nil }
      let isNothing = amount == .null || amount == .string("0.00")
      if !isNothing { amounts[currency.description] = amount }
    }
    return amounts
  }

  mutating func compareAmounts(
    _ expected: [String: JSONValue], _ actual: [String: JSONValue], path: String
  ) {
    for currency in Set(expected.keys).union(actual.keys).sorted() {
      let left = expected[currency] ?? .string("0.00")
      let right = actual[currency] ?? .string("0.00")
      if left != right { note("\(path)[\(currency)]", left, right) }
    }
  }
}
