import Foundation
import Reports

/// The folder of `-o`: locked while the run lasts, its files replaced whole or not at all.
///
/// Each file is written beside its final name, synchronised and renamed; all are complete before the first is renamed.
/// The temporary name is fixed, so what a killed run left behind is taken over by the next one.
struct OutputFolder: ~Copyable {
  private let descriptor: Int32
  private let path: String
  private let wasCreated: Bool

  /// Opens the folder, creates it if it is not there, and locks it unless told not to.
  ///
  /// - Throws: exit code 75 when another run holds the lock, 73 when the folder cannot be used.
  init(path: String, locks: Bool = true) throws {
    self.path = path
    let existed = FileManager.default.fileExists(atPath: path)
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    wasCreated = !existed
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw OutputFolder.failure(path, "cannot be opened as a folder") }
    guard !locks || flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let isLocked = errno == EWOULDBLOCK
      let failure = OutputFolder.failure(path, "cannot be locked")
      close(descriptor)
      guard isLocked else { throw failure }
      throw CommandFailure(
        .locked, "\(OutputFolder.shown(path)): another run is writing here",
        toGoOn: "wait for it, or give this run another -o")
    }
  }

  /// Closing gives the lock back.
  deinit { close(descriptor) }

  /// Removes the folder if this run made it and put nothing in it.
  func removeIfEmpty() {
    if wasCreated { rmdir(path) }
  }

  /// Replaces files; `mode` is subject to the umask.
  ///
  /// - Throws: exit code 73; then every old file is as it was, unless a rename itself failed.
  func replace(_ files: [WideTables.File], mode: mode_t = 0o666) throws {
    for file in files { try refuseLink(file.name) }
    do {
      for file in files { try writeTemporary(file, mode: mode) }
    } catch {
      for file in files { unlinkat(descriptor, temporaryName(file.name), 0) }
      throw error
    }
    for file in files {
      guard renameat(descriptor, temporaryName(file.name), descriptor, file.name) == 0 else {
        throw OutputFolder.failure(path + "/" + file.name, "cannot be renamed into place")
      }
    }
    guard fsync(descriptor) == 0 else {
      throw OutputFolder.failure(path, "cannot be synchronised")
    }
  }

  private func temporaryName(_ name: String) -> String { ".\(name).fuga-new" }

  /// A link could lead a nightly job run by root anywhere.
  private func refuseLink(_ name: String) throws {
    var status = stat()
    guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return }
    guard status.st_mode & S_IFMT != S_IFLNK else {
      throw CommandFailure(
        .cannotWrite, "\(OutputFolder.shown(path + "/" + name)): is a link, and is not followed",
        toGoOn: "remove the link")
    }
  }

  private func writeTemporary(_ file: WideTables.File, mode: mode_t) throws {
    let name = temporaryName(file.name)
    unlinkat(descriptor, name, 0)
    let output = openat(
      descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard output >= 0 else {
      throw OutputFolder.failure(path + "/" + file.name, "cannot be created")
    }
    defer { close(output) }
    var rest = file.bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else {
        throw OutputFolder.failure(path + "/" + file.name, "cannot be written")
      }
      rest = rest.dropFirst(max(0, count))
    }
    guard fsync(output) == 0 else {
      throw OutputFolder.failure(path + "/" + file.name, "cannot be synchronised")
    }
  }

  private static func failure(_ path: String, _ what: String) -> CommandFailure {
    CommandFailure(
      .cannotWrite, "\(shown(path)): \(what): \(String(cString: strerror(errno)))",
      toGoOn: "check room and permissions, or give another path")
  }

  private static func shown(_ path: String) -> String { MessageText.shown(Array(path.utf8)) }
}
