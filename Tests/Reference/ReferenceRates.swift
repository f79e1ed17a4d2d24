/// One unit that may count in a rate: its user, and whether it hit.
struct Trial {
  var user: Text
  var isHit: Bool
}

/// FNV-1a, 64 bits.
func fnv1a(_ bytes: [UInt8]) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in bytes {
    hash ^= UInt64(byte)
    // The multiplication of FNV-1a is modulo 2^64 by definition.
    hash = hash &* 0x0000_0100_0000_01b3
  }
  return hash
}

/// The jackknife group of a user, 0 ..< 64 (EVIDENCE.md, "Interval").
func jackknifeGroup(_ user: Text) -> Int {
  let hash = fnv1a(user.bytes)
  return Int((hash ^ (hash >> 32)) % 64)
}

/// max(1, SE² / (r(1 − r)/n)) with the 64-group jackknife; 1 where r is 0 or 1 (EVIDENCE.md,
/// "Rates").
///
/// A rate without group g that has no trials left is the whole rate.
func designEffect(_ trials: [Trial]) -> Double {
  let all = trials.count
  let hits = trials.count { $0.isHit }
  if hits == 0 || hits == all { return 1 }
  let rate = Double(hits) / Double(all)
  let groups = trials.map { jackknifeGroup($0.user) }
  let thetas = (0..<64).map { group -> Double in
    let others = trials.indices.filter { groups[$0] != group }
    if others.isEmpty { return rate }
    return Double(others.count { trials[$0].isHit }) / Double(others.count)
  }
  let mean = thetas.reduce(0, +) / 64
  let variance = 63.0 / 64.0 * thetas.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return max(1, variance / (rate * (1 - rate) / Double(all)))
}

/// x, n, rate, the 95 % Wilson interval on n / design effect, and the design effect.
func rateJSON(_ trials: [Trial]) -> [String: JSONValue] {
  let all = trials.count
  let hits = trials.count { $0.isHit }
  let effect = designEffect(trials)
  var members: [String: JSONValue] = [
    "x": .integer(hits), "n": .integer(all), "rate": share(hits, all),
    "low": .null, "high": .null, "design_effect": number(effect),
  ]
  if all == 0 { return members }
  let z = 1.959963984540054
  let rate = Double(hits) / Double(all)
  let count = Double(all) / effect
  let centre = (rate + z * z / (2 * count)) / (1 + z * z / count)
  let inner = rate * (1 - rate) / count + z * z / (4 * count * count)
  let half = z / (1 + z * z / count) * inner.squareRoot()
  members["low"] = number(max(0, centre - half))
  members["high"] = number(min(1, centre + half))
  return members
}
