/// Whether two texts of `count` bytes are equal, up to 16 bytes in two steps that may overlap.
///
/// Every load lies in the first `count` bytes; the pointers may be nil only when there are none.
@inline(__always)
func areEqualBytes(_ one: UnsafeRawPointer?, _ other: UnsafeRawPointer?, count: Int) -> Bool {
  guard count > 0, let one, let other else { return count == 0 }
  if count >= 8 {
    var offset = 0
    while offset &+ 8 < count {
      if word(one, offset) != word(other, offset) { return false }
      offset &+= 8
    }
    return word(one, count &- 8) == word(other, count &- 8)
  }
  if count >= 4 {
    let heads = one.loadUnaligned(as: UInt32.self) ^ other.loadUnaligned(as: UInt32.self)
    let last = count &- 4
    let tails =
      one.loadUnaligned(fromByteOffset: last, as: UInt32.self)
      ^ other.loadUnaligned(fromByteOffset: last, as: UInt32.self)
    return heads | tails == 0
  }
  for offset in 0..<count
  where one.load(fromByteOffset: offset, as: UInt8.self)
    != other.load(fromByteOffset: offset, as: UInt8.self)
  {
    return false
  }
  return true
}

@inline(__always)
private func word(_ bytes: UnsafeRawPointer, _ offset: Int) -> UInt64 {
  bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
}
