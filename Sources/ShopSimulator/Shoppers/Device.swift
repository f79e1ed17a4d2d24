/// What a session runs on; an app session has the channel `app`.
enum Device: UInt8, CaseIterable {
  case mobile, desktop, tablet

  var text: String {
    switch self {
    case .mobile: "mobile"
    case .desktop: "desktop"
    case .tablet: "tablet"
    }
  }

  static func usual(percent: Int) -> Device {
    switch percent {
    case ..<62: .mobile
    case ..<94: .desktop
    default: .tablet
    }
  }
}

/// Where a session came from.
enum Channel: UInt8, CaseIterable {
  case organic, paidSearch, direct, social, email, affiliate, app

  var text: String {
    switch self {
    case .organic: "organic"
    case .paidSearch: "paid_search"
    case .direct: "direct"
    case .social: "social"
    case .email: "email"
    case .affiliate: "affiliate"
    case .app: "app"
    }
  }

  static func usual(percent: Int) -> Channel {
    switch percent {
    case ..<33: .organic
    case ..<55: .paidSearch
    case ..<75: .direct
    case ..<87: .social
    case ..<93: .email
    default: .affiliate
    }
  }
}

/// Device and channel of one session.
struct SessionOrigin {
  var device: Device
  var channel: Channel

  /// Draws the origin of a session: mostly the usual device, and now and then the app on a phone.
  init(shopper: Shopper, visit: PlannedVisit, key: RandomKey) {
    let changes = key.happens(visit.kind == .comeback ? 0.4 : 0.15, .changesDevice)
    device = changes ? Self.other(than: shopper.homeDevice) : shopper.homeDevice
    channel = Channel.usual(percent: key.pick(100, .channel))
    if visit.kind != .planned { channel = .email }
    if device == .mobile && key.happens(0.15, .channel, 1) { channel = .app }
  }

  /// People go from the small screen to the large one, and back.
  private static func other(than device: Device) -> Device {
    device == .desktop ? .mobile : .desktop
  }
}
