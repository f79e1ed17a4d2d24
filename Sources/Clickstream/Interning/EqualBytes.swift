/// Whether two texts of `count` bytes are equal: 16 bytes a step, the last of which may overlap the one before.
///
/// Every load lies in the first `count` bytes; the pointers may be nil only when there are none.
@inline(__always)
func areEqualBytes(_ one: UnsafeRawPointer?, _ other: UnsafeRawPointer?, count: Int) -> Bool {
  guard count > 0, let one, let other else { return count == 0 }
  if count >= 16 {
    var offset = 0
    while offset &+ 16 < count {
      if difference(one, other, at: offset) | difference(one, other, at: offset &+ 8) != 0 {
        return false
      }
      offset &+= 16
    }
    return difference(one, other, at: count &- 16) | difference(one, other, at: count &- 8) == 0
  }
  if count >= 8 {
    return difference(one, other, at: 0) | difference(one, other, at: count &- 8) == 0
  }
  if count >= 4 {
    let last = count &- 4
    let heads = one.loadUnaligned(as: UInt32.self) ^ other.loadUnaligned(as: UInt32.self)
    let tails =
      one.loadUnaligned(fromByteOffset: last, as: UInt32.self)
      ^ other.loadUnaligned(fromByteOffset: last, as: UInt32.self)
    return heads | tails == 0
  }
  let (middle, last) = (count >> 1, count &- 1)
  return (byte(one, 0) ^ byte(other, 0)) | (byte(one, middle) ^ byte(other, middle))
    | (byte(one, last) ^ byte(other, last)) == 0
}

@inline(__always)
private func byte(_ bytes: UnsafeRawPointer, _ offset: Int) -> UInt8 {
  bytes.load(fromByteOffset: offset, as: UInt8.self)
}

/// 0 where eight bytes are equal.
@inline(__always)
private func difference(
  _ one: UnsafeRawPointer, _ other: UnsafeRawPointer, at offset: Int
) -> UInt64 {
  one.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    ^ other.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
}
