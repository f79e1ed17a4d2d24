package import RowReader

/// Which column of one file plays which role.
package struct ColumnMap: Sendable {
  /// Column index by role.
  package private(set) var columns: [Role: Int] = [:]
  /// Decoded header names, in file order.
  package let names: [[UInt8]]
  private let normalized: [[UInt8]]
  /// Roles whose override is the very text of a header name.
  private var exactRoles: Set<Role> = []

  /// Finds roles by the overrides first, then by synonyms, best first; a column takes one role only.
  ///
  /// - Parameters:
  ///   - header: the file's header under one delimiter.
  ///   - overrides: header names by role, from `--map` or the configuration.
  package init(header: Header, overrides: [Role: [UInt8]]) {
    names = header.names
    normalized = header.names.map(normalizedName)
    for role in Role.allCases {
      guard let wanted = overrides[role], let column = find(wanted) else { continue }
      columns[role] = column
      if names[column] == wanted { exactRoles.insert(role) }
    }
    findUserAndCustomer(overrides)
    for role in Role.allCases where columns[role] == nil && overrides[role] == nil {
      if role == .user || role == .customer { continue }
      columns[role] = firstFree(HeaderSynonyms.names(of: role))
    }
    if columns[.user] == nil, overrides[.user] == nil, !namesUser, let session = columns[.session] {
      // A file without users but with sessions: a session is all that is known of its user.
      columns[.user] = session
      columns[.session] = nil
    }
  }

  private mutating func findUserAndCustomer(_ overrides: [Role: [UInt8]]) {
    let isAnonymous: Bool
    if columns[.user] == nil && overrides[.user] == nil {
      let anonymous = firstFree(HeaderSynonyms.anonymousUser)
      isAnonymous = anonymous != nil
      columns[.user] = anonymous ?? firstFree(HeaderSynonyms.knownUser)
    } else {
      isAnonymous = columns[.user].map { isAnonymousName(normalized[$0]) } ?? false
    }
    if columns[.customer] == nil && overrides[.customer] == nil {
      columns[.customer] = firstFree(
        isAnonymous
          ? HeaderSynonyms.customerBesideAnonymous : HeaderSynonyms.customerBesideKnown)
    }
  }

  /// Whether any header names a user, even one that was mapped to another role.
  private var namesUser: Bool {
    let names = (HeaderSynonyms.anonymousUser + HeaderSynonyms.knownUser).map { Array($0.utf8) }
    return normalized.contains { names.contains($0) }
  }

  private func isAnonymousName(_ name: [UInt8]) -> Bool {
    HeaderSynonyms.anonymousUser.contains { Array($0.utf8) == name }
  }

  private func firstFree(_ synonyms: [String]) -> Int? {
    let taken = Set(columns.values)
    for synonym in synonyms {
      let name = Array(synonym.utf8)
      for column in normalized.indices where normalized[column] == name && !taken.contains(column) {
        return column
      }
    }
    return nil
  }

  /// The column of that name: as it stands first, else in normalised form.
  package func find(_ name: [UInt8]) -> Int? {
    names.firstIndex(of: name) ?? normalized.firstIndex(of: normalizedName(name))
  }

  /// The column of a property.
  package func column(property: [UInt8]) -> Int? {
    normalized.firstIndex(of: property)
  }

  /// Whether the value column holds the price of one item.
  package var valueIsItemPrice: Bool {
    guard let column = columns[.value] else { return false }
    return HeaderSynonyms.itemPrices.contains { Array($0.utf8) == normalized[column] }
  }

  /// Needed roles without a column.
  ///
  /// A page column stands in for events when page rules are configured.
  package func missingRoles(hasPageRules: Bool) -> [Role] {
    Role.needed.filter { role in
      if role == .event && hasPageRules && columns[.page] != nil { return false }
      // An empty user is filled in by its customer, row by row.
      if role == .user && columns[.customer] != nil { return false }
      return columns[role] == nil
    }
  }

  /// A needed role whose column's name stands in the header twice, in any spelling unless `--map` gave one.
  package var doubledRole: Role? {
    Role.needed.first { role in
      guard let column = columns[role] else { return false }
      if exactRoles.contains(role) { return names.count { $0 == names[column] } > 1 }
      return normalized.count { $0 == normalized[column] } > 1
    }
  }
}
