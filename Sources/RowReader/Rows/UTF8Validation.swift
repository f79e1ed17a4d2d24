/// Whether bytes are UTF-8 as RFC 3629 has it: no overlong forms, surrogates or values above U+10FFFF.
func isValidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  var index = 0
  while index < bytes.count {
    let lead = bytes[index]
    if lead < 0x80 {
      index += 1
      continue
    }
    guard let form = UTF8Form(lead: lead), index + form.length <= bytes.count,
      form.secondByte.contains(bytes[index + 1])
    else { return false }
    for following in index + 2..<max(index + 2, index + form.length)
    where bytes[following] & 0xc0 != 0x80 {
      return false
    }
    index += form.length
  }
  return true
}

/// What a lead byte demands of the bytes behind it (The Unicode Standard, table 3-7).
private struct UTF8Form {
  var length: Int
  var secondByte: ClosedRange<UInt8>

  init?(lead: UInt8) {
    switch lead {
    case 0xc2...0xdf: (length, secondByte) = (2, 0x80...0xbf)
    case 0xe0: (length, secondByte) = (3, 0xa0...0xbf)
    case 0xe1...0xec, 0xee...0xef: (length, secondByte) = (3, 0x80...0xbf)
    case 0xed: (length, secondByte) = (3, 0x80...0x9f)
    case 0xf0: (length, secondByte) = (4, 0x90...0xbf)
    case 0xf1...0xf3: (length, secondByte) = (4, 0x80...0xbf)
    case 0xf4: (length, secondByte) = (4, 0x80...0x8f)
    default: return nil
    }
  }
}
