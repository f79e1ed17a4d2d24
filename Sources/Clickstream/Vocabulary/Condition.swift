/// What a row must be: matchers on fields, combined.
public indirect enum Condition: Sendable, Hashable {
  /// A field of the row meets a matcher. The field `event` is compared by canonical name.
  case field(Field, Matcher)
  /// Every one holds; true when empty.
  case all([Condition])
  /// At least one holds; false when empty.
  case any([Condition])
  /// It does not hold.
  case not(Condition)

  /// Fields whose values decide, `event` included.
  package var fields: Set<Field> {
    switch self {
    case .field(let field, _): [field]
    case .all(let parts), .any(let parts):
      parts.reduce(into: []) { $0.formUnion($1.fields) }
    case .not(let part): part.fields
    }
  }

  /// Every matcher on a field, for the field's classes, in the order in which the condition is written.
  package func matchers(on field: Field) -> [Matcher] {
    switch self {
    case .field(let own, let matcher): own == field ? [matcher] : []
    case .all(let parts), .any(let parts): parts.flatMap { $0.matchers(on: field) }
    case .not(let part): part.matchers(on: field)
    }
  }

  /// Evaluates with the answers for single matchers.
  package func holds(_ answer: (Field, Matcher) -> Bool) -> Bool {
    switch self {
    case .field(let field, let matcher): answer(field, matcher)
    case .all(let parts): parts.allSatisfy { $0.holds(answer) }
    case .any(let parts): parts.contains { $0.holds(answer) }
    case .not(let part): !part.holds(answer)
    }
  }
}

/// What one value must be.
///
/// Text compares as bytes; a missing value is the empty text.
public indirect enum Matcher: Sendable, Hashable {
  case oneOf([[UInt8]])
  case prefix([UInt8])
  case suffix([UInt8])
  case contains([UInt8])
  /// A regular expression that must match somewhere in the value.
  case matches(String)
  /// Amounts, in millionths; a value that is no amount meets none of the four.
  case above(Int64)
  case atLeast(Int64)
  case below(Int64)
  case atMost(Int64)
  case exists(Bool)
  case all([Matcher])
  case not(Matcher)
}

/// Answers matchers; compiles each regular expression once.
///
/// A class, so that whoever asks need not be mutable for the sake of the compiled expressions; each
/// worker has its own.
final class MatcherEvaluator {
  private var expressions: [String: Regex<AnyRegexOutput>] = [:]

  /// Whether a value meets a matcher.
  ///
  /// A missing (empty) value meets nothing but `exists: false`, a match with the empty text, and
  /// negations.
  func meets(_ value: [UInt8], _ matcher: Matcher) -> Bool {
    switch matcher {
    case .oneOf(let texts): return texts.contains(value)
    case .prefix(let text): return value.starts(with: text) && !value.isEmpty
    case .suffix(let text): return value.suffix(text.count).elementsEqual(text) && !value.isEmpty
    case .contains(let text): return !value.isEmpty && contains(value, text)
    case .matches(let pattern): return !value.isEmpty && matches(value, pattern)
    case .above(let bound): return amount(value).map { $0 > bound } ?? false
    case .atLeast(let bound): return amount(value).map { $0 >= bound } ?? false
    case .below(let bound): return amount(value).map { $0 < bound } ?? false
    case .atMost(let bound): return amount(value).map { $0 <= bound } ?? false
    case .exists(let wanted): return value.isEmpty != wanted
    case .all(let matchers):
      for part in matchers where !meets(value, part) { return false }
      return true
    case .not(let part): return !meets(value, part)
    }
  }

  private func amount(_ value: [UInt8]) -> Int64? {
    if case .millionths(let amount) = Amount.read(value.span) { amount } else { nil }
  }

  private func contains(_ value: [UInt8], _ text: [UInt8]) -> Bool {
    guard text.count <= value.count else { return false }
    return (0...(value.count - text.count)).contains { start in
      value[start..<start + text.count].elementsEqual(text)
    }
  }

  private func matches(_ value: [UInt8], _ pattern: String) -> Bool {
    let text = String(decoding: value, as: UTF8.self)
    if let expression = expressions[pattern] { return found(expression, in: text) }
    // The configuration refused patterns that do not compile, so one that fails here matches nothing.
    guard let expression = RegularExpression.compile(pattern) else { return false }
    expressions[pattern] = expression
    return found(expression, in: text)
  }

  private func found(_ expression: Regex<AnyRegexOutput>, in text: String) -> Bool {
    ((try? expression.firstMatch(in: text)) ?? nil) != nil
  }
}

/// Regular expressions as fuga reads them: by Unicode scalar, so that bytes and not graphemes decide.
package enum RegularExpression {
  /// The compiled expression; nil when the pattern is not one.
  package static func compile(_ pattern: String) -> Regex<AnyRegexOutput>? {
    (try? Regex(pattern))?.matchingSemantics(.unicodeScalar)
  }
}
