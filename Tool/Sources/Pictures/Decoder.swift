// Decoder.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CPictureCodecs

/// Owns a decoder of the C target.
@safe final class Decoder {
  let layout: PictureLayout
  /// Whether it needs memory for all samples of the picture at once.
  let holdsPicture: Bool
  private let handle: OpaquePointer

  /// Reads the header of a picture, and closes the file if that fails.
  init(_ file: InputFile) throws(CodecFailure) {
    var opened: OpaquePointer?
    unsafe try CodecFailure.check { reason in
      unsafe pc_decoder_open(file.format.codec, file.descriptor, &opened, reason)
    }
    guard let handle = unsafe opened else {
      preconditionFailure("a decoder was opened without an error, and is not there")
    }
    unsafe self.handle = handle
    layout = unsafe PictureLayout(pc_decoder_layout(handle))
    holdsPicture = unsafe pc_decoder_holds_picture(handle)
  }

  deinit {
    unsafe pc_decoder_close(handle)
  }

  /// Prepares for the first row, with memory for all of them if the picture is held.
  func begin() throws(CodecFailure) {
    unsafe try CodecFailure.check { reason in unsafe pc_decoder_begin(handle, reason) }
  }

  /// Decodes the next row.
  func read(_ row: InterleavedRow) throws(CodecFailure) {
    unsafe try CodecFailure.check { reason in
      unsafe pc_decoder_read_row(handle, row.memory, reason)
    }
  }
}

extension PictureLayout {
  /// The layout of the rows that a decoder gives.
  fileprivate init(_ layout: pc_layout) {
    let hasAlpha = layout.channels % 2 == 0
    self.init(
      checkedWidth: Int(layout.width), height: Int(layout.height),
      channels: Int(layout.channels) - (hasAlpha ? 1 : 0), hasAlpha: hasAlpha,
      bitDepth: BitDepth(rawValue: Int(layout.bit_depth)) ?? .eight)
  }
}
