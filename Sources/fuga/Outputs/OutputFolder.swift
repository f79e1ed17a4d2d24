import Foundation
import Reports

/// The folder of `-o`: locked while the run lasts, its files replaced whole or not at all.
///
/// Each file is written beside its final name, synchronised and renamed; all are complete before the first is renamed.
/// The temporary name is fixed, so what a killed run left behind is taken over by the next one.
struct OutputFolder: ~Copyable {
  private let descriptor: Int32
  private let path: [UInt8]
  private let wasCreated: Bool

  /// Opens the folder, creates it if it is not there, and locks it unless told not to.
  ///
  /// - Throws: exit code 75 when another run holds the lock, 73 when the folder cannot be used.
  init(path: [UInt8], locks: Bool = true) throws {
    let isNew = FileStatus(path: path) == nil
    if isNew { try OutputFolder.create(path) }
    self.init(try OutputFolder.open(path, locks: locks), path: path, wasCreated: isNew)
  }

  private init(_ descriptor: Int32, path: [UInt8], wasCreated: Bool) {
    self.descriptor = descriptor
    self.path = path
    self.wasCreated = wasCreated
  }

  private static func open(_ path: [UInt8], locks: Bool) throws -> Int32 {
    let descriptor = Foundation.open(
      path.map { CChar(bitPattern: $0) } + [0], O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, "cannot be used as a folder") }
    guard !locks || flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let isLocked = errno == EWOULDBLOCK
      let refusal = failure(path, "cannot be locked")
      close(descriptor)
      guard isLocked else { throw refusal }
      throw CommandFailure(
        .locked, "\(MessageText.shown(path)): another run is writing here",
        toGoOn: "wait for it, or give this run another folder")
    }
    return descriptor
  }

  /// Closing gives the lock back.
  deinit { close(descriptor) }

  /// Makes a folder and those above it.
  private static func create(_ path: [UInt8]) throws {
    let slash = UInt8(ascii: "/")
    for end in path.indices.dropFirst() where path[end] == slash || end == path.count - 1 {
      let part = Array(path[...end])
      if mkdir(part.map { CChar(bitPattern: $0) } + [0], 0o777) != 0 && errno != EEXIST {
        throw failure(part, "cannot be created")
      }
    }
    if path.count == 1 && mkdir(path.map { CChar(bitPattern: $0) } + [0], 0o777) != 0 {
      throw failure(path, "cannot be created")
    }
  }

  /// What the folder holds.
  var names: [String] { (folderNames(path) ?? []).map { String(decoding: $0, as: UTF8.self) } }

  /// Refuses to replace files that no earlier run wrote.
  func refuseStrangers(_ names: [String]) throws {
    guard !holdsReport(path) else { return }
    let taken = names.filter { FileStatus(path: fullPath($0)) != nil }
    guard let first = taken.first else { return }
    throw CommandFailure(
      .cannotWrite, "\(MessageText.shown(fullPath(first))): is there, and fuga did not write it",
      toGoOn: "name another folder, or move the file")
  }

  /// Removes the folder if this run made it and put nothing in it.
  func removeIfEmpty() {
    if wasCreated { rmdir(path.map { CChar(bitPattern: $0) } + [0]) }
  }

  /// Replaces files; `mode` is subject to the umask.
  ///
  /// - Parameter inputs: files of the run that must not be replaced.
  /// - Throws: exit code 73; then every old file is as it was, unless a rename itself failed.
  func replace(
    _ files: [WideTables.File], mode: mode_t = 0o666, sparing inputs: Set<FileStatus.Identity> = []
  ) throws {
    for file in files { try checkTarget(file.name, inputs) }
    do {
      for file in files { try writeTemporary(file, mode: mode) }
      for file in files {
        guard renameat(descriptor, temporaryName(file.name), descriptor, file.name) == 0 else {
          throw OutputFolder.failure(fullPath(file.name), "cannot be renamed into place")
        }
      }
    } catch {
      for file in files { unlinkat(descriptor, temporaryName(file.name), 0) }
      throw error
    }
    guard fsync(descriptor) == 0 else {
      throw OutputFolder.failure(path, "cannot be synchronised")
    }
  }

  private func temporaryName(_ name: String) -> String { ".\(name).fuga-new" }

  private func fullPath(_ name: String) -> [UInt8] {
    path + (path.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]) + Array(name.utf8)
  }

  /// Only a regular file that is no input may be replaced: a link could lead a nightly job run by
  /// root anywhere, and a device is no file.
  private func checkTarget(_ name: String, _ inputs: Set<FileStatus.Identity>) throws {
    var status = stat()
    guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return }
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFREG else {
      throw CommandFailure(
        .cannotWrite,
        "\(MessageText.shown(fullPath(name))): is "
          + (kind == S_IFLNK ? "a link, and is not followed" : "no regular file"),
        toGoOn: "remove it, or write elsewhere")
    }
    if let target = FileStatus(path: fullPath(name)), inputs.contains(target.identity) {
      throw CommandFailure(
        .cannotWrite, "\(MessageText.shown(fullPath(name))): is an input of this run",
        toGoOn: "write elsewhere")
    }
  }

  private func writeTemporary(_ file: WideTables.File, mode: mode_t) throws {
    let name = temporaryName(file.name)
    unlinkat(descriptor, name, 0)
    let output = openat(
      descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard output >= 0 else { throw OutputFolder.failure(fullPath(file.name), "cannot be created") }
    defer { close(output) }
    var rest = file.bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else {
        throw OutputFolder.failure(fullPath(file.name), "cannot be written")
      }
      rest = rest.dropFirst(max(0, count))
    }
    guard fsync(output) == 0 else {
      throw OutputFolder.failure(fullPath(file.name), "cannot be synchronised")
    }
  }

  private static func failure(_ path: [UInt8], _ what: String) -> CommandFailure {
    CommandFailure(
      .cannotWrite, "\(MessageText.shown(path)): \(what): \(systemWords())",
      toGoOn: "check room and permissions, or give another path")
  }
}
