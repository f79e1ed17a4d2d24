/// Which users of a partition are known as customers.
///
/// A user who is seen with two customers belongs, with all rows, to the first in the user's total order.
package struct KnownCustomers: Sendable {
  /// By user; 0 for users who are nobody's.
  let customerOfUser: [UInt32]
  /// Users seen with more than one customer.
  package let ambiguousUsers: Int
  /// Users seen with none: each is a person.
  package let strangers: Int

  /// Looks at every row, those that take no part in the analysis included.
  package init(of partition: borrowing UserPartition) {
    var customers = [UInt32](repeating: 0, count: partition.personEnds.count)
    var ambiguous = 0
    for user in customers.indices {
      var isAmbiguous = false
      for row in partition.events(of: user) {
        let customer = partition.origin(.customer, of: partition.events[row])
        guard customer != 0 else { continue }
        if customers[user] == 0 { customers[user] = customer }
        if customers[user] != customer { isAmbiguous = true }
      }
      if isAmbiguous { ambiguous += 1 }
    }
    customerOfUser = customers
    ambiguousUsers = ambiguous
    strangers = customers.indices.dropFirst().count { customers[$0] == 0 }
  }
}
