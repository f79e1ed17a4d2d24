import Foundation

/// What libFuzzer may try, by the name in FUGA_FUZZ (scripts/fuzz).
///
/// A target fails by trapping: each holds the engine against the reference, or against itself in another way of reading.
enum FuzzTarget: String {
  /// Gzip against the reference decoder, then rows in whole windows against rows in pieces.
  case rows
  /// Times and amounts against the reference.
  case values
  /// YAML configurations: read or refused with a place.
  case configuration
  /// The whole engine, on one thread in one piece and on two in small ones: the same report.
  case pipeline

  func run(_ bytes: [UInt8]) {
    switch self {
    case .rows: fuzzRows(bytes)
    case .values: fuzzValues(bytes)
    case .configuration: fuzzConfiguration(bytes)
    case .pipeline: fuzzPipeline(bytes)
    }
  }
}

/// The entry that libFuzzer calls; the bytes hold for the call.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
  chosenTarget.run(bytes)
  return 0
}

/// Ends the process with a word when something does not hold.
func check(_ holds: Bool, _ words: @autoclosure () -> String) {
  guard !holds else { return }
  print(words())
  abort()
}
