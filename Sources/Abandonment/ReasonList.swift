package import Clickstream

/// Every reason of a run, built-in and own, by number.
package struct ReasonList: Sendable {
  /// What is to be known of one reason.
  package struct Entry: Sendable {
    package var id: ReasonID
    /// The name in reports.
    package var name: [UInt8]
    /// 1 is the heaviest: of a cart's fresh signals the lowest class is the reason.
    package var signalClass: Int
    package var kind: Signal.Kind
    /// Only a purchase shows that the payment went through after all.
    var isResolvedOnlyByPurchase = false
    /// Another item in the cart shows that the shopper went on.
    var isResolvedByAddToCart = false
  }

  /// By `ReasonID.index`.
  package let entries: [Entry]

  package init(own: [OwnReason]) {
    let builtIn = Signal.allCases.map { signal in
      Entry(
        id: ReasonID(signal), name: Array(signal.name.utf8), signalClass: signal.signalClass,
        kind: signal.kind,
        isResolvedOnlyByPurchase: signal.isResolvedOnlyByPurchase,
        isResolvedByAddToCart: signal.isResolvedByAddToCart)
    }
    entries =
      builtIn
      + own.enumerated().map { number, reason in
        Entry(
          id: ReasonID(own: number), name: reason.name, signalClass: reason.signalClass,
          kind: reason.kind)
      }
  }

  package subscript(_ reason: ReasonID) -> Entry { entries[reason.index] }
}
