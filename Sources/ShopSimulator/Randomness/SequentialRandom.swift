/// SplitMix64 drawn in a row: cheap, for looks on which nothing depends.
struct SequentialRandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The next fraction in 0..<1.
  mutating func next() -> Double {
    // Wrapping is wanted: SplitMix64 is defined modulo 2^64.
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((bits ^ (bits >> 31)) >> 11) * 0x1p-53
  }
}
