// Encoder.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CPictureCodecs

/// Owns an encoder of the C target.
@safe final class Encoder {
  private let handle: OpaquePointer

  /// Writes the header of a picture to the file `descriptor`, and closes it if that fails.
  init(
    format: PictureFormat, descriptor: Int32, layout: pc_layout, options: pc_options
  ) throws(CodecFailure) {
    var opened: OpaquePointer?
    unsafe try CodecFailure.check { reason in
      unsafe pc_encoder_open(format.codec, descriptor, layout, options, &opened, reason)
    }
    guard let handle = unsafe opened else {
      preconditionFailure("an encoder was opened without an error, and is not there")
    }
    unsafe self.handle = handle
  }

  deinit {
    unsafe pc_encoder_close(handle)
  }

  /// Encodes the next row.
  func write(_ row: InterleavedRow) throws(CodecFailure) {
    unsafe try CodecFailure.check { reason in
      unsafe pc_encoder_write_row(handle, row.memory, reason)
    }
  }

  /// Ends the picture after its last row.
  func finish() throws(CodecFailure) {
    unsafe try CodecFailure.check { reason in unsafe pc_encoder_finish(handle, reason) }
  }
}

extension PictureLayout {
  /// The layout of the rows that an encoder takes, or nil if a size needs more than 31 bits: no
  /// format has room for it.
  var codec: pc_layout? {
    guard width <= Int32.max, height <= Int32.max else { return nil }
    return pc_layout(
      width: UInt32(width), height: UInt32(height), channels: UInt32(samplesPerPixel),
      bit_depth: UInt32(bitDepth.rawValue))
  }
}
