/// The texts of the column `error_code`; a row holds the place in `texts`, and 0 is none.
enum ErrorCode {
  static let none: UInt8 = 0
  static let approved: UInt8 = 1
  static let notFound: UInt8 = 2
  static let couponExpired: UInt8 = 3
  static let declines: ClosedRange<UInt8> = 4...9
  static let serverErrors: ClosedRange<UInt8> = 10...14

  static let texts = [
    "", "00", "404", "coupon_expired",
    "insufficient_funds", "do_not_honor", "51", "05", "expired_card", "insufficient_funds",
    "500", "502", "503", "504", "timeout",
  ]
}
