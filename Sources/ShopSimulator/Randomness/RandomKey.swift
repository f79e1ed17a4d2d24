/// A key from which random choices are looked up instead of drawn in a row.
///
/// A choice is the SplitMix64 output at a counter made of the decision and its index. So a choice
/// depends on what is decided (user, visit, cart, decision, index) and not on how many choices came
/// before it: a counterfactual run without one cause sees every other choice unchanged.
struct RandomKey: Sendable {
  private let bits: UInt64

  init(seed: UInt64) { bits = Self.mixed(seed) }

  private init(bits: UInt64) { self.bits = bits }

  /// The key of a part: of one user, of one visit, of one cart.
  func child(_ part: Int) -> RandomKey {
    // Wrapping is wanted: these are hashes. The odd constant keeps children apart from choices.
    let counter = (UInt64(truncatingIfNeeded: part) &+ 1) &* 0xD1B5_4A32_D192_ED03
    return RandomKey(bits: Self.mixed(Self.mixed(bits ^ counter)))
  }

  /// The 64 random bits of one choice.
  func word(_ decision: Decision, _ index: Int = 0) -> UInt64 {
    // Wrapping is wanted: SplitMix64 is defined modulo 2^64.
    let counter = UInt64(truncatingIfNeeded: decision.rawValue << 32 | index) &+ 1
    return Self.mixed(bits &+ counter &* 0x9E37_79B9_7F4A_7C15)
  }

  /// A fraction in 0..<1.
  func fraction(_ decision: Decision, _ index: Int = 0) -> Double {
    // 53 bits fill the significand exactly, so the product is exact and below 1.
    Double(word(decision, index) >> 11) * 0x1p-53
  }

  /// Whether something of the given chance comes true.
  func happens(_ chance: Double, _ decision: Decision, _ index: Int = 0) -> Bool {
    fraction(decision, index) < chance
  }

  /// A whole number in 0..<count; `count` >= 1.
  func pick(_ count: Int, _ decision: Decision, _ index: Int = 0) -> Int {
    Int(word(decision, index).multipliedFullWidth(by: UInt64(count)).high)
  }

  /// The output function of SplitMix64.
  private static func mixed(_ value: UInt64) -> UInt64 {
    // Wrapping is wanted: the function is a bijection modulo 2^64.
    var bits = value &+ 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
