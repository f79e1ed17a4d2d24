/// Decodes gzip (RFC 1952) as the reading contract has it: any number of members, then zeros; checks everything.
///
/// - Parameter takesIncompleteCodes: deflate codes that leave room for others are no fault, as for ISA-L.
/// - Returns: the content; nil for a file with any fault.
public func referenceGunzip(_ bytes: [UInt8], takesIncompleteCodes: Bool = false) -> [UInt8]? {
  var content: [UInt8] = []
  var position = 0
  repeat {
    guard let member = try? ReferenceMember(bytes, from: position, takesIncompleteCodes) else {
      return nil
    }
    content += member.content
    position = member.end
    if bytes[position...].allSatisfy({ $0 == 0 }) { return content }
  } while position < bytes.count
  return nil
}

/// One member of a gzip file without a BC field.
private struct ReferenceMember {
  var content: [UInt8]
  var end: Int

  init(_ bytes: [UInt8], from start: Int, _ takesIncompleteCodes: Bool) throws {
    var position = start
    func byte() throws -> UInt8 {
      guard position < bytes.count else { throw ReferenceInflate.Fault() }
      defer { position += 1 }
      return bytes[position]
    }
    func number(_ count: Int) throws -> UInt32 {
      try (0..<count).reduce(0) { try $0 | UInt32(byte()) << UInt32($1 * 8) }
    }
    guard try byte() == 0x1f, try byte() == 0x8b, try byte() == 8 else {
      throw ReferenceInflate.Fault()
    }
    let flags = try byte()
    guard flags & 0xe0 == 0 else { throw ReferenceInflate.Fault() }
    for _ in 0..<6 { _ = try byte() }
    if flags & 4 != 0 { for _ in 0..<(try number(2)) { _ = try byte() } }
    if flags & 8 != 0 { while try byte() != 0 {} }
    if flags & 16 != 0 { while try byte() != 0 {} }
    if flags & 2 != 0 {
      let expected = referenceCRC(bytes[start..<position]) & 0xffff
      guard try number(2) == expected else { throw ReferenceInflate.Fault() }
    }
    let inflated = try ReferenceInflate(
      bytes, from: position, takesIncompleteCodes: takesIncompleteCodes)
    position = inflated.end
    content = inflated.output
    guard try number(4) == referenceCRC(content[...]),
      try number(4) == UInt32(truncatingIfNeeded: content.count)
    else { throw ReferenceInflate.Fault() }
    end = position
  }
}

/// The CRC-32 of RFC 1952, section 8, bit by bit.
public func referenceCRC(_ bytes: ArraySlice<UInt8>) -> UInt32 {
  var crc = UInt32.max
  for byte in bytes {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xedb8_8320 }
  }
  return ~crc
}
