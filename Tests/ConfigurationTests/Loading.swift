import Analysis
import Clickstream

@testable import Configuration

/// The settings of a configuration text, laid over the defaults.
func load(_ yaml: String) throws(ConfigurationError) -> AnalysisSettings {
  var settings = AnalysisSettings()
  try ConfigurationFile.load(Array(yaml.utf8), file: "shop.yaml", into: &settings)
  return settings
}

/// Why a configuration text cannot be used; nil when it can.
func failure(_ yaml: String) -> ConfigurationError? {
  do {
    _ = try load(yaml)
    return nil
  } catch {
    return error
  }
}

/// A value that an event name must have, after resolution.
func event(_ names: String...) -> Condition {
  .field(.role(.event), .oneOf(names.map { Array($0.utf8) }))
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The example of the contract, without what belongs to later versions.
let contractExample = """
  input:
    columns: {time: event_time, user: user_id}      # role: header; the others are found by themselves
    time_zone: Europe/Madrid
    value_of: order
  events:                                            # a canonical or own name: what else counts as it
    add_to_cart: [cart, "Add to basket"]             # event names …
    begin_checkout: {page: {prefix: /checkout}}      # … or a condition
  sessions: {from: auto, gap: 20m, cut_at_midnight: true}
  journeys: {window: 14d}
  funnels:
    - name: checkout
      unit: journey
      order: ordered
      ties: strict
      entry: closed
      count: unique
      window: 2h
      steps:
        - view_item
        - {name: Cart, event: add_to_cart}
        - {name: Pay, any: [{event: add_payment_info}, {page: {prefix: /pay}}]}
        - purchase
      exclude: [{event: remove_from_cart, between: [Cart, purchase]}]
      hold: [item]
      by: [device, channel]
      attribution: step:Cart
      trend: day
  abandonment:
    unit: journey
    recovery_window: 3d
    derive_fee: true
    fee_tolerance: 0.5%
    reasons:
      three_d_secure: {when: {event: add_payment_info, code: {prefix: 3ds_}}, class: 1, kind: answer}
      no_help: {when: {any: [{event: chat_failed}, {page: /help/closed}]}}
  evidence: {strata: [device]}
  where: {device: [mobile, tablet]}
  """
