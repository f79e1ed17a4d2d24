import Reference

/// Writes dirty CSV: rows that are nearly right, or a soup of the bytes that matter.
struct RandomCSV {
  private var generator: SplitMix64
  private let delimiter: UInt8
  private let header: [UInt8]
  private(set) var bytes: [UInt8] = []

  /// Bytes that mean something to a reader of CSV.
  private static let soup: [[UInt8]] = [
    [0x22], [0x22], [0x22, 0x22], [0x0a], [0x0a], [0x0d], [0x0d, 0x0a], [0x61], [0x20], [0x2c],
    [0x3b], [0x09], [0x7c], [0x00], [0xff], [0xc3, 0xa9], [0xc3], [0xed, 0xa0, 0x80],
  ]

  /// Fields from plain to broken.
  private static let fields: [String] = [
    "", "a", "1793523600", "view item", "\"q\"", "\"\"", "\"a,b;c\td|e\"", "\"a\nb\"", "\"a\r\nb\"",
    "\"a\rb\"", "\"a\"\"b\"", "\"\"\"\"", "\"open", "\"a\"b", "a\"b", " \"a\"", "\"a\" ", "é",
    "\u{feff}", "\u{2028}", "a\\\"b", "\"a\\\"b\"", "日本", "\"é\n\"", "a\u{0b}b", "\"\r\n\r\n\"",
  ]

  init(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let delimiter: UInt8 = [0x2c, 0x3b, 0x09, 0x7c].randomElement(using: &generator) ?? 0x2c
    var names = ["time", "user", "event", "", "p", "\"time\"", "\"a\"\"b\""]
    names = Array(names.prefix(Int.random(in: 3...5, using: &generator)))
    names.shuffle(using: &generator)
    if Int.random(in: 0..<4, using: &generator) == 0 { names = names.map { "\"\($0)\"" } }
    if Int.random(in: 0..<8, using: &generator) == 0 { names.append("\"x\ny\"") }
    if Int.random(in: 0..<12, using: &generator) == 0 { names.append("\"open") }
    header = Array(names.map { Array($0.utf8) }.joined(separator: [delimiter]))
    self.generator = generator
    self.delimiter = delimiter
    write(columns: names.count)
  }

  private mutating func oneIn(_ count: Int) -> Bool {
    Int.random(in: 0..<count, using: &generator) == 0
  }

  private mutating func write(columns: Int) {
    if oneIn(4) { bytes += [0xef, 0xbb, 0xbf] }
    while oneIn(4) { endLine() }
    bytes += header
    if oneIn(20) { bytes += Array(repeating: 0x78, count: 80) }
    endLine()
    let rows = Int.random(in: 0...12, using: &generator)
    for row in 0..<rows {
      if oneIn(6) { bytes += header } else if oneIn(4) { addSoup() } else { addRow(columns) }
      if oneIn(8) { endLine() }
      if row < rows - 1 || !oneIn(3) { endLine() }
    }
  }

  private mutating func addSoup() {
    for _ in 0..<Int.random(in: 1...40, using: &generator) {
      bytes += RandomCSV.soup.randomElement(using: &generator) ?? []
    }
  }

  private mutating func addRow(_ columns: Int) {
    let off = oneIn(6) ? Int.random(in: -1...1, using: &generator) : 0
    for column in 0..<max(1, columns + off) {
      if column > 0 { bytes.append(delimiter) }
      addField()
    }
  }

  private mutating func addField() {
    switch Int.random(in: 0..<30, using: &generator) {
    case 0: bytes += [0x61, 0x00]
    case 1: bytes += [0xff]
    case 2:
      let length = Int.random(in: 40...90, using: &generator)
      bytes += Array(repeating: 0x79, count: length)
    case 3:
      let length = Int.random(in: 40...90, using: &generator)
      bytes += [0x22] + Array(repeating: 0x79, count: length) + [0x22]
    case 4...14: bytes += Array("plain".utf8)
    default: bytes += Array((RandomCSV.fields.randomElement(using: &generator) ?? "").utf8)
    }
  }

  private mutating func endLine() {
    let ends: [[UInt8]] = [[0x0a], [0x0a], [0x0d, 0x0a], [0x0d]]
    bytes += ends.randomElement(using: &generator) ?? [0x0a]
  }
}

/// Lines of little but quotes and delimiters, where open quotes nest, close and open again.
func randomQuotes(seed: UInt64) -> [UInt8] {
  var generator = SplitMix64(seed: seed)
  let parts: [String] = ["a", "\"", "\"\"", ",", "\",\"", ",\"", "\",", "a\",\"", "\"a\"", "a,\""]
  var text = "time,user,event\n"
  let favourite = parts.randomElement(using: &generator) ?? ""
  for _ in 0..<Int.random(in: 1...30, using: &generator) {
    if Bool.random(using: &generator) { text += favourite }
    for _ in 0..<Int.random(in: 0...4, using: &generator) {
      text += parts.randomElement(using: &generator) ?? ""
    }
    text += ["\n", "\n", "\n", "\r\n", "\r"].randomElement(using: &generator) ?? "\n"
  }
  return Array(text.utf8)
}
