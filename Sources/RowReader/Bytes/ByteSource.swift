#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Something that bytes can be read from, once, from front to back.
public protocol ByteSource: ~Copyable {
  /// Fills the front of `buffer`.
  ///
  /// - Returns: how many bytes were written, at most `buffer.count`; 0 only at the end.
  /// - Throws: `readFailed` when the system refuses.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int
}

/// An open file, FIFO or standard input; closed with its owner.
public struct FileByteSource: ByteSource, ~Copyable {
  private let descriptor: Int32
  private let closesAtEnd: Bool

  /// Opens `path`, given as the bytes the system uses.
  ///
  /// - Throws: `notFound` when nothing is there, `readFailed` for any other refusal.
  public init(path: [UInt8]) throws(ReadError) {
    let zeroTerminated = path.map { CChar(bitPattern: $0) } + [0]
    let opened = open(zeroTerminated, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else {
      let code = errno
      throw ReadError(
        code == ENOENT || code == ENOTDIR ? .notFound : .readFailed,
        detail: systemWords(for: code))
    }
    descriptor = opened
    closesAtEnd = true
  }

  /// Reads standard input, which stays open.
  public init(standardInput: ()) {
    descriptor = STDIN_FILENO
    closesAtEnd = false
  }

  deinit {
    if closesAtEnd { _ = close(descriptor) }
  }

  /// See `ByteSource`; an interrupted read is tried again.
  public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      #elseif canImport(Musl)
        let count = Musl.read(descriptor, buffer.baseAddress, buffer.count)
      #else
        let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
      #endif
      if count >= 0 { return count }
      if errno != EINTR { throw ReadError(.readFailed, detail: systemWords(for: errno)) }
    }
  }
}

/// Bytes in memory, handed out in pieces of at most `chunkBytes`: for tests and small inputs.
public struct MemoryByteSource: ByteSource, ~Copyable {
  private let bytes: [UInt8]
  private let chunkBytes: Int
  private var position = 0

  /// Hands out `bytes` in pieces of at most `chunkBytes` >= 1.
  public init(_ bytes: [UInt8], chunkBytes: Int = .max) {
    self.bytes = bytes
    self.chunkBytes = max(1, chunkBytes)
  }

  /// See `ByteSource`; never throws.
  public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    let count = min(buffer.count, chunkBytes, bytes.count - position)
    bytes[position..<position + count].withUnsafeBytes { buffer.copyMemory(from: $0) }
    position += count
    return count
  }
}

/// What the system calls an error number: `Permission denied`.
func systemWords(for code: Int32) -> String {
  String(cString: strerror(code))
}
