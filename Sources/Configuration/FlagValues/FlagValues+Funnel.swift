package import Clickstream
package import Funnels

extension FlagValues {
  /// `--funnel a,b,c`: the funnel `funnel` of these events, in this order; an event may come again.
  ///
  /// - Parameter names: what event names mean in this run.
  package static func funnel(
    _ text: String, names: EventNames
  ) throws(FlagValueError) -> FunnelPlan {
    let events = try listItems(text)
    if let problem = FunnelPlan.problem(ofStepCount: events.count) {
      throw FlagValueError(
        problem,
        toGoOn: "write events with commas between, such as view_item,add_to_cart,purchase")
    }
    let steps = events.map { FunnelStep(event: Array($0.utf8), names: names) }
    return FunnelPlan(name: "funnel", steps: steps)
  }
}
