#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why events could not be moved out of memory or back.
package struct SpillError: Error, Sendable {
  /// The folder of temporary files.
  package var folder: [UInt8]
  /// The system's own words.
  package var words: String

  /// Makes an error; see the properties.
  package init(folder: [UInt8], words: String) {
    self.folder = folder
    self.words = words
  }
}

/// An unnamed file that only its owner can read and that is gone with the process, however it ends.
package final class TemporaryFile: Sendable {
  private let folder: [UInt8]
  private let descriptor: Int32

  /// Makes a file in `folder` and takes its name away at once.
  package init(folder: [UInt8]) throws(SpillError) {
    self.folder = folder
    // mkstemp gives mode 0600 and a name that nobody else has.
    var template = folder.map { CChar(bitPattern: $0) } + "/fuga-XXXXXX".utf8CString
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw SpillError(folder: folder, words: systemWords()) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = unlink(template)
  }

  deinit { _ = close(descriptor) }

  /// Writes all elements at `offset`, in bytes, as they lie in memory.
  package func write<Element: BitwiseCopyable>(
    _ elements: [Element], at offset: Int
  ) throws(SpillError) {
    let result = elements.withUnsafeBytes { bytes in
      repeated(bytes.count) { done in
        pwrite(
          descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
      }
    }
    try result.get()
  }

  /// Reads `count` elements that were written before, the first at `offset`, in bytes.
  package func read<Element: BitwiseCopyable>(
    _ count: Int, at offset: Int, filler: Element
  ) throws(SpillError) -> [Element] {
    var elements = [Element](repeating: filler, count: count)
    let result = elements.withUnsafeMutableBytes { bytes in
      repeated(bytes.count) { done in
        pread(
          descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
      }
    }
    try result.get()
    return elements
  }

  /// Calls `step` with the number of bytes done until it is `total`; a call may do less than asked, or be interrupted.
  private func repeated(_ total: Int, _ step: (Int) -> Int) -> Result<Void, SpillError> {
    var done = 0
    while done < total {
      let count = step(done)
      if count > 0 {
        done += count
      } else if count == 0 {
        return .failure(SpillError(folder: folder, words: "a temporary file became shorter"))
      } else if errno != EINTR {
        return .failure(SpillError(folder: folder, words: systemWords()))
      }
    }
    return .success(())
  }

  /// Gives the disk back what lies behind `length`.
  package func truncate(to length: Int) {
    // When it fails, the bytes stay on the disk until the end and are never read.
    _ = ftruncate(descriptor, off_t(length))
  }
}

private func systemWords() -> String { String(cString: strerror(errno)) }
