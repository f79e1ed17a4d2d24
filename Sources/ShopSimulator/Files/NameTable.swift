/// Names looked up by number, laid out in one flat buffer so that a look-up touches no reference.
struct NameTable: Sendable {
  private var bytes: [UInt8] = []
  private var starts: [Int] = [0]

  /// Creates a table; name k of the list is found under k.
  init(_ names: [String]) {
    for name in names {
      bytes.append(contentsOf: name.utf8)
      starts.append(bytes.count)
    }
  }

  /// How many names there are.
  var count: Int { starts.count - 1 }

  /// The bytes of one name; `index` is in 0..<count.
  subscript(index: Int) -> ArraySlice<UInt8> { bytes[starts[index]..<starts[index + 1]] }
}
