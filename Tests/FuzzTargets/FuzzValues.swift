import Clickstream
import Reference
import RowReader

/// Lines of the input as times, behind a time of a fixed date, and as amounts.
func fuzzValues(_ bytes: [UInt8]) {
  var reader = TimestampReader(zone: .utc)
  _ = time(Array("2026-11-01T00:00:00Z".utf8), &reader)
  for line in bytes.split(separator: UInt8(ascii: "\n")).prefix(8) {
    let text = Array(line)
    check(time(text, &reader) == referenceTime(text), "another time")
    check(amount(text) == referenceAmount(text), "another amount")
  }
}

private func time(_ text: [UInt8], _ reader: inout TimestampReader) -> ReferenceTime {
  do throws(RejectReason) {
    return .time(try reader.read(text.span))
  } catch {
    return .reject(error.name)
  }
}

private func amount(_ text: [UInt8]) -> ReferenceAmount {
  switch Amount.read(text.span) {
  case .none: .none
  case .millionths(let millionths): .millionths(millionths)
  case .invalid: .reject
  }
}
