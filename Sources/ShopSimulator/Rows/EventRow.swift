/// One row in compact form: 40 bytes, no references.
struct EventRow {
  /// Milliseconds since the first day's midnight.
  var timeMilliseconds: Int64
  var user: UInt32
  /// Which order of the user, from 1; 0 is none.
  var order: UInt16
  var session: UInt16
  /// Hundredths of a euro; -1 is none.
  var valueCents: Int32 = -1
  /// The item, from 1; 0 is none.
  var item: UInt16 = 0
  var pageArgument: UInt16
  var pageKind: Page.Kind
  var event: EventName
  var channel: Channel
  var device: Device
  var country: Country
  var quantity: UInt8 = 0
  var code: UInt8 = ErrorCode.none
}

/// What a row says beyond who, when, what and where.
struct RowDetails {
  var valueCents: Int32 = -1
  var item: UInt16 = 0
  var quantity: UInt8 = 0
  var order: UInt16 = 0
  var code: UInt8 = ErrorCode.none
}
