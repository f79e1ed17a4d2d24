/// What a random choice is about; together with a key and an index it names one choice.
///
/// New decisions go to the end: a number that moves changes every shop ever sampled.
enum Decision: Int {
  // Of a user.
  case country, interest, device, prone, visits
  // Of the plan of a user's visits.
  case visitDay, visitHour, visitMinute, comebackDelay, aftermathDelay
  // Of one visit.
  case resumes, comesBack, channel, changesDevice, pacing, bounces
  // Of a cart, or of the browsing that leads to it.
  case pages, pageKind, pageArgument, adds, keepsBrowsing, skipsCartPage, empties, removesLine
  case wanders, losesInterest, addsMore, quantity, fee, lingers, changesCard, secondCart
  // Of a cause.
  case meets, leaves, style, code
  // After a purchase.
  case aftermath, signalAfterPurchase
  // Of the rows' looks.
  case sessionName
  // Of a user, once more.
  case heavy
}
