import Testing

@testable import Analysis

/// What each thread may take of the memory that a run was given.
@Suite struct MemoryPlanTests {
  private static let mebibyte = 1 << 20

  private func plan(mebibytes: Int) -> MemoryPlan {
    var plan = MemoryPlan()
    plan.bytes = mebibytes * MemoryPlanTests.mebibyte
    return plan
  }

  /// Less 16 for the program and 4 a thread, the rest is shared; half of a share is kept free.
  @Test(
    arguments: [
      (32, 1, 6), (64, 1, 22), (64, 2, 10), (64, 4, 4), (256, 2, 58), (256, 8, 13),
    ])
  func sharesAddUp(mebibytes: Int, threads: Int, share: Int) {
    let plan = plan(mebibytes: mebibytes)
    #expect(plan.storeBytes(threads: threads) == share * MemoryPlanTests.mebibyte)
    #expect(plan.foldBytes(threads: threads) == share * MemoryPlanTests.mebibyte)
  }

  /// Many threads leave nothing over: still there is room for some events.
  @Test(arguments: [1, 3, 8, 64, 1000]) func noShareIsEmpty(threads: Int) {
    let shares = plan(mebibytes: 32).storeBytes(threads: threads)
    #expect(shares > 0 && shares * 2 * threads <= 12 * MemoryPlanTests.mebibyte)
  }

  @Test func withoutALimitNothingIsSpilled() {
    #expect(MemoryPlan().storeBytes(threads: 1000) > 1 << 50)
    #expect(MemoryPlan().foldBytes(threads: 1) > 1 << 50)
    #expect(MemoryPlan.leastBytes == 32 * MemoryPlanTests.mebibyte)
  }
}
