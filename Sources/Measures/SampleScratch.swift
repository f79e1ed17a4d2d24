package import Machine
import Synchronization

/// A temporary file for the samples of one worker.
///
/// A sample cannot fail in the middle of a fold: what goes wrong is kept here and must be asked for at the end.
package final class SampleScratch: Sendable {
  /// Values that a sample keeps in memory.
  let valueLimit: Int

  private let folder: [UInt8]
  private let state = Mutex(State())

  private struct State {
    var file: TemporaryFile?
    var length = 0
    var failure: SpillError?

    mutating func openedFile(in folder: [UInt8]) throws(SpillError) -> TemporaryFile {
      if let file { return file }
      let made = try TemporaryFile(folder: folder)
      file = made
      return made
    }
  }

  /// Nothing is made in `folder` before there is something to write.
  package init(folder: [UInt8], valueLimit: Int = 1 << 14) {
    self.folder = folder
    self.valueLimit = max(1, valueLimit)
  }

  /// Why a sample is not whole; nil when all are.
  package var failure: SpillError? { state.withLock { $0.failure } }

  /// Writes values that are in ascending order.
  func write(_ values: [Int64]) -> SampleRun {
    state.withLock { state in
      do throws(SpillError) {
        let file = try state.openedFile(in: folder)
        let offset = state.length
        try file.write(values, at: offset)
        state.length += values.count * MemoryLayout<Int64>.stride
        return SampleRun(scratch: self, file: file, offset: offset, count: values.count)
      } catch {
        state.failure = error
        return SampleRun(scratch: self, file: nil, offset: 0, count: 0)
      }
    }
  }

  fileprivate func note(_ error: SpillError) { state.withLock { $0.failure = error } }
}

/// Values in ascending order, in a temporary file.
struct SampleRun: Sendable {
  fileprivate let scratch: SampleScratch
  fileprivate let file: TemporaryFile?
  fileprivate let offset: Int
  let count: Int

  func value(at index: Int) -> Int64 {
    do throws(SpillError) {
      let place = offset + index * MemoryLayout<Int64>.stride
      return try file?.read(1, at: place, filler: Int64(0))[0] ?? 0
    } catch {
      scratch.note(error)
      return 0
    }
  }
}
