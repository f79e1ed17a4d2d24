/// Phrases that more than one section says.
extension Phrase {
  /// `1 cart`, `310 carts`.
  static func counted(_ count: Int, _ noun: String) -> Phrase {
    "\(count) \(own: plural(noun, count))"
  }

  /// `310 of 1,143 carts (27.1 %)`: a rate with its counts; the counts alone when n is 0.
  static func share(_ x: Int, of n: Int, _ noun: String) -> Phrase {
    let share: Phrase = "\(x) of \(counted(n, noun))"
    return n == 0 ? share : "\(share) (\(own: PlainNumber.percent(x, of: n)))"
  }

  /// `64.4 %`; only for cells whose row or column shows both counts.
  static func percent(_ x: Int, of n: Int) -> Phrase {
    Phrase(own: PlainNumber.percent(x, of: n))
  }

  static func duration(milliseconds: Int64?) -> Phrase {
    Phrase(own: PlainNumber.duration(milliseconds: milliseconds))
  }

  /// `80,412.00 EUR`.
  static func money(_ money: Money) -> Phrase {
    let amount = PlainNumber.amount(millionths: money.millionths)
    guard let currency = money.currency else { return Phrase(own: amount) }
    return "\(own: amount) \(value: currency)"
  }

  /// Amounts of up to three currencies; a dash for none.
  static func money(_ amounts: [Money]?) -> Phrase {
    guard let amounts, !amounts.isEmpty else { return Phrase(own: PlainNumber.none) }
    let shown = joined(amounts.prefix(3).map { money($0) }, by: ", ")
    return amounts.count > 3 ? "\(shown) and \(amounts.count - 3) more" : shown
  }

  /// `(left), 812`: the most frequent of some values and its count; a dash for none.
  static func top(_ tallies: [Tally]) -> Phrase {
    guard let first = tallies.first else { return Phrase(own: PlainNumber.none) }
    return "\(name: first.name), \(first.count)"
  }

  static func joined(_ phrases: [Phrase], by separator: Phrase) -> Phrase {
    var joined = Phrase()
    for (index, phrase) in phrases.enumerated() {
      joined = index == 0 ? phrase : joined + separator + phrase
    }
    return joined
  }

  static func plural(_ noun: String, _ count: Int) -> String {
    count == 1 ? noun : noun + "s"
  }
}

/// Reasons in plain words.
enum ReasonWords {
  /// `card declined` for `card_declined`.
  static func plain(_ reason: InputText) -> Phrase {
    Phrase(value: reason.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: " ") : $0 })
  }

  /// `a declined card` for a built-in reason; an own reason's plain words else.
  static func noun(_ reason: InputText) -> Phrase {
    nouns[String(decoding: reason, as: UTF8.self)].map { Phrase(own: $0) } ?? plain(reason)
  }

  private static let nouns = [
    "card_declined": "a declined card",
    "checkout_error": "an error in the checkout",
    "coupon_rejected": "a rejected coupon",
    "delivery_too_slow": "a delivery that takes too long",
    "login_required": "a login that was asked for",
    "out_of_stock": "an item out of stock",
    "payment_method_missing": "a missing payment method",
    "payment_redirect": "a redirect to pay elsewhere",
    "slow_page": "a slow page",
    "surprise_fee": "a fee that came as a surprise",
  ]
}
