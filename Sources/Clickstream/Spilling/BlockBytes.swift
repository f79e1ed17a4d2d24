/// Writes the parts of a block one behind the other: numbers of four bytes in the machine's own order, and texts.
struct BlockWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ number: Int) {
    withUnsafeBytes(of: UInt32(number)) { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ ids: [UInt32]) {
    append(ids.count)
    ids.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ raw: UnsafeRawBufferPointer) {
    append(raw.count)
    bytes.append(contentsOf: raw)
  }

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}

/// Reads what `BlockWriter` wrote; a place outside the block ends the process, for only our own bytes are read.
struct BlockReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func number() -> Int { take(4) { Int($0.loadUnaligned(as: UInt32.self)) } }

  mutating func ids() -> [UInt32] {
    let count = number()
    return take(count * 4) { raw in
      (0..<count).map { raw.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self) }
    }
  }

  mutating func raw<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    take(number(), body)
  }

  private mutating func take<Result>(
    _ count: Int, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    defer { position += count }
    precondition(count <= bytes.count - position, "a block ends too early")
    return bytes.withUnsafeBytes {
      body(UnsafeRawBufferPointer(rebasing: $0[position..<position + count]))
    }
  }
}
