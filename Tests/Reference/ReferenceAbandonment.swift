/// A chosen cart with everything that is counted of it.
struct JudgedCart {
  var cart: Cart
  var state: CartState
  var signals: [Signal]
  /// Only for abandoned carts.
  var primary: Signal?
  var value: Amounts
  var recovery: Recovery
}

/// All chosen carts, judged.
func judgedCarts(
  _ shoppers: [Shopper], _ settings: ReferenceSettings, endOfData: Int64
) -> [JudgedCart] {
  let cartsByShopper = shoppers.map { shopper in
    cartUnits(shopper, settings).flatMap { carts(of: $0) }
  }
  let chosen = cartsByShopper.flatMap { $0 }.filter { settings.chooses(start: $0.unit.start) }
  let usesFees = usesDerivedFees(chosen, settings)
  var judged: [JudgedCart] = []
  for (shopper, all) in zip(shoppers, cartsByShopper) {
    for cart in all where settings.chooses(start: cart.unit.start) {
      let found = signals(cart, fees: usesFees ? derivedFees(cart, settings) : [], settings)
      let isAbandoned = cart.state == .abandoned
      judged.append(
        JudgedCart(
          cart: cart, state: cart.state, signals: found,
          primary: isAbandoned ? primary(found) : nil, value: value(cart, settings),
          recovery: isAbandoned
            ? recovery(cart, among: all, shopper, settings, endOfData: endOfData) : Recovery()))
    }
  }
  return judged
}

/// The `abandonment` section of the report.
func abandonmentJSON(_ carts: [JudgedCart], _ settings: ReferenceSettings) -> JSONValue {
  let abandoned = carts.filter { $0.state == .abandoned }
  let silent = abandoned.filter { $0.primary == nil }
  func count(_ state: CartState) -> JSONValue { .integer(carts.count { $0.state == state }) }
  var members: [String: JSONValue] = [
    "unit": .string(settings.abandonmentUnit.rawValue),
    "carts": .integer(carts.count),
    "purchased": count(.purchased),
    "purchased_without_cart": .integer(
      carts.count { $0.state == .purchased && $0.cart.acts.count == 1 }),
    "open": count(.open),
    "emptied": count(.emptied),
    "abandoned": .integer(abandoned.count),
    "value": amountsJSON(sum(abandoned.map { $0.value })),
    "reasons": reasonsJSON(carts, settings),
    "no_signal": .object([
      "carts": .integer(silent.count),
      "value": amountsJSON(sum(silent.map { $0.value })),
      "stages": stagesJSON(silent),
    ]),
  ]
  members.merge(recoveryJSON(abandoned, settings)) { $1 }
  return .object(members)
}

/// recovered, recovery_open, lost and lost_value of abandoned carts; null when the unit is a
/// journey.
func recoveryJSON(
  _ abandoned: [JudgedCart], _ settings: ReferenceSettings
) -> [String: JSONValue] {
  if settings.abandonmentUnit == .journey {
    return ["recovered": .null, "recovery_open": .null, "lost": .null, "lost_value": .null]
  }
  return [
    "recovered": .integer(abandoned.count { $0.recovery.isRecovered }),
    "recovery_open": .integer(abandoned.count { $0.recovery.isOpen }),
    "lost": .integer(abandoned.count { $0.recovery.isLost }),
    "lost_value": amountsJSON(lostValue(abandoned)),
  ]
}

func lostValue(_ carts: [JudgedCart]) -> Amounts {
  sum(carts.filter { $0.recovery.isLost }.map { $0.value })
}

/// The reasons met by any abandoned or purchased cart: by lost value, then carts, then name.
func reasonsJSON(_ carts: [JudgedCart], _ settings: ReferenceSettings) -> JSONValue {
  let counted = carts.filter { $0.state == .abandoned || $0.state == .purchased }
  let abandoned = counted.filter { $0.state == .abandoned }
  let names = Set(counted.flatMap { $0.signals.map { $0.reason } })
  let currencies = Set(abandoned.flatMap { $0.value.keys }).sorted()
  let ranked = names.map { name in
    let own = abandoned.filter { $0.primary?.reason == name }
    let lost = lostValue(own)
    return (name: name, lost: currencies.map { lost[$0] ?? 0 }, carts: own.count)
  }
  let sorted = ranked.sorted { left, right in
    if left.lost != right.lost { return right.lost.lexicographicallyPrecedes(left.lost) }
    if left.carts != right.carts { return left.carts > right.carts }
    return left.name < right.name
  }
  return .array(
    sorted.map { reasonJSON($0.name, abandoned, evidenceJSON($0.name, carts, settings), settings) })
}

func reasonJSON(
  _ reason: Text, _ abandoned: [JudgedCart], _ evidence: JSONValue, _ settings: ReferenceSettings
) -> JSONValue {
  let own = abandoned.filter { $0.primary?.reason == reason }
  let primaries = own.compactMap { $0.primary }
  let met = abandoned.map { $0.signals.filter { $0.reason == reason } }.filter { !$0.isEmpty }
  let leaving = own.compactMap { cart in cart.primary.map { cart.cart.last.time - $0.act.time } }
  let traits = settings.traits(reason)
  var members: [String: JSONValue] = [
    "reason": reason.json,
    "class": .integer(traits.signalClass),
    "kind": .string(traits.kind),
    "carts": .integer(own.count),
    "share": share(own.count, abandoned.count),
    "any": .integer(met.count { $0.contains { !$0.isResolved } }),
    "stale": .integer(primaries.count { $0.isStale }),
    "resolved": .integer(met.count { $0.allSatisfy { $0.isResolved } }),
    "value": amountsJSON(sum(own.map { $0.value })),
    "seconds_to_leaving": .object(secondsQuantiles(leaving)),
    "codes": codesJSON(primaries.map { $0.code }.filter { !$0.isEmpty }),
    "stages": stagesJSON(own),
    "devices": placesJSON("device", own),
    "channels": placesJSON("channel", own),
    "evidence": evidence,
  ]
  members.merge(recoveryJSON(own, settings)) { $1 }
  members["recovery_open"] = nil
  return .object(members)
}

/// Codes compare without case; of several spellings the first by bytes is printed.
func codesJSON(_ codes: [Text]) -> JSONValue {
  let groups = Dictionary(grouping: codes) { Vocabulary.normalised($0) }
  let spelled = groups.values.flatMap { codes in
    codes.map { _ in codes.min() ?? "" }
  }
  return .array(
    mostFrequent(spelled).map { code, count in
      .object(["code": code.json, "carts": .integer(count)])
    })
}

/// Carts by highest stage, in the stages' order.
func stagesJSON(_ carts: [JudgedCart]) -> JSONValue {
  .array(
    Vocabulary.stages.indices.compactMap { stage in
      let count = carts.count { $0.cart.highestStage == stage }
      if count == 0 { return nil }
      return .object(["stage": Vocabulary.stages[stage].json, "carts": .integer(count)])
    })
}

/// Carts by their unit's first device or channel; `(none)` if missing.
func placesJSON(_ role: String, _ carts: [JudgedCart]) -> JSONValue {
  let values = carts.map { cart -> Text in
    let value = cart.cart.unit.first(role)
    return value.isEmpty ? "(none)" : value
  }
  return .array(
    mostFrequent(values).map { value, count in
      .object([role: value.json, "carts": .integer(count)])
    })
}
