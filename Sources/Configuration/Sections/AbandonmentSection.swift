import Abandonment
import Analysis

extension AnalysisSettings {
  /// `abandonment`: carts, recovery, derived fees, own reasons.
  mutating func readAbandonment(
    _ node: ConfigurationNode, _ conditions: ConditionReader
  ) throws(ConfigurationError) {
    let entries = try node.entries(
      known: ["unit", "recovery_window", "derive_fee", "fee_tolerance", "reasons"],
      later: ["evidence", "ignore_repeats"])
    for entry in entries {
      switch entry.key {
      case "unit": abandonment.unit = try entry.value.choice(of: CartUnit.allCases)
      case "recovery_window":
        abandonment.recoveryWindowMilliseconds = try entry.value.durationMilliseconds()
      case "derive_fee": abandonment.derivesFee = try entry.value.boolean()
      case "reasons": try readReasons(entry.value, conditions)
      default: abandonment.feeToleranceMillionths = try entry.value.shareMillionths()
      }
    }
  }

  /// `evidence`: which carts are compared with each other.
  mutating func readEvidence(_ node: ConfigurationNode) throws(ConfigurationError) {
    for entry in try node.entries(known: ["strata"]) where !entry.value.isMissing {
      var strata: [StratumField] = []
      for element in try entry.value.elementsOrSelf() {
        let field = try element.choice(of: StratumField.allCases)
        guard !strata.contains(field) else {
          throw element.error("\(ShownText.quoted(field.rawValue)) is given twice")
        }
        strata.append(field)
      }
      abandonment.strata = strata
    }
  }
}

extension ConfigurationNode {
  /// A percentage such as `1%`, in millionths of the whole.
  fileprivate func shareMillionths() throws(ConfigurationError) -> Int64 {
    try flagValue { text throws(FlagValueError) in try FlagValues.shareMillionths(text) }
  }
}
