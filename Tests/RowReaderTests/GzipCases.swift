import RowReader
import Testing

/// A way to write content as gzip that every reader must accept.
struct GoodFile: CustomTestStringConvertible, Sendable {
  var name: String
  var bytes: @Sendable ([UInt8]) -> [UInt8]

  var testDescription: String { name }

  private init(_ name: String, _ bytes: @escaping @Sendable ([UInt8]) -> [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  private static func member(
    _ content: [UInt8], flags: UInt8, _ header: [UInt8], withCRC: Bool = false
  ) -> [UInt8] {
    var member = GzipMember(content)
    member.flags = flags
    member.optionalHeader = header
    if withCRC { member.optionalHeader += member.headerCRC }
    return member.bytes
  }

  static let all: [GoodFile] = [
    GoodFile("plain") { $0 },
    GoodFile("one member") { GzipMember($0).bytes },
    GoodFile("stored blocks") { content in
      var member = GzipMember(content)
      member.isStored = true
      return member.bytes
    },
    GoodFile("a member a byte") { content in content.flatMap { GzipMember([$0]).bytes } },
    GoodFile("empty members around") { content in
      let empty = GzipMember("").bytes
      return empty + GzipMember(content).bytes + empty + empty
    },
    GoodFile("trailing zeros") { GzipMember($0).bytes + [UInt8](repeating: 0, count: 5000) },
    GoodFile("one trailing zero") { GzipMember($0).bytes + [0] },
    GoodFile("a name") { member($0, flags: 8, Array("../../etc/passwd".utf8) + [0]) },
    GoodFile("a comment") { member($0, flags: 16, Array("words".utf8) + [0]) },
    GoodFile("an extra field with a magic") { member($0, flags: 4, [4, 0, 0x1f, 0x8b, 8, 0]) },
    GoodFile("an empty extra field") { member($0, flags: 4, [0, 0]) },
    GoodFile("the text flag") { member($0, flags: 1, []) },
    GoodFile("a header CRC") { member($0, flags: 2, [], withCRC: true) },
    GoodFile("everything") {
      member($0, flags: 31, [2, 0, 7, 7, 0x61, 0, 0x62, 0], withCRC: true)
    },
    GoodFile("block gzip") { content in
      BlockGzip.block(String(decoding: content, as: UTF8.self)) + BlockGzip.end
    },
    GoodFile("block gzip, BC behind another field") { content in
      BlockGzip.block(String(decoding: content, as: UTF8.self), before: [9, 9, 1, 0, 5])
        + BlockGzip.end
    },
    GoodFile("two block gzip files and zeros") { content in
      let text = String(decoding: content, as: UTF8.self)
      return BlockGzip.block(text) + BlockGzip.end + BlockGzip.end + [0, 0, 0]
    },
    GoodFile("BC in the second member only") { content in
      GzipMember(content).bytes + BlockGzip.block("")
    },
  ]
}

/// A file that must not be used, and what must be said of it.
struct BadFile: CustomTestStringConvertible, Sendable {
  var name: String
  var bytes: [UInt8]
  var reason: ReadError.Reason
  var byteOffset: Int?
  var memberOffset: Int?
  /// False where the place of the fault is the decoder's affair.
  var promisesOffset = true

  var testDescription: String { name }

  private var withoutOffset: BadFile {
    var file = self
    file.promisesOffset = false
    return file
  }

  private static let text = "time,user,event\n1,2,3\n"
  private static let good = GzipMember(text).bytes
  private static let size = good.count

  private static func member(_ change: (inout GzipMember) -> Void) -> [UInt8] {
    var member = GzipMember(text)
    change(&member)
    return member.bytes
  }

  private static func make(
    _ name: String, _ bytes: [UInt8], _ reason: ReadError.Reason, at byteOffset: Int?,
    member: Int? = nil
  ) -> BadFile {
    BadFile(
      name: name, bytes: bytes, reason: reason, byteOffset: byteOffset, memberOffset: member)
  }

  static let all: [BadFile] = damaged + cut + trailing + otherFormats

  private static let damaged: [BadFile] = [
    make("CRC-32", member { $0.crcError = 1 }, .gzipBadCRC, at: size - 8, member: 0),
    make(
      "CRC-32 of the second member", good + member { $0.crcError = 1 << 31 }, .gzipBadCRC,
      at: 2 * size - 8, member: size),
    make("length", member { $0.lengthError = 1 }, .gzipBadLength, at: size - 4, member: 0),
    make("method", member { $0.method = 7 }, .gzipBadHeader, at: 2, member: 0),
    make("reserved flag 5", member { $0.flags = 0x20 }, .gzipBadHeader, at: 3, member: 0),
    make(
      "reserved flag 7", good + member { $0.flags = 0x80 }, .gzipBadHeader,
      at: size + 3, member: size),
    make(
      "header CRC",
      member {
        $0.flags = 2
        $0.optionalHeader = [1, 2]
      }, .gzipBadHeader, at: 10, member: 0),
    make(
      "deflate block type 3", Array(good[..<10]) + [7] + good[11...], .gzipBadDeflate, at: 11,
      member: 0
    ).withoutOffset,
    make("block gzip without its end", BlockGzip.block(text), .bgzfNoEnd, at: nil, member: 0)
      .withoutOffset,
    make(
      "block gzip whose BC comes second", BlockGzip.block(text, before: [9, 9, 0, 0]), .bgzfNoEnd,
      at: nil, member: 0
    ).withoutOffset,
    make(
      "block gzip that ends with an ordinary empty member",
      BlockGzip.block(text) + GzipMember("").bytes, .bgzfNoEnd, at: nil,
      member: BlockGzip.block(text).count
    ).withoutOffset,
  ]

  private static let cut: [BadFile] = [
    make("only the magic", [0x1f, 0x8b], .gzipTruncated, at: 2, member: 0),
    make("in the header", Array(good[..<9]), .gzipTruncated, at: 9, member: 0),
    make("in the body", Array(good[..<15]), .gzipTruncated, at: 15, member: 0),
    make("in the CRC", Array(good.dropLast(6)), .gzipTruncated, at: size - 6, member: 0),
    make("in the length", Array(good.dropLast(1)), .gzipTruncated, at: size - 1, member: 0),
    make("after one byte of member 2", good + [0x1f], .gzipTruncated, at: size + 1, member: size),
    make(
      "in the name",
      [0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3] + Array("name".utf8), .gzipTruncated, at: 14, member: 0),
    make(
      "in the extra field", [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 1, 2], .gzipTruncated,
      at: 14, member: 0),
  ]

  private static let trailing: [BadFile] = [
    make("text", good + Array("4,5,6\n".utf8), .gzipTrailingGarbage, at: size, member: size),
    make(
      "half a magic", good + [0x1f, 0x8c, 8, 0], .gzipTrailingGarbage, at: size, member: size),
    make(
      "a member behind zeros", good + [0, 0, 0] + good, .gzipTrailingGarbage, at: size + 3,
      member: size),
    make(
      "a byte behind zeros", good + [0, 0, 7], .gzipTrailingGarbage, at: size + 2, member: size),
  ]

  private static let otherFormats: [BadFile] = [
    make("zip", [0x50, 0x4b, 3, 4, 20, 0, 0, 0], .unsupportedFormat, at: 0),
    make("empty zip", [0x50, 0x4b, 5, 6, 0, 0, 0, 0], .unsupportedFormat, at: 0),
    make("zstd", [0x28, 0xb5, 0x2f, 0xfd, 0, 0], .unsupportedFormat, at: 0),
    make("xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], .unsupportedFormat, at: 0),
    make("bzip2, level 5", Array("BZh51AY&SY".utf8), .unsupportedFormat, at: 0),
    make(
      "bzip2, nothing in it", [0x42, 0x5a, 0x68, 0x39, 0x17, 0x72, 0x45], .unsupportedFormat, at: 0),
    make("compress", [0x1f, 0x9d, 0x90, 1, 2, 3], .unsupportedFormat, at: 0),
    make("zlib", [0x78, 0x9c, 1, 2, 3, 4], .unsupportedFormat, at: 0),
    make("zlib, fast", [0x78, 0x5e, 1, 2, 3, 4], .unsupportedFormat, at: 0),
    make("UTF-16LE", [0xff, 0xfe, 0x74, 0], .unsupportedEncoding, at: 0),
    make("UTF-16BE", [0xfe, 0xff, 0, 0x74], .unsupportedEncoding, at: 0),
    make("UTF-32LE", [0xff, 0xfe, 0, 0, 0x74, 0, 0, 0], .unsupportedEncoding, at: 0),
    make("UTF-32BE", [0, 0, 0xfe, 0xff, 0, 0, 0, 0x74], .unsupportedEncoding, at: 0),
    make("gzip inside gzip", GzipMember(good).bytes, .unsupportedFormat, at: 0),
    make(
      "UTF-16 inside gzip", GzipMember([0xff, 0xfe, 0x74, 0]).bytes, .unsupportedEncoding, at: 0),
    make(
      "zip inside gzip", GzipMember([0x50, 0x4b, 3, 4, 20, 0]).bytes, .unsupportedFormat, at: 0),
    make("no bytes", [], .emptyInput, at: 0),
    make("an empty member", GzipMember("").bytes, .emptyInput, at: 0),
  ]
}
