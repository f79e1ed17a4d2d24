import Foundation

/// What the system knows of a path, links followed.
struct FileStatus {
  /// Identity of a file, whatever path leads to it.
  struct Identity: Hashable {
    var device: UInt64
    var inode: UInt64
  }

  var identity: Identity
  var isFolder: Bool
  var isRegular: Bool

  /// Nil when nothing is there, a dangling link included.
  init?(path: [UInt8]) {
    var status = stat()
    let code = path.map { CChar(bitPattern: $0) } + [0]
    guard stat(code, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Nil when the descriptor is closed.
  init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    identity = Identity(
      device: UInt64(truncatingIfNeeded: status.st_dev),
      inode: UInt64(truncatingIfNeeded: status.st_ino))
    isFolder = status.st_mode & S_IFMT == S_IFDIR
    isRegular = status.st_mode & S_IFMT == S_IFREG
  }
}

/// Names in a folder, as the bytes that the system uses, in order; nil when it cannot be listed.
func folderNames(_ path: [UInt8]) -> [[UInt8]]? {
  guard let folder = opendir(path.map { CChar(bitPattern: $0) } + [0]) else { return nil }
  defer { closedir(folder) }
  var names: [[UInt8]] = []
  while let entry = readdir(folder) {
    let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
    if name != Array(".".utf8) && name != Array("..".utf8) { names.append(name) }
  }
  return names.sorted { $0.lexicographicallyPrecedes($1) }
}

/// The beginning of a file; empty when it cannot be read.
func firstBytes(of path: [UInt8], _ count: Int) -> [UInt8] {
  let descriptor = open(path.map { CChar(bitPattern: $0) } + [0], O_RDONLY | O_NONBLOCK | O_CLOEXEC)
  guard descriptor >= 0 else { return [] }
  defer { close(descriptor) }
  var bytes = [UInt8](repeating: 0, count: count)
  let length = read(descriptor, &bytes, count)
  return Array(bytes.prefix(max(0, length)))
}

/// Whether an earlier run wrote its report to a folder: then it holds tables, not dumps.
func holdsReport(_ folder: [UInt8]) -> Bool {
  let start = firstBytes(of: folder + Array("/report.json".utf8), 256)
  return String(decoding: start, as: UTF8.self).contains("\"fuga.report/")
}
