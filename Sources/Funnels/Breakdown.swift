package import Clickstream

/// Where a breakdown finds its value in a row.
package enum Breakdown: Sendable {
  case event, channel, device
  /// A role or property kept among a row's details.
  case detail(Int)

  /// Nil for fields that name persons or times: they are no segments.
  package init?(_ field: Field, properties: [[UInt8]]) {
    switch field {
    case .role(.event): self = .event
    case .role(.channel): self = .channel
    case .role(.device): self = .device
    case .role(let role):
      guard let slot = DetailSlot.allCases.first(where: { $0.role == role }) else { return nil }
      self = .detail(slot.rawValue)
    case .property(let name):
      guard let index = properties.firstIndex(of: name) else { return nil }
      self = .detail(DetailSlot.allCases.count + index)
    }
  }

  /// The id of a row's value, in `texts(of:)`.
  func value(of row: Int, _ archive: EventArchive, _ partition: borrowing UserPartition) -> UInt32 {
    let event = partition.events[row]
    return switch self {
    case .event: archive.meanings.rows[Int(event.symbol)].name
    case .channel: partition.origin(.channel, of: event)
    case .device: partition.origin(.device, of: event)
    case .detail(let slot): partition.values.detail(slot: slot, of: event)
    }
  }

  /// The texts behind the ids.
  package func texts(of archive: EventArchive) -> StringList {
    switch self {
    case .event: archive.meanings.names.list
    case .channel: archive.channels
    case .device: archive.devices
    case .detail(let slot): archive.texts(ofDetail: slot)
    }
  }
}
