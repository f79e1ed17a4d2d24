#if ISAL
  import CISAL

  /// One raw deflate stream of ISA-L; reused from member to member.
  struct Inflater: ~Copyable {
    static var libraryName: String {
      "ISA-L \(ISAL_MAJOR_VERSION).\(ISAL_MINOR_VERSION).\(ISAL_PATCH_VERSION)"
    }

    /// 87 kB, with the window inside: it lives on the heap.
    private let state: UnsafeMutablePointer<inflate_state>

    init() throws(ReadError) {
      state = .allocate(capacity: 1)
      isal_inflate_init(state)
    }

    deinit { state.deallocate() }

    mutating func reset() throws(ReadError) {
      isal_inflate_reset(state)
    }

    /// Inflates once.
    ///
    /// `input` is only read; the library's interface merely lacks the word.
    mutating func inflate(
      from input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> InflateStep {
      let inputCount = UInt32(clamping: input.count)
      let outputCount = UInt32(clamping: output.count)
      state.pointee.next_in = UnsafeMutablePointer(
        mutating: input.bindMemory(to: UInt8.self).baseAddress)
      state.pointee.avail_in = inputCount
      state.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
      state.pointee.avail_out = outputCount
      let code = isal_inflate(state)
      let (inputLeft, outputLeft) = (state.pointee.avail_in, state.pointee.avail_out)
      guard inputLeft <= inputCount, outputLeft <= outputCount else {
        // Behind some faults the library's counts are of no use.
        return InflateStep(status: .damaged("invalid block"), consumed: 0, produced: 0)
      }
      var step = InflateStep(
        status: status(code), consumed: Int(inputCount - inputLeft),
        produced: Int(outputCount - outputLeft))
      if case .ended = step.status { step.overread = takeOverread() }
      return step
    }

    private func status(_ code: Int32) -> InflateStep.Status {
      if state.pointee.block_state == ISAL_BLOCK_FINISH { return .ended }
      switch code {
      case ISAL_DECOMP_OK, ISAL_END_INPUT, ISAL_OUT_OVERFLOW:
        return state.pointee.avail_out == 0 ? .more : .needsInput
      case ISAL_INVALID_BLOCK: return .damaged("invalid block")
      case ISAL_INVALID_SYMBOL: return .damaged("invalid symbol")
      case ISAL_INVALID_LOOKBACK: return .damaged("distance too far back")
      default: return .damaged("ISA-L error \(code)")
      }
    }

    /// Whole bytes in the bit buffer behind the last block: they belong to the gzip trailer.
    private func takeOverread() -> [UInt8] {
      let bits = state.pointee.read_in_length
      guard bits >= 8 else { return [] }
      var rest = state.pointee.read_in >> UInt64(bits % 8)
      var bytes: [UInt8] = []
      for _ in 0..<bits / 8 {
        bytes.append(UInt8(truncatingIfNeeded: rest))
        rest >>= 8
      }
      return bytes
    }
  }

  /// CRC-32 of RFC 1952, continued from an earlier one; 0 to begin.
  func continueCRC32(_ crc: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
    crc32_gzip_refl(crc, bytes.bindMemory(to: UInt8.self).baseAddress, UInt64(bytes.count))
  }
#endif
