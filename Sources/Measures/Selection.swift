/// Order statistics without sorting.
enum Selection {
  /// Moves the value that would stand at `place` in ascending order there; what is smaller comes before it, what is larger
  /// behind it.
  ///
  /// - Complexity: O(n) on average; O(n log n) at worst, when the pivots keep being bad ones.
  static func place(_ place: Int, of values: inout [Int64]) {
    var range = 0..<values.count
    // A good pivot halves the range: three times as many steps are a sign of bad ones.
    var stepsLeft = 3 * (Int.bitWidth - values.count.leadingZeroBitCount)
    values.withUnsafeMutableBufferPointer { values in
      while range.count > 16 && stepsLeft > 0 {
        stepsLeft -= 1
        let equal = partition(values, range, around: pivot(values, range))
        if place < equal.lowerBound {
          range = range.lowerBound..<equal.lowerBound
        } else if place >= equal.upperBound {
          range = equal.upperBound..<range.upperBound
        } else {
          return
        }
      }
      // The range lies inside the values.
      var rest = UnsafeMutableBufferPointer(rebasing: values[range])
      rest.sort()
    }
  }

  /// The middle one of the first, the middle and the last value.
  private static func pivot(
    _ values: UnsafeMutableBufferPointer<Int64>, _ range: Range<Int>
  ) -> Int64 {
    let (low, high) = (values[range.lowerBound], values[range.upperBound - 1])
    let middle = values[range.lowerBound + range.count / 2]
    return max(min(low, high), min(max(low, high), middle))
  }

  /// Puts smaller values first and larger ones last; gives where the equal ones lie.
  private static func partition(
    _ values: UnsafeMutableBufferPointer<Int64>, _ range: Range<Int>, around pivot: Int64
  ) -> Range<Int> {
    var (low, next, high) = (range.lowerBound, range.lowerBound, range.upperBound)
    while next < high {
      let value = values[next]
      if value < pivot {
        values.swapAt(low, next)
        low += 1
        next += 1
      } else if value > pivot {
        high -= 1
        values.swapAt(next, high)
      } else {
        next += 1
      }
    }
    return low..<high
  }
}
