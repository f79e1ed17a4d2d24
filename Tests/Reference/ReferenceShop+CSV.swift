/// Writes events as CSV with the header
/// `event_time,user_id,session_id,event,page,channel,device,value,quantity,currency,item,order_id,error_code`,
/// and `customer_id` if any row has one.
///
/// - Parameters:
///   - events: the rows; properties and other roles are left out.
///   - columnSeed: shuffles the columns; nil: as above.
///   - rowSeed: shuffles the rows; nil: as given.
///   - quoteAll: every field in quotes, the header too; otherwise only those that need it.
///   - leavingOut: headers of columns to leave out, for example `session_id`.
/// - Returns: UTF-8 with LF line ends; times ISO 8601 UTC with milliseconds.
public func csv(
  _ events: [ReferenceEvent], columnSeed: UInt64? = nil, rowSeed: UInt64? = nil,
  quoteAll: Bool = false, leavingOut: Set<String> = []
) -> [UInt8] {
  var columns = [
    ("event_time", "time"), ("user_id", "user"), ("session_id", "session"), ("event", "event"),
    ("page", "page"), ("channel", "channel"), ("device", "device"), ("value", "value"),
    ("quantity", "quantity"), ("currency", "currency"), ("item", "item"), ("order_id", "order"),
    ("error_code", "code"),
  ].filter { !leavingOut.contains($0.0) }
  if events.contains(where: { $0.fields["customer"] != nil }) {
    columns.append(("customer_id", "customer"))
  }
  var events = events
  if let seed = columnSeed {
    var random = SplitMix64(seed: seed)
    columns.shuffle(using: &random)
  }
  if let seed = rowSeed {
    var random = SplitMix64(seed: seed)
    events.shuffle(using: &random)
  }
  var text = line(columns.map { Array($0.0.utf8) }, quoteAll: quoteAll)
  for event in events {
    text += line(columns.map { field($0.1, of: event) }, quoteAll: quoteAll)
  }
  return text
}

/// The bytes of one role of an event.
func field(_ role: String, of event: ReferenceEvent) -> [UInt8] {
  switch role {
  case "time": Array(timestamp(event.timeMilliseconds).utf8)
  case "user": event.user
  case "event": event.event
  default: event.fields[role] ?? []
  }
}

/// One CSV line with its line end.
func line(_ fields: [[UInt8]], quoteAll: Bool) -> [UInt8] {
  Array(fields.map { quoted($0, always: quoteAll) }.joined(separator: [UInt8(ascii: ",")]))
    + [UInt8(ascii: "\n")]
}

/// A field in quotes if it needs them or all do (RFC 4180).
func quoted(_ field: [UInt8], always: Bool) -> [UInt8] {
  let quote = UInt8(ascii: "\"")
  let special = [quote, UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r")]
  if !always && !field.contains(where: { special.contains($0) }) { return field }
  return [quote] + field.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
}
