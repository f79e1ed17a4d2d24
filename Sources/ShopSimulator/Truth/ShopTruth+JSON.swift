extension ShopTruth {
  /// The truth as a JSON document (schema `fuga.truth/1`) that ends with a line feed.
  ///
  /// Amounts are decimal text in euros. Keys and causes stand in a fixed order, so equal truths give
  /// equal bytes.
  package var json: [UInt8] {
    var text = ByteText()
    text.append(#"{"schema":"fuga.truth/1""#.utf8)
    text.append(",\n \"seed\":\(seed),\"users\":\(users),\"days\":\(days)".utf8)
    text.append(",\n \"carts\":\(carts),\"purchased\":\(purchased)".utf8)
    text.append(",\"emptied\":\(emptied),\"abandoned\":\(abandoned)".utf8)
    text.appendAmount(abandonedCents, key: "value")
    text.append(",\n \"causes\":[".utf8)
    for (place, effect) in effects.enumerated() {
      text.append((place == 0 ? "\n  " : ",\n  ").utf8)
      text.append(effect)
    }
    text.append("]}\n".utf8)
    return text.bytes
  }
}

extension ByteText {
  fileprivate mutating func append(_ effect: ShopTruth.Effect) {
    append("{\"reason\":\"\(effect.cause.reason)\",\"carts_met\":\(effect.cartsMet)".utf8)
    append(",\"abandoned_because\":\(effect.abandonedBecause)".utf8)
    appendAmount(effect.valueCents, key: "value")
    append(",\"abandoned_directly\":\(effect.abandonedDirectly)".utf8)
    appendAmount(effect.directValueCents, key: "value_directly")
    append(UInt8(ascii: "}"))
  }

  fileprivate mutating func appendAmount(_ cents: Int, key: String) {
    append(",\"\(key)\":\"".utf8)
    append(hundredths: cents)
    append(UInt8(ascii: "\""))
  }
}
