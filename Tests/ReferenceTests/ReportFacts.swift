import Reference
import Testing

/// 2026-11-01T00:00:00.000Z, a Sunday.
let november: Int64 = 1_793_491_200_000
let second: Int64 = 1000
let minute: Int64 = 60_000
let hour: Int64 = 3_600_000
let day: Int64 = 86_400_000

/// The value at a path such as `kpis.orders` or `funnels.0.steps`.
func at(_ report: JSONValue, _ path: String) -> JSONValue {
  path.split(separator: ".").reduce(report) { value, key in
    Int(key).map { value[$0] ?? .null } ?? value[String(key)] ?? .null
  }
}

func json(_ text: String) -> JSONValue {
  (try? JSONValue(parsing: text)) ?? .string("not JSON: \(text)")
}

/// Checks JSON facts at paths of the report of some events; the facts may leave out keys.
func expect(
  _ events: [ReferenceEvent], _ settings: ReferenceSettings, _ facts: [String: String],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let report = referenceReport(events, settings)
  for (path, fact) in facts {
    let key = path.split(separator: ".").last.map(String.init) ?? ""
    let found = differences(.object([key: json(fact)]), .object([key: at(report, path)]))
    #expect(found.isEmpty, "\(path)\(found)", sourceLocation: sourceLocation)
  }
}

/// Settings with one funnel, nothing open.
func settings(_ funnel: ReferenceFunnel) -> ReferenceSettings {
  var settings = ReferenceSettings()
  settings.assumeComplete = true
  settings.funnels = [funnel]
  return settings
}

/// Rows of several users: `u: a0 b1/i` with seconds from November on, `/` a device.
func rows(_ users: String...) -> [ReferenceEvent] {
  users.flatMap { text -> [ReferenceEvent] in
    let parts = text.split(separator: ":")
    return parts[1].split(separator: " ").map { event in
      let halves = event.split(separator: "/")
      let name = halves[0].prefix { !$0.isNumber }
      let time = november + (Int64(halves[0].dropFirst(name.count)) ?? -1) * second
      let fields = halves.count > 1 ? ["device": String(halves[1])] : [:]
      return ReferenceEvent(time, String(parts[0]), String(name), fields)
    }
  }
}
