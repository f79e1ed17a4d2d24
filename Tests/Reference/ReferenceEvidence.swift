/// Where a cart stands (EVIDENCE.md, "Steps"): its highest stage, 1 to 5, and min(15, moves since it was reached).
struct Spot: Hashable {
  var stage: Int
  var moves: Int

  static let purchase = Spot(stage: 5, moves: 0)
}

/// What a cart did until it met a reason, or until its end.
struct Passage {
  var moves: [(from: Spot, to: Spot)] = []
  /// Where it ended, abandoned, without having met the reason.
  var left: Spot?
  /// Where it met the reason.
  var exposed: Spot?
  var isAbandoned: Bool
  var value: Amounts
  var group: Int
  /// The unit's first values of the strata's roles.
  var stratum: [Text]
}

/// Walks a cart's events until the first signal of a reason.
func passage(
  _ judged: JudgedCart, until reason: Text, _ settings: ReferenceSettings
) -> Passage {
  let isAbandoned = judged.state == .abandoned
  var passage = Passage(
    isAbandoned: isAbandoned, value: judged.value, group: jackknifeGroup(judged.cart.unit.user),
    stratum: settings.strata.map { judged.cart.unit.first($0) })
  var spot: Spot?
  for act in judged.cart.acts {
    // Signals of every reason and automatic events do not move a cart.
    if !act.isSignal && !act.isAutomatic {
      let next = spotAfter(act, from: spot)
      if let spot { passage.moves.append((spot, next)) }
      spot = next
    }
    let meets = judged.signals.contains { signal in
      signal.reason == reason && signal.act.position == act.position
    }
    if meets {
      passage.exposed = spot
      return passage
    }
  }
  if isAbandoned { passage.left = spot }
  return passage
}

/// The next spot: an event that raises the stage begins to count moves anew.
func spotAfter(_ act: Act, from spot: Spot?) -> Spot {
  let stage = Vocabulary.stage(act.name) ?? 0
  guard let spot else { return Spot(stage: stage, moves: 0) }
  if stage > spot.stage { return Spot(stage: stage, moves: 0) }
  return Spot(stage: spot.stage, moves: min(15, spot.moves + 1))
}

/// The tables m and l of some passages.
struct SpotTable {
  var moves: [Spot: [Spot: Int]] = [:]
  var left: [Spot: Int] = [:]
  /// V by spot and V_s by stage, from the last stage to the first.
  var chances: [Spot: Double] = [:]
  var stageChances: [Int: Double] = [:]

  init(_ passages: [Passage]) {
    for passage in passages {
      for move in passage.moves { moves[move.from, default: [:]][move.to, default: 0] += 1 }
      if let spot = passage.left { left[spot, default: 0] += 1 }
    }
    for stage in [4, 3, 2, 1] {
      stageChances[stage] = stageChance(stage)
      for spot in spots(stage).reversed() { chances[spot] = chance(spot) }
    }
  }

  func m(_ spot: Spot, _ next: Spot) -> Int { moves[spot]?[next] ?? 0 }
  func l(_ spot: Spot) -> Int { left[spot] ?? 0 }
  func allMoves(_ spot: Spot) -> Int { (moves[spot] ?? [:]).values.reduce(0, +) }
  func n(_ spot: Spot) -> Int { l(spot) + allMoves(spot) }

  /// Σ over q in higher stages, and purchase, of m[p][q]·V(q).
  func up(_ spot: Spot) -> Double {
    (moves[spot] ?? [:]).filter { $0.key.stage > spot.stage }
      .sorted { $0.key.stage < $1.key.stage }
      .reduce(0) { $0 + Double($1.value) * v($1.key) }
  }

  /// V(q); V(purchase) = 0.
  func v(_ spot: Spot) -> Double { spot == .purchase ? 0 : chances[spot] ?? 0 }

  func spots(_ stage: Int) -> [Spot] { (0...15).map { Spot(stage: stage, moves: $0) } }

  /// The stage as a whole: V_s.
  func stageChance(_ stage: Int) -> Double {
    let spots = spots(stage).filter { n($0) > 0 }
    let inside = spots.reduce(0) { sum, spot in
      sum + (moves[spot] ?? [:]).filter { $0.key.stage == stage }.values.reduce(0, +)
    }
    let below = spots.reduce(0) { $0 + n($1) } - inside
    if below == 0 { return 0 }
    return spots.reduce(0) { $0 + Double(l($1)) + up($1) } / Double(below)
  }

  /// V(s, j), once those behind it are known.
  func chance(_ spot: Spot) -> Double {
    let whole = stageChances[spot.stage] ?? 0
    if n(spot) == 0 { return whole }
    let ends = Double(l(spot)) + up(spot)
    if spot.moves == 15 {
      let below = n(spot) - m(spot, spot)
      return below == 0 ? whole : ends / Double(below)
    }
    let next = Spot(stage: spot.stage, moves: spot.moves + 1)
    return (ends + Double(m(spot, next)) * v(next)) / Double(n(spot))
  }

  /// Carts whose next move from one of these spots reached a higher stage.
  func rising(_ spots: [Spot]) -> Int {
    spots.reduce(0) { sum, spot in
      sum + (moves[spot] ?? [:]).filter { $0.key.stage > spot.stage }.values.reduce(0, +)
    }
  }

  /// The expected abandonment of a cart exposed at a spot; nil: unjudged.
  func expected(_ spot: Spot, kind: String) -> Double? {
    let spots = spots(spot.stage)
    if kind == "advancing" {
      if rising([spot]) >= 10 { return up(spot) / Double(rising([spot])) }
      let later = spots.reduce(0) { $0 + up($1) }
      return rising(spots) >= 10 ? later / Double(rising(spots)) : nil
    }
    let atRisk = spots.reduce(0) { $0 + n($1) }
    if kind == "shown" {
      if n(spot) >= 10 { return v(spot) }
      return atRisk >= 10 ? stageChances[spot.stage] : nil
    }
    let acting = allMoves(spot)
    if acting >= 10 { return (Double(n(spot)) * v(spot) - Double(l(spot))) / Double(acting) }
    let allActing = spots.reduce(0) { $0 + allMoves($1) }
    let allLeft = spots.reduce(0) { $0 + l($1) }
    if allActing < 10 { return nil }
    return (Double(atRisk) * (stageChances[spot.stage] ?? 0) - Double(allLeft)) / Double(allActing)
  }
}

/// The excess of some passages, in carts and in money; nil where nothing was judged.
struct Excess {
  var carts: Double?
  var unjudged = 0
  var value: [Text: Double] = [:]

  /// Each exposed cart is compared inside its stratum, and where that is too thin with all carts.
  init(_ passages: [Passage], kind: String) {
    let pooled = SpotTable(passages)
    let strata = Dictionary(grouping: passages) { $0.stratum }.mapValues { SpotTable($0) }
    for passage in passages {
      guard let spot = passage.exposed else { continue }
      let known =
        strata[passage.stratum]?.expected(spot, kind: kind) ?? pooled.expected(spot, kind: kind)
      guard let known else {
        unjudged += 1
        continue
      }
      let more = (passage.isAbandoned ? 1 : 0) - known
      carts = (carts ?? 0) + more
      for (currency, amount) in passage.value {
        value[currency, default: 0] += more * Double(amount)
      }
    }
  }
}

/// The `evidence` of one reason among carts that are not open, not emptied and more than their purchase.
func evidenceJSON(_ reason: Text, _ carts: [JudgedCart], _ settings: ReferenceSettings) -> JSONValue
{
  let passages = carts.filter { cart in
    (cart.state == .abandoned || cart.state == .purchased)
      && !(cart.state == .purchased && cart.cart.acts.count == 1)
  }.map { passage($0, until: reason, settings) }
  let kind = settings.traits(reason).kind
  let exposed = passages.filter { $0.exposed != nil }
  let excess = Excess(passages, kind: kind)
  let other = Excess(passages, kind: kind == "shown" ? "answer" : "shown")
  var members: [String: JSONValue] = [
    "exposed": .integer(exposed.count),
    "exposed_abandoned": .integer(exposed.count { $0.isAbandoned }),
    "unjudged": .integer(excess.unjudged),
    "excess": excess.carts.map { number($0) } ?? .null,
    "other_kind": other.carts.map { number($0) } ?? .null,
    "low": .null, "high": .null,
    "value": .array(excess.value.sorted { $0.key < $1.key }.map { moneyJSON($0.key, $0.value) }),
  ]
  members["advancing"] = .object(advancing(passages, exposed, kind: kind))
  if let carts = excess.carts, Set(exposed.map { $0.group }).count >= 20 {
    let error = standardError(passages, kind: kind)
    members["low"] = number(carts - 2.00 * error)
    members["high"] = number(carts + 2.00 * error)
  }
  return .object(members)
}

/// The excess of an answer over carts that rose to a higher stage next, as docs/definitions.md has it.
func advancing(
  _ passages: [Passage], _ exposed: [Passage], kind: String
) -> [String: JSONValue] {
  var members: [String: JSONValue] = ["excess": .null, "low": .null, "high": .null]
  if kind == "shown" { return members }
  guard let carts = Excess(passages, kind: "advancing").carts else { return members }
  members["excess"] = number(carts)
  if Set(exposed.map { $0.group }).count < 20 { return members }
  let error = standardError(passages, kind: "advancing")
  members["low"] = number(carts - 2.00 * error)
  members["high"] = number(carts + 2.00 * error)
  return members
}

/// An estimated amount, to hundredths.
func moneyJSON(_ currency: Text, _ millionths: Double) -> JSONValue {
  let hundredths = Int128((millionths / 10_000).rounded(.toNearestOrEven))
  return .object([
    "currency": currency.isEmpty ? .null : currency.json,
    "amount": .string(decimalText(millionths: hundredths * 10_000, leastDigits: 2)),
  ])
}

/// The whole estimate without each of the 64 groups, times 64/63; SE² = 63/64 · Σ (θ(g) − mean θ)².
func standardError(_ passages: [Passage], kind: String) -> Double {
  let thetas = (0..<64).map { group -> Double in
    let rest = passages.filter { $0.group != group }
    return (Excess(rest, kind: kind).carts ?? 0) * 64 / 63
  }
  let mean = thetas.reduce(0, +) / 64
  return (63.0 / 64 * thetas.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }).squareRoot()
}
