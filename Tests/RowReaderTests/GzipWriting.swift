import CZlib

/// What a gzip member is to look like; every field of RFC 1952 can be set wrong.
struct GzipMember {
  var content: [UInt8]
  var flags: UInt8 = 0
  /// Bytes of the optional header parts, as they stand behind the fixed ten.
  var optionalHeader: [UInt8] = []
  var method: UInt8 = 8
  var isStored = false
  /// Added to the true checksum.
  var crcError: UInt32 = 0
  /// Added to the true length.
  var lengthError: UInt32 = 0

  init(_ content: [UInt8]) { self.content = content }

  init(_ text: String) { content = Array(text.utf8) }

  var header: [UInt8] { [0x1f, 0x8b, method, flags, 0, 0, 0, 0, 0, 3] + optionalHeader }

  var trailer: [UInt8] {
    let crc = UInt32(truncatingIfNeeded: crc32(0, content, UInt32(content.count))) &+ crcError
    return littleEndian(crc) + littleEndian(UInt32(content.count) &+ lengthError)
  }

  var bytes: [UInt8] { header + (isStored ? storedBlocks(content) : deflated(content)) + trailer }

  /// The two bytes of FHCRC over the header so far.
  var headerCRC: [UInt8] {
    let crc = UInt32(truncatingIfNeeded: crc32(0, header, UInt32(header.count)))
    return Array(littleEndian(crc).prefix(2))
  }
}

/// BGZF: members with a BC field, and the end block of 28 bytes.
enum BlockGzip {
  static let end: [UInt8] = [
    0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 6, 0, 0x42, 0x43, 2, 0, 0x1b, 0, 3, 0, 0, 0, 0, 0, 0, 0,
    0, 0,
  ]

  /// A block; `before` are subfields in front of BC.
  static func block(_ text: String, before: [UInt8] = []) -> [UInt8] {
    var member = GzipMember(text)
    member.flags = 4
    let size = member.bytes.count + 2 + before.count + 6 - 1
    let field = before + [0x42, 0x43, 2, 0, UInt8(size & 0xff), UInt8(size >> 8)]
    member.optionalHeader = [UInt8(field.count), 0] + field
    return member.bytes
  }
}

private func littleEndian(_ value: UInt32) -> [UInt8] {
  (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

/// Deflate without compression: blocks of at most 65,535 bytes, each with its length and its complement.
func storedBlocks(_ content: [UInt8]) -> [UInt8] {
  var result: [UInt8] = []
  var position = 0
  repeat {
    let count = min(65_535, content.count - position)
    let isLast: UInt8 = position + count == content.count ? 1 : 0
    let low = UInt8(count & 0xff)
    let high = UInt8(count >> 8)
    result += [isLast, low, high, ~low, ~high] + content[position..<position + count]
    position += count
  } while position < content.count
  return result
}

/// Raw deflate by zlib.
func deflated(
  _ content: [UInt8], level: Int32 = 9, strategy: Int32 = Z_DEFAULT_STRATEGY
) -> [UInt8] {
  var stream = z_stream()
  var output = [UInt8](repeating: 0, count: content.count + content.count / 100 + 100)
  let size = Int32(MemoryLayout<z_stream>.size)
  deflateInit2_(&stream, level, Z_DEFLATED, -15, 8, strategy, zlibVersion(), size)
  defer { deflateEnd(&stream) }
  var input = content
  let written = input.withUnsafeMutableBufferPointer { source in
    output.withUnsafeMutableBufferPointer { target in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(source.count)
      stream.next_out = target.baseAddress
      stream.avail_out = UInt32(target.count)
      _ = deflate(&stream, Z_FINISH)
      return target.count - Int(stream.avail_out)
    }
  }
  return Array(output[..<written])
}
