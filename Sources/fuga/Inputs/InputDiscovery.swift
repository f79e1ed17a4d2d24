import Analysis
import Foundation
import Reports

/// Finds the files that the arguments name: files, folders, globs, standard input.
struct InputDiscovery {
  private static let suffixes = [".csv", ".csv.gz", ".tsv", ".tsv.gz"].map { Array($0.utf8) }

  /// Files and folders of the run's own outputs: skipped when folders are walked.
  private let outputs: Set<FileStatus.Identity>
  /// Leaves out what cannot be listed instead of stopping.
  private let keepsGoing: Bool
  private var found: [(path: [UInt8], identity: FileStatus.Identity?)] = []
  private var foldersSeen: Set<FileStatus.Identity> = []
  private(set) var warnings: [String] = []
  /// Something that was named or walked could not be looked at.
  private(set) var isIncomplete = false

  /// - Parameter outputs: paths that the run writes to, as far as they exist.
  init(outputs: [[UInt8]], keepsGoing: Bool) {
    // Standard output may be a file in a folder that is walked.
    let statuses =
      outputs.compactMap { FileStatus(path: $0) }
      + [FileStatus(descriptor: STDOUT_FILENO)].compactMap { $0 }
    self.outputs = Set(statuses.filter { $0.isFolder || $0.isRegular }.map(\.identity))
    self.keepsGoing = keepsGoing
  }

  /// All inputs, sorted by the bytes of their paths, each file once; at least one.
  mutating func inputs(for arguments: [String]) throws -> [InputFile] {
    var readsStandardInput = false
    for argument in arguments {
      if argument == "-" {
        readsStandardInput = true
      } else {
        try add(argument: RawArguments.bytes(of: argument))
      }
    }
    guard readsStandardInput || !found.isEmpty else {
      throw CommandFailure(
        .noInput, "no *.csv, *.csv.gz, *.tsv or *.tsv.gz to read in what was named",
        seen: warnings.isEmpty ? nil : warnings.joined(separator: "; "),
        toGoOn: "name a folder that holds dumps, or the files")
    }
    found.sort { $0.path.lexicographicallyPrecedes($1.path) }
    let files = withoutRepeats().map { InputFile.path($0) }
    return (readsStandardInput ? [.standardInput] : []) + files
  }

  private mutating func add(argument: [UInt8]) throws {
    if let status = FileStatus(path: argument) {
      try add(path: argument, status)
    } else if argument.contains(where: { "*?[".utf8.contains($0) }) {
      try addMatches(of: argument)
    } else {
      // Reading it will say why it cannot be opened.
      found.append((argument, nil))
    }
  }

  /// Adds a file, or what a folder holds; a folder without dumps is worth a word, not an end.
  private mutating func add(path: [UInt8], _ status: FileStatus) throws {
    guard status.isFolder else {
      found.append((path, status.identity))
      return
    }
    let (files, folders) = (found.count, foldersSeen.count)
    try walk(path, status.identity)
    if found.count == files && foldersSeen.count > folders { warn(path, "no dumps in it") }
  }

  private mutating func addMatches(of pattern: [UInt8]) throws {
    var result = glob_t()
    defer { globfree(&result) }
    let code = glob(pattern.map { CChar(bitPattern: $0) } + [0], 0, nil, &result)
    guard code == 0 else {
      throw CommandFailure(
        .noInput, "\(MessageText.shown(pattern)): no file matches", toGoOn: "check the pattern")
    }
    for index in 0..<Int(result.gl_pathc) {
      guard let match = result.gl_pathv[index] else { continue }
      // glob's paths are zero-terminated and live until globfree.
      let path = (0..<Int(strlen(match))).map { UInt8(bitPattern: match[$0]) }
      if let status = FileStatus(path: path) {
        try add(path: path, status)
      } else {
        found.append((path, nil))
      }
    }
  }

  private mutating func walk(_ folder: [UInt8], _ identity: FileStatus.Identity) throws {
    if outputs.contains(identity) { return warn(folder, "skipped: the run writes here") }
    guard foldersSeen.insert(identity).inserted else { return }
    guard let names = folderNames(folder) else {
      guard keepsGoing else {
        throw CommandFailure(
          .cannotRead, "\(MessageText.shown(folder)): cannot be listed: \(systemWords())",
          toGoOn: "check permissions, or --keep-going to leave it out (exit code 4)")
      }
      isIncomplete = true
      return warn(folder, "cannot be listed, left out")
    }
    if holdsReport(folder) { return }
    for name in names where name.first != UInt8(ascii: ".") {
      try visit(folder + (folder.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]) + name, name)
    }
  }

  private mutating func visit(_ path: [UInt8], _ name: [UInt8]) throws {
    let lowered = name.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    let isDump = InputDiscovery.suffixes.contains { lowered.suffix($0.count).elementsEqual($0) }
    guard let status = FileStatus(path: path) else {
      // A dangling link to a dump is a missing dump.
      if isDump { found.append((path, nil)) }
      return
    }
    if status.isFolder {
      try walk(path, status.identity)
    } else if isDump && !isOwnOutput(path, status) {
      guard status.isRegular else { return warn(path, "no regular file, left out") }
      found.append((path, status.identity))
    }
  }

  /// What a run writes to is no input, if it is fuga's to write: a dump that is named as an output
  /// stays an input, and is then refused as an output.
  private func isOwnOutput(_ path: [UInt8], _ status: FileStatus) -> Bool {
    guard outputs.contains(status.identity) else { return false }
    return status.identity == FileStatus(descriptor: STDOUT_FILENO)?.identity
      || firstBytes(of: path, 256).starts(with: RejectsTable.header.utf8)
  }

  private mutating func withoutRepeats() -> [[UInt8]] {
    var seen: Set<FileStatus.Identity> = []
    var paths: [[UInt8]] = []
    for (path, identity) in found {
      if let identity, !seen.insert(identity).inserted {
        warn(path, "reached twice, read once")
      } else {
        paths.append(path)
      }
    }
    return paths
  }

  private mutating func warn(_ path: [UInt8], _ what: String) {
    warnings.append("\(MessageText.shown(path)): \(what)")
  }
}

/// What the system says of the last call that failed.
func systemWords() -> String { String(cString: strerror(errno)) }
