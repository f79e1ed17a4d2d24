/// Gives a random shop's users customers: several users of one, users of two, rows without a user,
/// and customers that are called like a user.
///
/// - Parameters:
///   - events: a shop, for example ``randomShop(seed:)``.
///   - seed: the same seed gives the same customers.
public func withCustomers(_ events: [ReferenceEvent], seed: UInt64) -> [ReferenceEvent] {
  var random = SplitMix64(seed: seed)
  let users = Set(events.map { Text(bytes: $0.user) }).sorted()
  let names = ["u1", "c1", "c2", "c3", "ü"].prefix(max(1, users.count / 3))
  var customers: [Text: [String]] = [:]
  for user in users where random.happens(percent: 60) {
    let isOfTwo = random.happens(percent: 20)
    customers[user] = (0..<(isOfTwo ? 2 : 1)).map { _ in random.pick(Array(names)) }
  }
  return events.map { event in
    guard let own = customers[Text(bytes: event.user)], random.happens(percent: 60) else {
      return event
    }
    var event = event
    event.fields["customer"] = Array(random.pick(own).utf8)
    if random.happens(percent: 8) { event.user = [] }
    return event
  }
}
