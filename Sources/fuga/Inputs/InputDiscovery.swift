import Analysis
import Foundation
import Reports

/// Finds the files that the arguments name: files, folders, globs, standard input.
struct InputDiscovery {
  private static let suffixes = [".csv", ".csv.gz", ".tsv", ".tsv.gz"]

  /// Identity of a file, whatever path leads to it.
  private struct Identity: Hashable {
    var device: UInt64
    var inode: UInt64
  }

  /// The `-o` folder, which is skipped when folders are walked.
  private let outputFolder: Identity?
  private var found: [(path: String, identity: Identity?)] = []
  private var foldersSeen: Set<Identity> = []
  private(set) var warnings: [String] = []

  init(outputFolder: String?) {
    self.outputFolder = outputFolder.flatMap { InputDiscovery.status(of: $0)?.identity }
  }

  /// All inputs, sorted by the bytes of their paths, each file once.
  mutating func inputs(for arguments: [String]) throws -> [InputFile] {
    var readsStandardInput = false
    for argument in arguments {
      if argument == "-" { readsStandardInput = true } else { try add(argument) }
    }
    found.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    let files = withoutRepeats().map { InputFile.path(Array($0.utf8)) }
    return (readsStandardInput ? [.standardInput] : []) + files
  }

  private mutating func add(_ argument: String) throws {
    if let status = InputDiscovery.status(of: argument) {
      try add(path: argument, status)
    } else if argument.contains(where: { "*?[".contains($0) }) {
      try addMatches(of: argument)
    } else {
      throw CommandFailure(
        .noInput, "\(MessageText.shown(Array(argument.utf8))): no such input",
        toGoOn: "check the path")
    }
  }

  private mutating func add(path: String, _ status: Status) throws {
    guard status.isFolder else {
      found.append((path, status.identity))
      return
    }
    let before = found.count
    walk(path, status.identity)
    if found.count == before {
      throw CommandFailure(
        .noInput,
        "\(MessageText.shown(Array(path.utf8))): no *.csv, *.csv.gz, *.tsv or *.tsv.gz in it",
        toGoOn: "name a folder that holds dumps")
    }
  }

  private mutating func addMatches(of pattern: String) throws {
    var result = glob_t()
    defer { globfree(&result) }
    let code = glob(pattern, 0, nil, &result)
    let paths = (0..<Int(result.gl_pathc)).compactMap { index in
      result.gl_pathv[index].map { String(cString: $0) }
    }
    guard code == 0, !paths.isEmpty else {
      throw CommandFailure(
        .noInput, "\(MessageText.shown(Array(pattern.utf8))): no file matches",
        toGoOn: "check the pattern")
    }
    for path in paths {
      if let status = InputDiscovery.status(of: path) { try add(path: path, status) }
    }
  }

  private mutating func walk(_ folder: String, _ identity: Identity) {
    guard identity != outputFolder, foldersSeen.insert(identity).inserted else { return }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      warnings.append("\(MessageText.shown(Array(folder.utf8))): cannot be listed, left out")
      return
    }
    if holdsReport(folder, names) { return }
    for name in names where !name.hasPrefix(".") {
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      guard let status = InputDiscovery.status(of: path) else { continue }
      if status.isFolder {
        walk(path, status.identity)
      } else if InputDiscovery.suffixes.contains(where: name.lowercased().hasSuffix) {
        found.append((path, status.identity))
      }
    }
  }

  /// A folder that an earlier run wrote holds tables, not dumps.
  private func holdsReport(_ folder: String, _ names: [String]) -> Bool {
    guard names.contains("report.json"),
      let file = FileHandle(forReadingAtPath: folder + "/report.json"),
      let start = try? file.read(upToCount: 256)
    else { return false }
    return String(decoding: start, as: UTF8.self).contains("\"fuga.report/")
  }

  private mutating func withoutRepeats() -> [String] {
    var seen: Set<Identity> = []
    var paths: [String] = []
    for (path, identity) in found {
      if let identity, !seen.insert(identity).inserted {
        warnings.append("\(MessageText.shown(Array(path.utf8))): reached twice, read once")
      } else {
        paths.append(path)
      }
    }
    return paths
  }

  // MARK: File status

  private struct Status {
    var identity: Identity
    var isFolder: Bool
  }

  private static func status(of path: String) -> Status? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    let identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    return Status(identity: identity, isFolder: status.st_mode & S_IFMT == S_IFDIR)
  }
}
