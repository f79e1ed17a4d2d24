/// Horizontal bars of Unicode eighth blocks.
enum Bar {
  private static let partialBlocks = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  /// A bar as long as `count` of `whole`, where the whole fills `width` columns.
  ///
  /// Any count above 0 shows at least one eighth.
  /// - Parameter whole: at least `count`.
  static func text(_ count: Int, of whole: Int, width: Int) -> String {
    guard count > 0, whole > 0 else { return "" }
    let exact = ExactDecimal.quotient(Int128(count) * Int128(8 * width), by: Int128(whole))
    let eighths = min(8 * width, max(1, Int(exact)))
    return String(repeating: "█", count: eighths / 8) + partialBlocks[eighths % 8]
  }
}
