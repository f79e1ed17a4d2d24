import Clickstream
import Measures

/// Goes through a cart's events once, forward: stage, quantities, value, signals and derived fees.
struct CartWalk {
  private let plan: AbandonmentPlan
  private let values: ValueTables
  /// Quantities in millionths.
  private(set) var added: Int128 = 0
  private(set) var removed: Int128 = 0
  private var highest: Stage?
  /// Items added or removed so far.
  private var moveCount = 0
  /// The last total in each currency.
  private var totals: [UInt32: Total] = [:]

  /// A value that says what the whole cart costs.
  private struct Total {
    var millionths: Int64
    /// 0 for view_cart, else the stage's place in the shop.
    var stage: UInt8
    var quantity: Int64?
    /// Moves made before it: another count later means that the items have changed.
    var moveCount: Int
  }

  init(plan: AbandonmentPlan, values: ValueTables) {
    self.plan = plan
    self.values = values
  }

  mutating func step(
    _ moment: Moment, _ meaning: EventMeaning, _ event: Event, place: Int, into cart: inout Cart
  ) {
    if let stage = meaning.stage {
      highest = max(highest ?? stage, stage)
      cart.highestStage = max(highest ?? stage, .addToCart)
    }
    switch meaning.event {
    case .stage(.addToCart): move(event, sign: 1, into: &cart)
    case .removeFromCart: move(event, sign: -1, into: &cart)
    case .viewCart: total(event, stage: nil, moment, place, into: &cart)
    case .stage(let stage) where stage > .addToCart:
      total(event, stage: stage, moment, place, into: &cart)
    default: break
    }
    guard let reason = meaning.reason else { return }
    let code = values.detail(.code, of: event)
    cart.signals.append(
      CartSignal(
        reason: reason, place: place, timeMilliseconds: moment.timeMilliseconds,
        stage: highest ?? .addToCart, code: values.isFrictionCode(code) ? code : 0))
  }

  /// An item came or went.
  private mutating func move(_ event: Event, sign: Int128, into cart: inout Cart) {
    let quantity = values.quantity(of: event) ?? 1_000_000
    if sign > 0 { added += Int128(quantity) } else { removed += Int128(quantity) }
    moveCount += 1
    guard let price = values.value(of: event) else { return }
    cart.value.add(
      sign * Amount.product(price, quantity), currency: values.detail(.currency, of: event))
  }

  /// A total replaces all that was collected before it.
  private mutating func total(
    _ event: Event, stage: Stage?, _ moment: Moment, _ place: Int, into cart: inout Cart
  ) {
    guard plan.valueMeaning == .order, let value = values.value(of: event) else { return }
    let currency = values.detail(.currency, of: event)
    cart.value.removeAll()
    cart.value.add(Int128(value), currency: currency)
    guard plan.derivesFee else { return }
    let total = Total(
      millionths: value, stage: stage?.rawValue ?? 0, quantity: values.quantity(of: event),
      moveCount: moveCount)
    if let earlier = totals[currency] {
      compare(total, with: earlier, stage, moment, place, into: &cart)
    }
    totals[currency] = total
  }

  /// Whether the total rose since the one before, at a higher checkout stage and with the same items.
  private func compare(
    _ total: Total, with earlier: Total, _ stage: Stage?, _ moment: Moment, _ place: Int,
    into cart: inout Cart
  ) {
    guard let stage, stage.isCheckoutStage, total.stage > earlier.stage,
      total.moveCount == earlier.moveCount
    else { return }
    if let before = earlier.quantity, let now = total.quantity, before != now { return }
    cart.couldShowFee = true
    // Both sides below 10^18 · 2 · 10^6 < 2^127.
    let bound = Int128(earlier.millionths) * Int128(1_000_000 + plan.feeToleranceMillionths)
    guard Int128(total.millionths) * 1_000_000 > bound else { return }
    cart.derivedFees.append(
      CartSignal(
        reason: ReasonID(.surpriseFee), place: place, timeMilliseconds: moment.timeMilliseconds,
        stage: highest ?? stage, code: 0))
  }
}
