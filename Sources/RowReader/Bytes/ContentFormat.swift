/// What the first bytes of a file say it is.
///
/// A name never decides.
enum ContentFormat: Equatable {
  case plain
  case gzip
  /// A format we do not read, by its name.
  case unsupported(String)
  /// Text in UTF-16 or UTF-32, by its name.
  case encoding(String)

  /// Bytes needed to tell.
  static let prefixBytes = 6

  /// Judges the first bytes of a file, fewer than `prefixBytes` only if the file is that short.
  init(prefix: [UInt8]) {
    if let encoding = ContentFormat.encodings.first(where: { prefix.starts(with: $0.magic) }) {
      self = .encoding(encoding.name)
    } else if prefix.starts(with: [0x1f, 0x8b]) {
      self = .gzip
    } else if let format = ContentFormat.formats.first(where: { prefix.starts(with: $0.magic) }) {
      self = .unsupported(format.name)
    } else if ContentFormat.isBzip2Header(prefix) {
      self = .unsupported("bzip2")
    } else if ContentFormat.isZlibHeader(prefix) {
      self = .unsupported("zlib")
    } else {
      self = .plain
    }
  }

  /// Why decompressed content of this format is refused; nil for text.
  var refusal: ReadError? {
    switch self {
    case .plain: nil
    case .gzip:
      ReadError(.unsupportedFormat, detail: "gzip inside gzip: compressed twice", byteOffset: 0)
    case .unsupported(let name):
      ReadError(.unsupportedFormat, detail: "\(name) content", byteOffset: 0)
    case .encoding(let name): ReadError(.unsupportedEncoding, detail: name, byteOffset: 0)
    }
  }

  /// UTF-32 before UTF-16: the little-endian marks begin alike.
  private static let encodings: [(magic: [UInt8], name: String)] = [
    ([0xff, 0xfe, 0x00, 0x00], "UTF-32LE"), ([0x00, 0x00, 0xfe, 0xff], "UTF-32BE"),
    ([0xff, 0xfe], "UTF-16LE"), ([0xfe, 0xff], "UTF-16BE"),
  ]

  private static let formats: [(magic: [UInt8], name: String)] = [
    ([0x50, 0x4b, 0x03, 0x04], "zip"), ([0x50, 0x4b, 0x05, 0x06], "zip"),
    ([0x28, 0xb5, 0x2f, 0xfd], "zstd"), ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], "xz"),
    ([0x1f, 0x9d], "compress"),
  ]

  /// `BZh`, a level, then the magic of a block or of the stream's end.
  private static func isBzip2Header(_ prefix: [UInt8]) -> Bool {
    guard prefix.count >= 6, prefix.starts(with: [0x42, 0x5a, 0x68]) else { return false }
    let isLevel = (0x31...0x39).contains(prefix[3])
    return isLevel && (prefix[4...5] == [0x31, 0x41] || prefix[4...5] == [0x17, 0x72])
  }

  /// RFC 1950: method 8, a window of 32 KiB, and a checksum over the two bytes.
  private static func isZlibHeader(_ prefix: [UInt8]) -> Bool {
    guard prefix.count >= 2, prefix[0] == 0x78 else { return false }
    return [0x01, 0x5e, 0x9c, 0xda].contains(prefix[1])
  }
}
