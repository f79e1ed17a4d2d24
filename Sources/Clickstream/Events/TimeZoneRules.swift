/// A time zone as a list of spans with a constant offset, over the years that events may lie in.
///
/// ```
/// spans:   start (UTC seconds)   offset (seconds east of UTC)
///          Int64.min             3600
///          1774746000            7200      summer time begins
///          1792890000            3600      and ends
/// ```
package struct TimeZoneRules: Sendable, Equatable {
  package struct Span: Sendable, Equatable {
    /// First second of the span, in UTC; the first span begins at Int64.min.
    package var startSeconds: Int64
    /// Seconds east of UTC.
    package var offsetSeconds: Int64
  }

  /// The zone's name, as it was asked for.
  package let name: String
  /// At least one, by ascending start.
  private let spans: [Span]

  package static let utc = TimeZoneRules(
    name: "UTC", spans: [Span(startSeconds: .min, offsetSeconds: 0)])

  package init(name: String, spans: [Span]) {
    precondition(!spans.isEmpty, "a zone has at least one span")
    self.name = name
    self.spans = spans
  }

  /// UTC seconds of a local time given as if it were UTC.
  ///
  /// A local hour that the clocks repeat means its first occurrence; one that they skip is read with the offset
  /// before the change.
  package func utcSeconds(fromLocal local: Int64) -> Int64 {
    // Offsets are below a day: no span that ended two days before can hold the time.
    for index in spanIndex(atSeconds: local - 172_800)..<spans.count {
      let next = index + 1 < spans.count ? spans[index + 1].startSeconds : .max
      let candidate = local - spans[index].offsetSeconds
      guard candidate < next else { continue }
      let isSkipped = candidate < spans[index].startSeconds && index > 0
      return isSkipped ? local - spans[index - 1].offsetSeconds : candidate
    }
    return local
  }

  /// The local day, counted from 1970-01-01, of a time in milliseconds.
  package func localDay(ofMilliseconds time: Int64) -> Int {
    CivilDate.day(ofMilliseconds: time + offset(atSeconds: floorSeconds(time)) * 1000)
  }

  /// Milliseconds of the midnight that begins a local date.
  package func milliseconds(ofDay day: Int) -> Int64 {
    utcSeconds(fromLocal: Int64(day) * 86_400) * 1000
  }

  private func floorSeconds(_ milliseconds: Int64) -> Int64 {
    milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
  }

  private func offset(atSeconds time: Int64) -> Int64 {
    spans[spanIndex(atSeconds: time)].offsetSeconds
  }

  private func spanIndex(atSeconds time: Int64) -> Int {
    var low = 0
    var high = spans.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if spans[middle].startSeconds <= time { low = middle } else { high = middle }
    }
    return low
  }
}
