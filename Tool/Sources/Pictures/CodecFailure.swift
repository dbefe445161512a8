// CodecFailure.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CPictureCodecs

/// What a function of the codecs reports when it does not succeed.
struct CodecFailure: Error {
  let status: pc_status
  let reason: String

  /// Calls a function of the codecs with a buffer for its reason, and throws it on failure.
  static func check(
    _ body: (UnsafeMutablePointer<CChar>) -> pc_status
  ) throws(CodecFailure) {
    // On the stack: this is called for every row.
    let failure = unsafe withUnsafeTemporaryAllocation(
      of: CChar.self, capacity: Int(PC_REASON_CAPACITY)
    ) { buffer -> CodecFailure? in
      guard let reason = buffer.baseAddress else { return nil }
      let status = unsafe body(reason)
      guard status != PC_OK else { return nil }
      return CodecFailure(status: status, reason: unsafe String(cString: reason))
    }
    if let failure { throw failure }
  }
}
