#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads a zone from the system's compiled time zone data (TZif, RFC 8536).
///
/// Written by hand because Foundation's zones are missing from statically linked programs, and because `localtime_r`
/// depends on state of the whole process.
package enum TimeZoneFile {
  /// The rules of a zone such as `Europe/Madrid`; nil when the system has no such zone.
  package static func load(_ name: String) -> TimeZoneRules? {
    if name == "UTC" { return .utc }
    let isPlain = name.utf8.allSatisfy { byte in
      byte.isLetterOrDigit || "_-+/".utf8.contains(byte)
    }
    guard isPlain, !name.isEmpty, !name.hasPrefix("/") else { return nil }
    for folder in folders {
      if let bytes = readFile(folder + "/" + name), let zone = parse(bytes, name: name) {
        return zone
      }
    }
    return nil
  }

  private static var folders: [String] {
    let own = getenv("TZDIR").map { [String(cString: $0)] } ?? []
    return own + ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/etc/zoneinfo"]
  }

  /// Compiled zones are a few kilobytes; anything much larger is no zone.
  private static func readFile(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    return count > 0 && count < bytes.count ? Array(bytes[..<count]) : nil
  }

  /// Reads the 64-bit block of a version 2+ file and the rule behind it.
  package static func parse(_ bytes: [UInt8], name: String) -> TimeZoneRules? {
    guard let first = Header(bytes, at: 0), first.version >= UInt8(ascii: "2"),
      let second = Header(bytes, at: first.end(timeSize: 4))
    else { return nil }
    guard var spans = second.spans(bytes) else { return nil }
    if let rule = footer(bytes, from: second.end(timeSize: 8)).flatMap(ZoneRule.init) {
      spans = rule.continuing(spans)
    }
    return TimeZoneRules(name: name, spans: spans)
  }

  /// The text between the two newlines that end the file.
  private static func footer(_ bytes: [UInt8], from start: Int) -> String? {
    guard start < bytes.count, bytes[start] == UInt8(ascii: "\n") else { return nil }
    let text = bytes[(start + 1)...].prefix { $0 != UInt8(ascii: "\n") }
    return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }

  /// The counts in front of a data block, and where the block lies.
  private struct Header {
    var version: UInt8
    var start: Int
    var universalCount, standardCount, leapCount, timeCount, typeCount, nameBytes: Int

    init?(_ bytes: [UInt8], at offset: Int) {
      guard offset >= 0, offset + 44 <= bytes.count,
        bytes[offset..<offset + 4].elementsEqual("TZif".utf8)
      else { return nil }
      version = bytes[offset + 4]
      let counts = (0..<6).map { Int(bigEndian(bytes, at: offset + 20 + 4 * $0, size: 4)) }
      guard counts.allSatisfy({ (0...100_000).contains($0) }) else { return nil }
      start = offset + 44
      (universalCount, standardCount, leapCount) = (counts[0], counts[1], counts[2])
      (timeCount, typeCount, nameBytes) = (counts[3], counts[4], counts[5])
    }

    func end(timeSize: Int) -> Int {
      start + timeCount * (timeSize + 1) + typeCount * 6 + nameBytes
        + leapCount * (timeSize + 4) + standardCount + universalCount
    }

    /// The block's changes as spans; nil if it does not fit the file.
    func spans(_ bytes: [UInt8]) -> [TimeZoneRules.Span]? {
      guard typeCount > 0, end(timeSize: 8) <= bytes.count else { return nil }
      let types = start + timeCount * 9
      func offset(ofType type: Int) -> Int64? {
        type < typeCount ? bigEndian(bytes, at: types + 6 * type, size: 4) : nil
      }
      guard let before = offset(ofType: 0) else { return nil }
      var spans = [TimeZoneRules.Span(startSeconds: .min, offsetSeconds: before)]
      for index in 0..<timeCount {
        let type = Int(bytes[start + timeCount * 8 + index])
        guard let offset = offset(ofType: type) else { return nil }
        let time = bigEndian(bytes, at: start + 8 * index, size: 8)
        guard time > spans[spans.count - 1].startSeconds else { return nil }
        spans.append(TimeZoneRules.Span(startSeconds: time, offsetSeconds: offset))
      }
      return spans
    }
  }
}

/// A signed big-endian number of `size` bytes; the caller has checked that they are there.
private func bigEndian(_ bytes: [UInt8], at offset: Int, size: Int) -> Int64 {
  var value: Int64 = 0
  for index in 0..<size { value = value << 8 | Int64(bytes[offset + index]) }
  return size == 4 ? Int64(Int32(truncatingIfNeeded: value)) : value
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}
